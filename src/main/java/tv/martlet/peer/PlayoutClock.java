package tv.martlet.peer;

/**
 * When chunks are due: so long after they were signed. A viewer that misses chunks, or is about to,
 * plays a little slower for a while, and so gathers a larger buffer without a stop (adaptive media
 * playout: M. Kalman, E. Steinbach, B. Girod, IEEE Trans. CSVT 14(6), 2004; viewers seldom notice a
 * change of speed of up to a quarter).
 *
 * <pre>
 *   lag ▲           ┌──── FARTHEST_LAG where many chunks are missed, else MOST_LAG,
 *       │       ╱▔▔▔      or the first lag if that is more
 *       │    __╱  short: SLOWED for HOLD
 *       └─────────► time
 * </pre>
 */
final class PlayoutClock {
  static final double SLOWED = 0.85;
  static final long HOLD = 5_000_000;
  static final long MOST_LAG = 3_900_000;
  static final long FARTHEST_LAG = 5_500_000;

  /** Missing more than this share of the stream is worth a lag that most do without. */
  private static final double MANY = 0.01;

  /** The share is taken over about this time. */
  private static final double MEMORY = 10_000_000;

  private boolean running;
  private long lag;
  private long slowUntil = Long.MIN_VALUE;
  private long at;
  private double missed; // share, as of the last hole
  private long missedAt;

  /** From now on a chunk is due when it is so old. */
  void start(long firstLag, long now) {
    running = true;
    lag = firstLag;
    at = now;
    missedAt = now;
  }

  boolean isRunning() {
    return running;
  }

  /** Microseconds from signing to playing. */
  long lag() {
    return lag;
  }

  /** Speed of playing, 1 as a rule. */
  double speed(long now) {
    return now < slowUntil && lag < mostLag(now) ? SLOWED : 1;
  }

  private long mostLag(long now) {
    return missedShare(now) > MANY ? FARTHEST_LAG : MOST_LAG;
  }

  private double missedShare(long now) {
    return missed * Math.exp(-(now - missedAt) / MEMORY);
  }

  void advance(long now) {
    if (running) {
      lag += Math.round((now - at) * (1 - speed(now)));
      at = now;
    }
  }

  /** What is due soon is not here yet. */
  void runsShort(long now) {
    slowUntil = now + HOLD;
  }

  /**
   * Chunks were not here in time.
   *
   * @param span what of the stream they hold, microseconds
   */
  void missed(double span, long now) {
    missed = missedShare(now) + span / MEMORY;
    missedAt = now;
    runsShort(now);
  }
}
