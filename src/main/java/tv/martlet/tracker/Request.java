package tv.martlet.tracker;

import java.util.List;
import java.util.Optional;

/** A request of RFC 7846 §3.3.3; peer_num, where absent, is empty. */
public sealed interface Request {
  String transactionId();

  String peerId();

  /** Registers and joins or leaves swarms (RFC 7846 §4.1.1). */
  record Connect(
      String transactionId,
      String peerId,
      Optional<PeerNum> peerNum,
      List<PeerAddress> addresses,
      List<SwarmAction> actions)
      implements Request {
    public Connect {
      addresses = List.copyOf(addresses);
      actions = List.copyOf(actions);
    }
  }

  /** Asks for more peers of a swarm (RFC 7846 §4.1.2). */
  record Find(String transactionId, String peerId, String swarmId, Optional<PeerNum> peerNum)
      implements Request {}

  /** Says that the peer is alive and what it did (RFC 7846 §4.1.3); may be without statistics. */
  record StatReport(String transactionId, String peerId, List<StreamStats> stats)
      implements Request {
    public StatReport {
      stats = List.copyOf(stats);
    }
  }
}
