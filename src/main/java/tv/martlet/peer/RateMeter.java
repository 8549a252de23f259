package tv.martlet.peer;

/** Bytes a second over about the last two seconds: the weight of each byte fades with its age. */
final class RateMeter {
  /** Long enough to even out bursts, short enough to see a neighbour slow down. */
  private static final double FADE_MICROS = 2e6;

  private double level;
  private long at;

  void add(int bytes, long now) {
    level = faded(now) + bytes;
    at = now;
  }

  /** Bytes a second as of now. */
  long perSecond(long now) {
    return Math.round(faded(now) * 1e6 / FADE_MICROS);
  }

  private double faded(long now) {
    return level == 0 ? 0 : level * Math.exp(-Math.max(0, now - at) / FADE_MICROS);
  }
}
