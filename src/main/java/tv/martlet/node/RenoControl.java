package tv.martlet.node;

import tv.martlet.peer.CongestionControl;

/**
 * What TCP does (RFC 5681): a rival for measurements, blind to delay. Grows by a segment a round
 * trip until something is lost, then halves.
 */
public final class RenoControl implements CongestionControl {
  private static final int FIRST_SEGMENTS = 10;
  private static final int MAX_WINDOW = 8 << 20;

  private final int segment;
  private double window;
  private double threshold = MAX_WINDOW;
  private long reducedAt = Long.MIN_VALUE / 2;

  /** Begins with ten segments of so many bytes. */
  public RenoControl(int segment) {
    this.segment = segment;
    this.window = (double) FIRST_SEGMENTS * segment;
  }

  @Override
  public void acknowledged(int bytes, long delay, long rtt, int flight, long now) {
    if (flight * 2.0 < window) {
      return; // what is not used does not grow
    }
    window += window < threshold ? bytes : (double) segment * bytes / window;
    window = Math.min(window, MAX_WINDOW);
  }

  @Override
  public void lost(int bytes, long rtt, long now) {
    if (now - reducedAt >= rtt) {
      reducedAt = now;
      threshold = Math.max(window / 2, 2.0 * segment);
      window = threshold;
    }
  }

  @Override
  public void timedOut(long now) {
    threshold = Math.max(window / 2, 2.0 * segment);
    window = segment;
  }

  @Override
  public int window() {
    return (int) window;
  }

  @Override
  public long pacingRate(long rtt) {
    return 0;
  }

  @Override
  public double lossRate() {
    return 1; // never sparing with hashes
  }
}
