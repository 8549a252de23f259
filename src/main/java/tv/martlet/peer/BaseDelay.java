package tv.martlet.peer;

/**
 * Queueing delay from one-way delay samples (RFC 6817 §2.4.2): the smallest delay of the last
 * minutes is what the path takes when it is empty; what is above it is queue. Microseconds.
 */
final class BaseDelay {
  /** RFC 6817 §2.5: BASE_HISTORY SHOULD be 10 (minutes). */
  private static final int HISTORY = 10;

  private static final long MINUTE = 60_000_000L;

  /**
   * RFC 6817 §2.5: CURRENT_FILTER; the smallest of the last few samples stands for the delay now.
   */
  private static final int FILTER = 4;

  private static final long MAX_QUEUE = 10_000_000L;

  private final long[] base = new long[HISTORY];
  private int bases;
  private long rolledAt;
  private final long[] current = new long[FILTER];
  private final long[] currentAt = new long[FILTER];
  private int samples;

  void sample(long delay, long now) {
    updateBase(delay, now);
    int at = samples++ % FILTER;
    current[at] = delay;
    currentAt[at] = now;
    if (samples == 2 * FILTER) {
      samples = FILTER;
    }
  }

  private void updateBase(long delay, long now) {
    if (bases == 0) {
      base[0] = delay;
      bases = 1;
      rolledAt = now;
    } else if (now - rolledAt >= MINUTE) {
      // RFC 6817 §2.4.2: shift the list at each new minute
      rolledAt = now;
      System.arraycopy(base, 0, base, 1, Math.min(bases, HISTORY - 1));
      bases = Math.min(bases + 1, HISTORY);
      base[0] = delay;
    } else if (delay - base[0] < 0) {
      base[0] = delay;
    }
  }

  int samples() {
    return Math.min(samples, FILTER);
  }

  /** Delay above the base; samples older than {@code rtt} are left out (RFC 6817 §2.5). */
  long queueing(long rtt, long now) {
    if (bases == 0) {
      return 0;
    }
    long lowest = base[0];
    for (int i = 1; i < bases; i++) {
      if (base[i] - lowest < 0) {
        lowest = base[i];
      }
    }
    long newest = current[(samples + FILTER - 1) % FILTER];
    long delay = newest;
    for (int i = 0; i < samples(); i++) {
      if (now - currentAt[i] <= rtt && current[i] - delay < 0) {
        delay = current[i];
      }
    }
    // The samples come from outside: an absurd one counts as a full queue or an empty one.
    long queue = delay - lowest;
    return Math.max(0, Math.min(queue, MAX_QUEUE));
  }
}
