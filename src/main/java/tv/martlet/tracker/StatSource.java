package tv.martlet.tracker;

import java.util.List;
import java.util.Optional;

/** What the client asks its node for, on the client's loop; each answer must be at hand. */
public interface StatSource {
  /** Where this peer's UDP socket can be reached, as far as it knows; see {@link OwnAddresses}. */
  List<PeerAddress> addresses();

  /** What to report about a swarm; empty where there is nothing to say. */
  Optional<StreamStats> stats(String swarmId);

  /** How many peers are wanted, and what this peer says of itself. */
  default PeerNum self() {
    return PeerNum.atMost(StoreLimits.PEERS_LISTED);
  }
}
