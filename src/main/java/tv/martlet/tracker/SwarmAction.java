package tv.martlet.tracker;

import static java.util.Objects.requireNonNull;

/** One action of a CONNECT (RFC 7846 §3.2.3); the swarm ID is hexadecimal. */
public record SwarmAction(String swarmId, Action action, PeerMode mode) {
  public SwarmAction {
    requireNonNull(swarmId);
    requireNonNull(action);
    requireNonNull(mode);
  }
}
