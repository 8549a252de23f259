package tv.martlet.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * A logarithmic axis of times, from a round number to a round number.
 *
 * <pre>
 * left                                   right
 *  |------|---------|------|------|--------|
 * 200    500       1 s    2 s    5 s     10 s
 * </pre>
 *
 * @param least milliseconds at the left end
 * @param most milliseconds at the right end
 * @param left pixels
 * @param right pixels
 */
record TimeAxis(double least, double most, double left, double right) {
  private static final int MOST_LABELS = 11;
  private static final double[] ROUND = {1, 2, 5};

  /** Round numbers around these times; nothing is shorter than a millisecond. */
  static TimeAxis around(double least, double most, double left, double right) {
    double low = 1;
    double high = 1;
    for (double tick : rounds(Math.max(most, 1) * 10)) {
      low = tick <= least ? tick : low;
      high = high < most || high <= low ? tick : high;
    }
    return new TimeAxis(low, high, left, right);
  }

  /** 1, 2, 5, 10, 20, 50 and so on, up to a limit. */
  private static List<Double> rounds(double limit) {
    List<Double> all = new ArrayList<>();
    for (double decade = 1; decade <= limit; decade *= 10) {
      for (double round : ROUND) {
        all.add(round * decade);
      }
    }
    return all;
  }

  /** Pixels of a time; what is off the axis stands at its end. */
  double x(double millis) {
    double within = Math.min(Math.max(millis, least), most);
    return left + (right - left) * Math.log(within / least) / Math.log(most / least);
  }

  /** Round times for thin lines. */
  List<Double> ticks() {
    return rounds(most).stream().filter(t -> t >= least && t <= most).toList();
  }

  /** Those ticks that there is room to name. */
  List<Double> labelled() {
    List<Double> all = ticks();
    return all.size() <= MOST_LABELS
        ? all
        : all.stream().filter(t -> Long.toString(Math.round(t)).startsWith("1")).toList();
  }

  /** With its unit. */
  static String label(double tick) {
    return tick < 1000 ? Math.round(tick) + " ms" : Math.round(tick / 1000) + " s";
  }
}
