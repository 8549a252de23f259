package tv.martlet.peer;

/**
 * Congestion control for traffic with a deadline: LEDBAT's delay signal, but quick to start and not
 * misled by random loss.
 *
 * <pre>
 *   queue delay ▲        loss here = congestion: window × 0.7
 *        target ┤- - - - - - - - - - - - - - - -  shrink above
 *      target/2 ┤- - - - - - - - - - - - - - - -  slow start ends
 *             0 ┤ loss here = the path's own, ignored up to 8 %
 * </pre>
 *
 * A rival that fills the queue pushes the delay above the target, and the window shrinks in
 * proportion, as RFC 6817 has it; loss with an empty queue does not halve it (RFC 7574 §8.15 lets a
 * live deployment be more aggressive).
 */
final class DeadlineControl implements CongestionControl {
  private static final int FIRST_SEGMENTS = 10;

  /** A viewer in need is fed even over a path whose delay swings: a few KiB a round trip. */
  private static final int MIN_SEGMENTS = 4;

  /** But not into a queue that stands: a small uplink has many neighbours to feed. */
  private static final int MIN_SEGMENTS_QUEUED = 2;

  private static final int MAX_WINDOW = 8 << 20;
  private static final double DECREASE = 0.7;

  /** Above this share even loss without delay is taken for congestion (a policer, a tiny queue). */
  private static final double LOSS_LIMIT = 0.08;

  private final int segment;
  private final double target;
  private final BaseDelay delays = new BaseDelay();
  private final LossMeter losses = new LossMeter();
  private double window;
  private boolean starting = true;
  private long queue;
  private long reducedAt;
  private boolean reduced;

  DeadlineControl(int segment, long targetMicros) {
    this.segment = segment;
    this.target = Math.max(1, Math.min(targetMicros, 100_000));
    this.window = (double) FIRST_SEGMENTS * segment;
  }

  @Override
  public void acknowledged(int bytes, long delay, long rtt, int flight, long now) {
    delays.sample(delay, now);
    losses.delivered(Math.max(1, bytes / segment));
    queue = delays.queueing(rtt, now);
    boolean inUse = flight * 2.0 >= window;
    if (starting && delays.samples() >= 4 && queue > target / 2) {
      starting = false;
    }
    double offTarget = Math.max(-1, Math.min(1, (target - queue) / target));
    if (starting) {
      window += inUse ? bytes : 0;
    } else if (offTarget < 0 || inUse) {
      // Growth by up to 1/16 of the window each round trip: a path with loss is refilled quickly.
      double step = Math.max(segment, window / 16);
      window += offTarget * bytes * step / window;
    }
    clamp();
  }

  @Override
  public void lost(int bytes, long rtt, long now) {
    losses.lost();
    boolean congested = delays.queueing(rtt, now) > target / 2 || losses.rate() > LOSS_LIMIT;
    if (!congested || (reduced && now - reducedAt < rtt)) {
      return;
    }
    reduced = true;
    reducedAt = now;
    starting = false;
    window *= DECREASE;
    clamp();
  }

  @Override
  public void timedOut(long now) {
    starting = false;
    window /= 2;
    clamp();
  }

  private void clamp() {
    int least = queue > target ? MIN_SEGMENTS_QUEUED : MIN_SEGMENTS;
    window = Math.max((double) least * segment, Math.min(window, MAX_WINDOW));
  }

  @Override
  public int window() {
    return (int) window;
  }

  @Override
  public long pacingRate(long rtt) {
    // Twice the rate while starting, a quarter more than the window's own later, so that pacing
    // spreads the bursts but the window stays the limit.
    double factor = starting ? 2 : 1.25;
    return (long) (factor * window * 1e6 / Math.max(1, rtt));
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
