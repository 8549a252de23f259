package tv.martlet.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tv.martlet.sim.Scenario.Network;
import tv.martlet.sim.Scenario.Span;

class GeographyTest {
  private static Network network(int regions) {
    return new Network(regions, new Span(10, 30), new Span(40, 120), 2, 0.001, 0.005, 1, 0);
  }

  @Test
  void drawsEachPairOfRegionsOnceFromItsSpan() {
    int regions = Geography.MAX_REGIONS;
    Geography map = new Geography(network(regions), new SplittableRandom(1));
    double within = 0;
    double between = 0;
    for (int a = 0; a < regions; a++) {
      for (int b = 0; b < regions; b++) {
        long rtt = map.rtt(a, b);
        assertEquals(rtt, map.rtt(b, a));
        assertEquals(rtt / 2, map.oneWay(a, b));
        boolean same = a == b;
        assertTrue(rtt >= (same ? 10_000 : 40_000) && rtt <= (same ? 30_000 : 120_000), "" + rtt);
        within += same ? rtt : 0;
        between += same ? 0 : rtt;
      }
    }
    // Even draws: the mean is the middle, within four standard deviations of (most - least) / √12n.
    assertEquals(20_000, within / regions, 4 * 20_000 / Math.sqrt(12.0 * regions));
    int pairs = regions * (regions - 1) / 2;
    assertEquals(80_000, between / 2 / pairs, 4 * 80_000 / Math.sqrt(12.0 * pairs));
  }

  @Test
  void aSpanOfOneValueIsThatValue() {
    Network lan = new Network(2, new Span(1, 1), new Span(40, 40), 0, 0, 0.25, 1, 20e6);
    Geography map = new Geography(lan, new SplittableRandom(1));
    assertEquals(500, map.oneWay(0, 0));
    assertEquals(20_000, map.oneWay(0, 1));
    assertEquals(0, map.loss(1, 1));
    assertEquals(0.25, map.loss(1, 0));
  }

  @Test
  void theSameSeedDrawsTheSameMap() {
    Geography one = new Geography(network(5), new SplittableRandom(9));
    Geography other = new Geography(network(5), new SplittableRandom(9));
    Geography third = new Geography(network(5), new SplittableRandom(10));
    assertEquals(one.rtt(1, 4), other.rtt(1, 4));
    assertTrue(one.rtt(1, 4) != third.rtt(1, 4));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Geography.MAX_REGIONS + 1})
  void refusesNoRegionsAndTooMany(int regions) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Geography(network(regions), new SplittableRandom(1)));
  }
}
