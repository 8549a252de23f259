package tv.martlet.media;

/**
 * Pauses between attempts: doubled after each failure up to a cap, back to the first on success.
 */
final class Backoff {
  private final long firstMillis;
  private final long capMillis;
  private long nextMillis;

  Backoff(long firstMillis, long capMillis) {
    this.firstMillis = firstMillis;
    this.capMillis = capMillis;
    this.nextMillis = firstMillis;
  }

  /** The pause before the next attempt. */
  long next() {
    long pause = nextMillis;
    nextMillis = Math.min(nextMillis * 2, capMillis);
    return pause;
  }

  void reset() {
    nextMillis = firstMillis;
  }
}
