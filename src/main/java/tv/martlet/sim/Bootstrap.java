package tv.martlet.sim;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * 95 % percentile intervals by a cluster bootstrap. Seeds are drawn again, not values: viewers of
 * one run share its luck, and an interval that took them for independent would be too narrow. All
 * policies get the same draws, so that what is said of two of them compares like with like. With
 * few seeds such an interval is somewhat narrow (about 92 % instead of 95 % with twenty); with one
 * there is none.
 */
public final class Bootstrap {
  private static final int RESAMPLES = 1000;
  private static final double TAIL = 0.025;

  /** How often each seed was drawn, in each resample. */
  private final int[][] draws;

  private final int[] once;

  /**
   * @param seeds how many there are, at least one
   * @param chance draws them
   */
  public Bootstrap(int seeds, RandomGenerator chance) {
    once = new int[seeds];
    Arrays.fill(once, 1);
    draws = new int[RESAMPLES][seeds];
    for (int[] draw : draws) {
      for (int i = 0; i < seeds; i++) {
        draw[chance.nextInt(seeds)]++;
      }
    }
  }

  /** A quantile of all values. */
  Estimate quantile(SeedPool pool, double share) {
    return estimate(draw -> pool.quantile(draw, share));
  }

  /** The mean of all values. */
  Estimate mean(SeedPool pool) {
    return estimate(pool::mean);
  }

  /** How many times the quantile of one policy is that of another, over the same seeds. */
  Estimate ratio(SeedPool over, SeedPool under, double share) {
    return estimate(draw -> over.quantile(draw, share) / under.quantile(draw, share));
  }

  /** A draw without values tells nothing; where more than a tail of them are so, all is open. */
  private Estimate estimate(ToDoubleFunction<int[]> statistic) {
    double value = statistic.applyAsDouble(once);
    if (once.length == 1 || Double.isNaN(value)) {
      return Estimate.bare(value);
    }
    Quantiles all =
        new Quantiles(
            Arrays.stream(draws).mapToDouble(statistic).filter(v -> !Double.isNaN(v)).toArray());
    return all.count() < RESAMPLES * (1 - TAIL)
        ? Estimate.bare(value)
        : new Estimate(value, all.at(TAIL), all.at(1 - TAIL));
  }
}
