package tv.martlet.sim;

import java.util.random.RandomGenerator;

/** Decides the fate of one datagram after another on one way. */
interface Loss {
  /** Whether the next datagram gets lost. */
  boolean lost();

  /** Each datagram gets lost with the same probability, 0 to 1. */
  static Loss random(double share, RandomGenerator random) {
    require(share >= 0 && share <= 1, "share of losses", share);
    return share == 0 ? () -> false : () -> random.nextDouble() < share;
  }

  /**
   * Losses in runs: the Gilbert model of two states, in one of which all get lost.
   *
   * @param share of all datagrams that get lost, below 1
   * @param meanBurst mean length of a run of losses, in datagrams; 1 for independent losses. It
   *     cannot be below {@code share / (1 - share)}, since runs are at least one datagram apart
   */
  static Loss bursts(double share, double meanBurst, RandomGenerator random) {
    require(meanBurst >= 1, "mean run of losses", meanBurst);
    if (share == 0 || meanBurst == 1) {
      return random(share, random);
    }
    require(share > 0 && share < 1, "share of losses", share);
    double end = 1 / meanBurst;
    // The share of time in the bad state is begin / (begin + end).
    double begin = end * share / (1 - share);
    require(begin <= 1, "share of losses for that mean run", share);
    return new Gilbert(share, begin, end, random);
  }

  private static void require(boolean holds, String what, double found) {
    if (!holds) {
      throw new IllegalArgumentException(what + ": " + found);
    }
  }

  /** The two states; it begins in either as often as it is in it on the average. */
  final class Gilbert implements Loss {
    private final double begin;
    private final double end;
    private final RandomGenerator random;
    private boolean bad;

    private Gilbert(double share, double begin, double end, RandomGenerator random) {
      this.begin = begin;
      this.end = end;
      this.random = random;
      this.bad = random.nextDouble() < share;
    }

    @Override
    public boolean lost() {
      boolean lost = bad;
      bad = bad ? random.nextDouble() >= end : random.nextDouble() < begin;
      return lost;
    }
  }
}
