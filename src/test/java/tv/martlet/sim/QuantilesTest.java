package tv.martlet.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class QuantilesTest {
  private static final double NEVER = Double.POSITIVE_INFINITY;

  /** Ranks 0 to 4: p50 is rank 2, p95 rank 3.8, p05 rank 0.2. */
  @Test
  void liesOnTheLineBetweenNeighbours() {
    Quantiles q = new Quantiles(50, 10, 40, 20, 30);
    assertEquals(30, q.at(0.5));
    assertEquals(48, q.at(0.95), 1e-9);
    assertEquals(12, q.at(0.05), 1e-9);
    assertEquals(10, q.at(0));
    assertEquals(50, q.at(1));
  }

  @Test
  void oneValueIsEveryQuantile() {
    Quantiles q = new Quantiles(7);
    assertEquals(7, q.at(0));
    assertEquals(7, q.at(0.95));
    assertEquals(7, q.at(1));
  }

  /**
   * Of 21 joins one is given up: rank 19 of 0 to 20 is p95 and still real, anything above is not.
   */
  @Test
  void joinsGivenUpAreTheWorst() {
    double[] values = new double[21];
    for (int i = 0; i < 20; i++) {
      values[i] = i;
    }
    values[20] = NEVER;
    Quantiles q = new Quantiles(values);
    assertEquals(10, q.at(0.5));
    assertEquals(19, q.at(0.95), 1e-9);
    assertEquals(NEVER, q.at(0.96));
    assertEquals(21, q.count());
    assertEquals(NEVER, new Quantiles(NEVER, NEVER).at(0.5));
  }

  @Test
  void countsWhatIsNoGreater() {
    Quantiles q = new Quantiles(1, 2, 2, 3, NEVER);
    assertEquals(0, q.countTo(0.5));
    assertEquals(3, q.countTo(2));
    assertEquals(4, q.countTo(1e9));
    assertEquals(5, q.countTo(NEVER));
  }

  @Test
  void knowsTheNormalDistribution() {
    Random chance = new Random(1);
    Quantiles q = new Quantiles(chance.doubles(100_000).map(u -> chance.nextGaussian()).toArray());
    assertEquals(0, q.at(0.5), 0.015);
    assertEquals(1.645, q.at(0.95), 0.03);
    assertEquals(-1.645, q.at(0.05), 0.03);
  }

  @Test
  void refusesWhatIsNoNumber() {
    assertThrows(IllegalArgumentException.class, () -> new Quantiles(1, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new Quantiles(1, Double.NEGATIVE_INFINITY));
    assertThrows(IllegalStateException.class, () -> new Quantiles().at(0.5));
  }
}
