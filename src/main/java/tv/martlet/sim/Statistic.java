package tv.martlet.sim;

import java.util.Locale;

/** What can be said of many values in one number. */
public enum Statistic {
  /** The 5th percentile: the worst, where more is better. */
  P05,
  /** The median. */
  P50,
  /** The 95th percentile: the worst, where less is better. */
  P95,
  MEAN,
  SUM;

  /** As in JSON and CSV. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
