package tv.martlet.peer;

/** Smoothed round-trip time and retransmission time-out after RFC 6298. Microseconds. */
final class RttEstimator {
  private static final long FIRST_GUESS = 200_000;
  private static final long MIN_TIMEOUT = 200_000;
  private static final long MAX_TIMEOUT = 60_000_000;
  private static final long MAX_SAMPLE = 30_000_000;

  private long smoothed = -1;
  private long variation;
  private int backoff;

  /** Takes one measured round trip; values that no network gives are bounded. */
  void sample(long micros) {
    long rtt = Math.max(1, Math.min(micros, MAX_SAMPLE));
    if (smoothed < 0) {
      // RFC 6298 §2.2: first measurement
      smoothed = rtt;
      variation = rtt / 2;
    } else {
      // RFC 6298 §2.3: alpha 1/8, beta 1/4
      variation += (Math.abs(smoothed - rtt) - variation) / 4;
      smoothed += (rtt - smoothed) / 8;
    }
    backoff = 0;
  }

  boolean known() {
    return smoothed >= 0;
  }

  /** Smoothed round-trip time; a cautious guess before the first sample. */
  long smoothed() {
    return smoothed < 0 ? FIRST_GUESS : smoothed;
  }

  /** How long at the most an answer should take: smoothed + 4 variations. */
  long expected() {
    return smoothed < 0 ? 3 * FIRST_GUESS : smoothed + 4 * variation;
  }

  /** Retransmission time-out with its back-off (RFC 6298 §2.4, §5.5). */
  long timeout() {
    long timeout = Math.max(MIN_TIMEOUT, expected());
    return Math.min(MAX_TIMEOUT, timeout << Math.min(backoff, 8));
  }

  void timedOut() {
    backoff++;
  }

  boolean isBackedOff() {
    return backoff > 0;
  }

  /** The other side has been heard of again: the back-off begins anew. */
  void restart() {
    backoff = 0;
  }
}
