package tv.martlet.peer;

/** A token bucket over all chunks sent: at most a rate, with bursts of 50 ms. */
final class UploadLimit {
  private final long rate;
  private double tokens;
  private long filledAt = Long.MIN_VALUE;

  /**
   * @param bytesPerSecond 0 for no limit
   */
  UploadLimit(long bytesPerSecond) {
    this.rate = bytesPerSecond;
  }

  /** Bytes that may be sent now. */
  long allowance(long now) {
    if (rate == 0) {
      return Long.MAX_VALUE / 2;
    }
    double burst = Math.max(16_384, rate / 20.0);
    if (filledAt == Long.MIN_VALUE) {
      tokens = burst;
    } else {
      tokens = Math.min(burst, tokens + (now - filledAt) * (rate / 1e6));
    }
    filledAt = now;
    return (long) tokens;
  }

  void spend(int bytes) {
    if (rate != 0) {
      tokens -= bytes;
    }
  }

  /** Microseconds until a datagram of this size may go, 0 if now. */
  long delay(int bytes) {
    return rate == 0 || tokens >= bytes ? 0 : (long) Math.ceil((bytes - tokens) * 1e6 / rate);
  }
}
