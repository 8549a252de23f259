package tv.martlet.sim;

import java.util.Arrays;

/**
 * Values in order. An infinite value stands for what never came to be, such as a join given up: it
 * counts as the worst there is, so that a quantile and the mean may be infinite too.
 */
public final class Quantiles {
  private final double[] sorted;

  /**
   * @param values in any order
   * @throws IllegalArgumentException if one of them is no number
   */
  public Quantiles(double... values) {
    sorted = values.clone();
    Arrays.sort(sorted);
    if (sorted.length > 0
        && (Double.isNaN(sorted[sorted.length - 1]) || sorted[0] == Double.NEGATIVE_INFINITY)) {
      throw new IllegalArgumentException("a value is no number; what never came is infinite");
    }
  }

  /** How many values there are. */
  public int count() {
    return sorted.length;
  }

  /** The value at a place in the order, from 0. */
  public double value(int place) {
    return sorted[place];
  }

  /**
   * The value below which a share of all lies, on the straight line between the two nearest.
   *
   * @param share from 0, the least, to 1, the greatest
   * @throws IllegalStateException if there are no values
   */
  public double at(double share) {
    if (sorted.length == 0) {
      throw new IllegalStateException("no values");
    }
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return between(sorted[below], sorted[above], place - below);
  }

  /** How many values are no greater than this one. */
  public int countTo(double value) {
    int from = 0;
    int to = sorted.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (sorted[middle] <= value) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /** On the way from one value to a greater one; all of the way to infinity is infinite. */
  static double between(double low, double high, double share) {
    return share == 0 || low == high ? low : low + share * (high - low);
  }
}
