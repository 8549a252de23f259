package tv.martlet.peer;

/** LEDBAT as RFC 6817 states it: yields to anything that fills the queue, and to each loss. */
final class Ledbat implements CongestionControl {
  /** RFC 6817 §2.5: INIT_CWND and MIN_CWND SHOULD both be 2. */
  private static final int MIN_SEGMENTS = 2;

  /** RFC 6817 §2.5: ALLOWED_INCREASE SHOULD be 1. */
  private static final int ALLOWED_INCREASE = 1;

  /** RFC 6817 §2.5: GAIN MUST be 1 or less. */
  private static final double GAIN = 1.0;

  private final int segment;
  private final double target;
  private final BaseDelay delays = new BaseDelay();
  private final LossMeter losses = new LossMeter();
  private double window;
  private long queue;
  private long reducedAt;
  private boolean reduced;

  /**
   * @param segment bytes of a full datagram
   * @param targetMicros queueing delay to aim at, at most 100 ms (RFC 6817 §2.5)
   */
  Ledbat(int segment, long targetMicros) {
    this.segment = segment;
    this.target = Math.max(1, Math.min(targetMicros, 100_000));
    this.window = (double) MIN_SEGMENTS * segment;
  }

  @Override
  public void acknowledged(int bytes, long delay, long rtt, int flight, long now) {
    delays.sample(delay, now);
    losses.delivered(Math.max(1, bytes / segment));
    // RFC 6817 §2.4.2: off_target = (TARGET - queuing_delay) / TARGET
    queue = delays.queueing(rtt, now);
    double offTarget = (target - queue) / target;
    window += GAIN * offTarget * bytes * segment / window;
    // RFC 6817 §2.4.2: no growth beyond what is really in use
    window = Math.min(window, flight + (double) ALLOWED_INCREASE * segment);
    window = Math.max(window, (double) MIN_SEGMENTS * segment);
  }

  @Override
  public void lost(int bytes, long rtt, long now) {
    losses.lost();
    // RFC 6817 §2.4.2: halve on loss, at most once a round trip
    if (reduced && now - reducedAt < rtt) {
      return;
    }
    reduced = true;
    reducedAt = now;
    window = Math.min(window, Math.max(window / 2, (double) MIN_SEGMENTS * segment));
  }

  @Override
  public void timedOut(long now) {
    // RFC 6817 §2.4.2: cwnd = 1 * MSS on a congestion time-out
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
  public long queueing() {
    return queue;
  }

  @Override
  public double lossRate() {
    return losses.rate();
  }
}
