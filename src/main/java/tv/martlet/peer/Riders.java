package tv.martlet.peer;

import java.util.List;

/**
 * Tells who rides free: lets nobody ask and has never given a chunk. One that serves others shows
 * it, by its slots or by its {@link GoodWill}.
 *
 * <pre>
 *   a neighbour    opened ──── 1 s ────► counts
 *   our swarm      more than 1 in 10 count ► abused ──── 20 s without such a count ────► fair
 *   while abused   who does not let us ask is served last, from its first moment on
 * </pre>
 *
 * An injector, that nobody lets ask for long, can tell all the same: a moment is enough.
 */
final class Riders {
  private static final long SECOND = 1_000_000;

  /** By then one that means to serve lets us ask: where all do, nobody is hurried. */
  private static final long GRACE = SECOND;

  /**
   * Where more of the neighbours give nothing. One of a few may have lost its UNCHOKE, or be new to
   * a swarm and have no slot left.
   */
  private static final double MANY = 0.1;

  /** Riders are soon no neighbours of ours, or few: more come all the same. */
  private static final long MEMORY = 20 * SECOND;

  /**
   * A line must have had room for so long before a rider is served. What newcomers take in their
   * first seconds is what a growing swarm lacks most.
   */
  private static final long PATIENCE = 10 * SECOND;

  private final FirstSeen met = new FirstSeen();
  private boolean abused;
  private long abusedAt;

  /** Counts them. */
  void look(List<Channel> neighbours, long now) {
    int count = 0;
    for (Channel neighbour : neighbours) {
      long since = met.computeIfAbsent(neighbour.address().getAddress(), a -> neighbour.openedAt());
      count += now - since >= GRACE && givesNothing(neighbour) ? 1 : 0;
    }
    if (count > MANY * neighbours.size()) {
      abused = true;
      abusedAt = now;
    }
    abused &= now - abusedAt < MEMORY;
  }

  /** Whether there are many about. */
  boolean areMany() {
    return abused;
  }

  /** Whether this neighbour is to be served last. */
  boolean include(Channel neighbour) {
    return abused && givesNothing(neighbour);
  }

  private static boolean givesNothing(Channel neighbour) {
    return !GoodWill.isSeenIn(neighbour);
  }

  /** Whether a rider has been choked for long enough to get what is left, or gets it already. */
  static boolean hasWaited(Channel rider, long now) {
    Service service = rider.service();
    return service.isChoked()
        ? now - service.chokedAt() >= PATIENCE
        : service.servedSince() - rider.openedAt() >= PATIENCE;
  }
}
