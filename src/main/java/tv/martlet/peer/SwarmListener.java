package tv.martlet.peer;

import java.net.InetSocketAddress;

/** What the node hears of a swarm, on the owner thread. Each call must return quickly. */
public interface SwarmListener {
  /** Chunks came, were published or were given up since the last call. */
  default void progressed(Swarm swarm, long now) {}

  /** A neighbour's channel is open. */
  default void joined(Swarm swarm, Channel neighbour) {}

  /** A neighbour's channel that was open is closed. */
  default void left(Swarm swarm, Channel neighbour) {}

  /** A neighbour sent what failed verification, and was dropped. */
  default void banned(Swarm swarm, InetSocketAddress neighbour) {}

  /** Hears nothing. */
  SwarmListener NONE = new SwarmListener() {};
}
