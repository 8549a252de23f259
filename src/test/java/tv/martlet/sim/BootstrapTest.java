package tv.martlet.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static final double NEVER = Double.POSITIVE_INFINITY;

  /** Seed 0 twice, seed 1 once, seed 2 never: 1 1 3 3 and 2, so in order 1 1 2 3 3. */
  @Test
  void drawsSeedsWithTheirValues() {
    SeedPool pool =
        new SeedPool(List.of(new double[] {3, 1}, new double[] {2}, new double[] {9, 8, 7}));
    int[] draws = {2, 1, 0};
    assertEquals(2, pool.quantile(draws, 0.5));
    assertEquals(1, pool.quantile(draws, 0));
    assertEquals(3, pool.quantile(draws, 1));
    assertEquals(1.5, pool.quantile(draws, 0.375));
    assertEquals(2, pool.mean(draws));
    assertEquals(8, pool.quantile(new int[] {0, 0, 3}, 0.5));
    assertEquals(30, pool.sum());
  }

  /** Every draw gives what sorting the values drawn would give, over block edges too. */
  @Test
  void agreesWithSortingTheValuesDrawn() {
    Random chance = new Random(2);
    for (int size : new int[] {1, 7, 127, 128, 129, 640}) {
      List<double[]> seeds =
          IntStream.range(0, 5)
              .mapToObj(s -> chance.ints(size + s, 0, 300).asDoubleStream().toArray())
              .toList();
      SeedPool pool = new SeedPool(seeds);
      for (int trial = 0; trial < 20; trial++) {
        int[] draws = new int[5];
        IntStream.range(0, 5).forEach(i -> draws[chance.nextInt(5)]++);
        Quantiles drawn = new Quantiles(drawn(seeds, draws));
        for (double share : new double[] {0, 0.05, 0.5, 0.95, 1}) {
          assertEquals(drawn.at(share), pool.quantile(draws, share), 1e-9);
        }
      }
    }
  }

  private static double[] drawn(List<double[]> seeds, int[] draws) {
    DoubleStream all = DoubleStream.empty();
    for (int seed = 0; seed < draws.length; seed++) {
      for (int i = 0; i < draws[seed]; i++) {
        all = DoubleStream.concat(all, Arrays.stream(seeds.get(seed)));
      }
    }
    return all.toArray();
  }

  /** Two seeds, 0 and 10: draws are 00, 01, 10, 11, so the mean is 0, 5 or 10. */
  @Test
  void spansWhatTwoSeedsCanGive() {
    SeedPool pool = new SeedPool(List.of(new double[] {0}, new double[] {10}));
    assertEquals(new Estimate(5, 0, 10), new Bootstrap(2, new Random(1)).mean(pool));
  }

  /** What is three times as much in every seed is so in every draw: the interval is a point. */
  @Test
  void pairsThePolicies() {
    List<double[]> slow = new ArrayList<>();
    List<double[]> fast = new ArrayList<>();
    Random chance = new Random(3);
    for (int seed = 0; seed < 20; seed++) {
      double luck = chance.nextDouble(100, 1000);
      fast.add(new double[] {luck});
      slow.add(new double[] {3 * luck});
    }
    Bootstrap bootstrap = new Bootstrap(20, new Random(4));
    SeedPool under = new SeedPool(fast);
    Estimate ratio = bootstrap.ratio(new SeedPool(slow), under, 0.5);
    assertEquals(3, ratio.value(), 1e-9);
    assertEquals(3, ratio.low(), 1e-9);
    assertEquals(3, ratio.high(), 1e-9);
    Estimate alone = bootstrap.quantile(under, 0.5);
    assertTrue(alone.high() > 1.2 * alone.low(), alone::toString);
  }

  /**
   * Twenty seeds, each with luck of its own and 50 viewers that share it: the interval of the mean
   * holds the truth in about 92 of 100 worlds. Taking the viewers for independent would hold it in
   * fewer than half.
   */
  @Test
  void holdsTheTruthAboutAsOftenAsItSays() {
    Random chance = new Random(5);
    Bootstrap bootstrap = new Bootstrap(20, new Random(6));
    int mean = 0;
    int median = 0;
    for (int world = 0; world < 400; world++) {
      SeedPool pool = new SeedPool(world(chance));
      mean += holds(bootstrap.mean(pool), 100);
      median += holds(bootstrap.quantile(pool, 0.5), 100);
    }
    assertTrue(mean >= 352 && mean <= 392, "mean: " + mean + " of 400");
    assertTrue(median >= 352 && median <= 392, "median: " + median + " of 400");
  }

  private static List<double[]> world(Random chance) {
    List<double[]> seeds = new ArrayList<>();
    for (int seed = 0; seed < 20; seed++) {
      double luck = 100 + 10 * chance.nextGaussian();
      seeds.add(
          IntStream.range(0, 50).mapToDouble(i -> luck + 20 * chance.nextGaussian()).toArray());
    }
    return seeds;
  }

  private static int holds(Estimate estimate, double truth) {
    return estimate.low() <= truth && truth <= estimate.high() ? 1 : 0;
  }

  @Test
  void sameChanceSameIntervals() {
    SeedPool pool = new SeedPool(world(new Random(7)));
    assertEquals(
        new Bootstrap(20, new Random(8)).quantile(pool, 0.95),
        new Bootstrap(20, new Random(8)).quantile(pool, 0.95));
  }

  @Test
  void oneSeedHasNoInterval() {
    Estimate one =
        new Bootstrap(1, new Random(1)).quantile(new SeedPool(List.of(new double[] {1, 2})), 0.5);
    assertEquals(1.5, one.value());
    assertFalse(one.hasInterval());
  }

  /** Half of the seeds give up on all viewers: the median may be anything from 1 to never. */
  @Test
  void givenUpInHalfOfTheSeedsIsUpToNever() {
    List<double[]> seeds = new ArrayList<>();
    for (int seed = 0; seed < 10; seed++) {
      seeds.add(new double[] {seed % 2 == 0 ? 1 : NEVER});
    }
    SeedPool pool = new SeedPool(seeds);
    Bootstrap bootstrap = new Bootstrap(10, new Random(1));
    assertEquals(new Estimate(NEVER, 1, NEVER), bootstrap.quantile(pool, 0.5));
    assertEquals(NEVER, bootstrap.mean(pool).value());
    assertFalse(bootstrap.ratio(pool, pool, 0.5).hasInterval(), "never over never is open");
  }

  /** One seed of two has values: a quarter of the draws have none, too many to tell. */
  @Test
  void tooManyDrawsWithoutValuesLeaveItOpen() {
    SeedPool pool = new SeedPool(List.of(new double[0], new double[] {4}));
    Estimate estimate = new Bootstrap(2, new Random(1)).quantile(pool, 0.5);
    assertEquals(4, estimate.value());
    assertFalse(estimate.hasInterval());
  }
}
