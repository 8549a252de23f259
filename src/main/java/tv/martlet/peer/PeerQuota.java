package tv.martlet.peer;

/** How many addresses of peers one neighbour may be given and may give (RFC 7574 §12.2.1). */
final class PeerQuota {
  private boolean gave;
  private long gaveAt;
  private int expected;

  /** Whether addresses may be given again: not more often than once an interval. */
  boolean mayGive(long now, long interval) {
    if (gave && now - gaveAt < interval) {
      return false;
    }
    gave = true;
    gaveAt = now;
    return true;
  }

  /** The neighbour has been asked for addresses: so many are taken, unasked ones are not. */
  void expect(int count) {
    expected = count;
  }

  boolean takes() {
    expected = Math.max(-1, expected - 1);
    return expected >= 0;
  }
}
