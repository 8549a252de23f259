package tv.martlet.sim;

import java.util.random.RandomGenerator;

/**
 * How far apart regions are. The round-trip time of each two of them, and inside each, is drawn
 * once, evenly from the scenario's spans; both ways take half of it.
 */
final class Geography {
  /** Most regions of a scenario. */
  static final int MAX_REGIONS = 64;

  private static final int MICROS_A_MILLI = 1_000;

  private final long[][] rtt;
  private final double lossWithin;
  private final double lossBetween;

  Geography(Scenario.Network network, RandomGenerator random) {
    int regions = network.regions();
    if (regions < 1 || regions > MAX_REGIONS) {
      throw new IllegalArgumentException("regions: " + regions);
    }
    lossWithin = network.lossWithin();
    lossBetween = network.lossBetween();
    rtt = new long[regions][regions];
    for (int a = 0; a < regions; a++) {
      for (int b = a; b < regions; b++) {
        rtt[a][b] = draw(a == b ? network.rttWithin() : network.rttBetween(), random);
        rtt[b][a] = rtt[a][b];
      }
    }
  }

  private static long draw(Scenario.Span millis, RandomGenerator random) {
    double drawn = millis.least() + random.nextDouble() * (millis.most() - millis.least());
    return Math.round(drawn * MICROS_A_MILLI);
  }

  /** Round-trip time between two regions, or inside one, in microseconds. */
  long rtt(int a, int b) {
    return rtt[a][b];
  }

  /** Time of one way, in microseconds, without jitter and queues. */
  long oneWay(int a, int b) {
    return rtt[a][b] / 2;
  }

  /** Share of datagrams that get lost on the way. */
  double loss(int a, int b) {
    return a == b ? lossWithin : lossBetween;
  }
}
