package tv.martlet.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LossTest {
  private static final int DRAWS = 1_000_000;
  private static final int SIGMAS = 4;

  private final SplittableRandom random = new SplittableRandom(7574);

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.005, 0.02, 0.3})
  void losesItsShare(double share) {
    double sigma = Math.sqrt(share * (1 - share) / DRAWS);
    assertEquals(share, Runs.of(Loss.random(share, random)).share(), SIGMAS * sigma);
  }

  @ParameterizedTest
  @CsvSource({"0.005, 2", "0.02, 4", "0.02, 1.5", "0.3, 10", "0.5, 1.25"})
  void losesItsShareInRuns(double share, double meanBurst) {
    Runs runs = Runs.of(Loss.bursts(share, meanBurst, random));
    // Neighbours of a chain of two states correlate by 1 - begin - end.
    double end = 1 / meanBurst;
    double correlation = 1 - end * share / (1 - share) - end;
    double spread = share * (1 - share) * (1 + correlation) / (1 - correlation);
    assertEquals(share, runs.share(), SIGMAS * Math.sqrt(spread / DRAWS));
    // Lengths are geometric: their variance is (1 - end) / end².
    double sigma = Math.sqrt((1 - end) / (end * end) / runs.count);
    assertEquals(meanBurst, runs.meanLength(), SIGMAS * sigma);
  }

  @Test
  void runsOfOneAreIndependentLosses() {
    double share = 0.2;
    Runs runs = Runs.of(Loss.bursts(share, 1, random));
    // By chance some follow each other: the mean run of independent losses is 1 / (1 - share).
    double sigma = Math.sqrt(share) / (1 - share) / Math.sqrt(runs.count);
    assertEquals(1 / (1 - share), runs.meanLength(), SIGMAS * sigma);
  }

  @Test
  void noneAndAll() {
    assertEquals(0, Runs.of(Loss.random(0, random)).lost);
    assertEquals(0, Runs.of(Loss.bursts(0, 4, random)).lost);
    assertEquals(DRAWS, Runs.of(Loss.random(1, random)).lost);
  }

  @Test
  void theSameSeedLosesTheSame() {
    Loss one = Loss.bursts(0.1, 4, new SplittableRandom(1));
    Loss other = Loss.bursts(0.1, 4, new SplittableRandom(1));
    boolean any = false;
    for (int i = 0; i < 1_000; i++) {
      boolean lost = one.lost();
      any |= lost;
      assertEquals(lost, other.lost());
    }
    assertTrue(any);
    assertFalse(Loss.random(0, random).lost());
  }

  @ParameterizedTest
  @CsvSource({"-0.1, 1", "1.1, 1", "NaN, 1", "NaN, 4", "-0.1, 4", "1, 4", "0.1, 0.9", "0.9, 4"})
  void refusesWhatCannotBe(double share, double meanBurst) {
    assertThrows(IllegalArgumentException.class, () -> Loss.bursts(share, meanBurst, random));
  }

  /** Losses of a million draws and the runs that they came in. */
  private static final class Runs {
    int lost;
    int count;

    static Runs of(Loss loss) {
      Runs runs = new Runs();
      boolean before = false;
      for (int i = 0; i < DRAWS; i++) {
        boolean lost = loss.lost();
        runs.lost += lost ? 1 : 0;
        runs.count += lost && !before ? 1 : 0;
        before = lost;
      }
      return runs;
    }

    double share() {
      return lost / (double) DRAWS;
    }

    double meanLength() {
      return lost / (double) count;
    }
  }
}
