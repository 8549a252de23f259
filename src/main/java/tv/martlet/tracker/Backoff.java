package tv.martlet.tracker;

import java.util.random.RandomGenerator;

/** Waits that double up to a bound, each somewhere in its upper half so that boxes spread out. */
final class Backoff {
  private final ClientTimes times;
  private final RandomGenerator random;
  private long next;

  Backoff(ClientTimes times, RandomGenerator random) {
    this.times = times;
    this.random = random;
    reset();
  }

  void reset() {
    next = times.firstRetry().toMillis();
  }

  long nextMillis() {
    long wait = next;
    next = Math.min(times.lastRetry().toMillis(), next * 2);
    return wait - random.nextLong(wait / 2 + 1);
  }
}
