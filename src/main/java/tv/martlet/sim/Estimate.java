package tv.martlet.sim;

/**
 * A statistic and its 95 % interval.
 *
 * @param value infinite where most came to nothing
 * @param low end of the interval; NaN where there is none, as with one seed
 * @param high end of the interval; NaN where there is none
 */
public record Estimate(double value, double low, double high) {
  /** A statistic without an interval. */
  static Estimate bare(double value) {
    return new Estimate(value, Double.NaN, Double.NaN);
  }

  /** Whether the interval is known. */
  public boolean hasInterval() {
    return !Double.isNaN(low);
  }
}
