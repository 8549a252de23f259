package tv.martlet.sim;

import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The values of all seeds in one order, each knowing its seed, so that a resample of seeds needs no
 * sorting: only how often each seed was drawn.
 *
 * <pre>
 * values   1.0 1.2 1.3 1.3 | 1.7 2.0 2.1 3.5 | 4.0 …     in order
 * owners    0   2   0   1  |  1   1   2   0  |  2
 * before  [0,0,0]          [2,1,1]           [3,3,2]     of each seed, up to each block
 * </pre>
 */
final class SeedPool {
  private static final int BLOCK = 128;

  private final double[] values;
  private final int[] owners;
  private final int[][] before;
  private final int[] counts;
  private final double[] sums;

  /**
   * @param seeds the values of each seed, at the seed's place
   */
  SeedPool(List<double[]> seeds) {
    List<Quantiles> sorted = seeds.stream().map(Quantiles::new).toList();
    counts = sorted.stream().mapToInt(Quantiles::count).toArray();
    sums = seeds.stream().mapToDouble(s -> Arrays.stream(s).sum()).toArray();
    values = new double[Arrays.stream(counts).sum()];
    owners = new int[values.length];
    merge(sorted);
    before = new int[values.length / BLOCK + 1][];
    markBlocks();
  }

  private void merge(List<Quantiles> sorted) {
    int[] next = new int[counts.length];
    PriorityQueue<Integer> least =
        new PriorityQueue<>(
            (a, b) -> Double.compare(sorted.get(a).value(next[a]), sorted.get(b).value(next[b])));
    for (int seed = 0; seed < counts.length; seed++) {
      if (counts[seed] > 0) {
        least.add(seed);
      }
    }
    for (int i = 0; i < values.length; i++) {
      int seed = least.remove();
      values[i] = sorted.get(seed).value(next[seed]++);
      owners[i] = seed;
      if (next[seed] < counts[seed]) {
        least.add(seed);
      }
    }
  }

  private void markBlocks() {
    int[] seen = new int[counts.length];
    for (int i = 0; i < values.length; i++) {
      if (i % BLOCK == 0) {
        before[i / BLOCK] = seen.clone();
      }
      seen[owners[i]]++;
    }
    if (values.length % BLOCK == 0) {
      before[values.length / BLOCK] = seen;
    }
  }

  /** How many values all seeds have together. */
  int count() {
    return values.length;
  }

  /** Of all values. */
  double sum() {
    return Arrays.stream(sums).sum();
  }

  /** All values in order. */
  Quantiles quantiles() {
    return new Quantiles(values);
  }

  /**
   * The quantile of the values of the seeds drawn.
   *
   * @param draws how often each seed was drawn
   * @param share from 0 to 1
   * @return NaN where the seeds drawn have no value
   */
  double quantile(int[] draws, double share) {
    long drawn = dot(draws, counts);
    if (drawn == 0) {
      return Double.NaN;
    }
    double place = share * (drawn - 1);
    long rank = (long) place;
    int block = blockOf(draws, rank);
    int at = block * BLOCK;
    long passed = dot(draws, before[block]) + draws[owners[at]];
    while (passed <= rank) {
      passed += draws[owners[++at]];
    }
    double low = values[at];
    while (passed <= Math.min(rank + 1, drawn - 1)) {
      passed += draws[owners[++at]];
    }
    return Quantiles.between(low, values[at], place - rank);
  }

  /** The last block with no more than so many drawn values before it. */
  private int blockOf(int[] draws, long rank) {
    int from = 0;
    int to = (values.length - 1) / BLOCK;
    while (from < to) {
      int middle = (from + to + 1) >>> 1;
      if (dot(draws, before[middle]) <= rank) {
        from = middle;
      } else {
        to = middle - 1;
      }
    }
    return from;
  }

  /** The mean over the values of the seeds drawn; NaN where they have none. */
  double mean(int[] draws) {
    double sum = 0;
    for (int seed = 0; seed < draws.length; seed++) {
      sum += draws[seed] == 0 ? 0 : draws[seed] * sums[seed];
    }
    return sum / dot(draws, counts);
  }

  private static long dot(int[] draws, int[] counts) {
    long sum = 0;
    for (int seed = 0; seed < draws.length; seed++) {
      sum += (long) draws[seed] * counts[seed];
    }
    return sum;
  }
}
