package tv.martlet.tracker;

/**
 * In how many lists a peer was named lately: each counts for half after {@link #HALF_LIFE_MILLIS},
 * by when those who were told have come, and the peer's own reports show it.
 */
public final class Tellings {
  public static final long HALF_LIFE_MILLIS = 30_000;

  private double level;
  private long at;

  /** Counts one list. */
  public void add(long nowMillis) {
    level = level(nowMillis) + 1;
    at = nowMillis;
  }

  /** The count at a time that never goes back, rounded. */
  public int count(long nowMillis) {
    return (int) Math.min(Integer.MAX_VALUE, Math.round(level(nowMillis)));
  }

  private double level(long nowMillis) {
    long passed = Math.max(0, nowMillis - at);
    return level == 0 ? 0 : level * Math.pow(0.5, (double) passed / HALF_LIFE_MILLIS);
  }
}
