package tv.martlet.peer;

import java.util.List;

/**
 * Decides which neighbours are served (RFC 7574 §3.9, §9.2: reciprocity is the sender's business).
 */
public interface Choking {
  /**
   * Marks each open channel choked or not by {@link Channel#choke}.
   *
   * @param neighbours open channels of one swarm, the longest known first
   */
  void decide(List<Channel> neighbours, long now);

  /** Microseconds between decisions; one is also made when a neighbour comes or goes. */
  long interval();

  /** Whether a new neighbour is choked until a decision unchokes it; it is told at once. */
  default boolean startsChoked() {
    return false;
  }

  /** Serves everybody. */
  static Choking none() {
    return new UploadSlots(Integer.MAX_VALUE);
  }
}
