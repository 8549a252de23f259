package tv.martlet.peer;

/**
 * When chunks are due: so long after they were signed. A viewer that misses chunks plays a little
 * slower for a while, and so gathers a larger buffer without a stop (adaptive media playout: M.
 * Kalman, E. Steinbach, B. Girod, IEEE Trans. CSVT 14(6), 2004; viewers seldom notice a change of
 * speed of up to a quarter).
 *
 * <pre>
 *   lag ▲        ┌──── MOST_LAG, or the first lag if that is more
 *       │    ╱▔▔▔
 *       │ __╱  a hole was met: SLOWED for HOLD
 *       └─────────► time
 * </pre>
 */
final class PlayoutClock {
  static final double SLOWED = 0.92;
  static final long HOLD = 5_000_000;
  static final long MOST_LAG = 3_900_000;

  private boolean running;
  private long lag;
  private long slowUntil = Long.MIN_VALUE;
  private long at;

  /** From now on a chunk is due when it is so old. */
  void start(long firstLag, long now) {
    running = true;
    lag = firstLag;
    at = now;
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
    return now < slowUntil && lag < MOST_LAG ? SLOWED : 1;
  }

  void advance(long now) {
    if (running) {
      lag += Math.round((now - at) * (1 - speed(now)));
      at = now;
    }
  }

  /** Chunks were not here in time. */
  void missed(long now) {
    slowUntil = now + HOLD;
  }
}
