package tv.martlet.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossyBenchTest {
  private static final ImpairedPipe.Shape LOSSY = new ImpairedPipe.Shape(20_000, 0.01, 0, 0);

  /** The bench itself compares what was fetched with what was seeded. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void aFileComesWholeOverALossyLink(long seed) throws Exception {
    double rate = new LossyBench(LOSSY, 3_000_123, seed).transfer(BenchControl.DEADLINE, 60);
    System.out.printf("20 ms and 1 %% loss each way: %.2f MB/s%n", rate);
    assertTrue(rate > 0);
  }

  @Test
  void ledbatBringsItWholeToo() throws Exception {
    assertTrue(new LossyBench(LOSSY, 500_001, 3).transfer(BenchControl.LEDBAT, 120) > 0);
  }

  @Test
  void flowsShareABottleneck() throws Exception {
    ImpairedPipe.Shape narrow = new ImpairedPipe.Shape(10_000, 0, 2_500_000, 100_000);
    LossyBench bench = new LossyBench(narrow, 16 << 20, 1);
    List<Double> rates = bench.compete(List.of(BenchControl.DEADLINE, BenchControl.TCP_LIKE), 2);
    System.out.printf(
        "deadline %.2f MB/s beside a TCP-like %.2f MB/s%n", rates.get(0), rates.get(1));
    assertEquals(2, rates.size());
    assertTrue(rates.get(0) + rates.get(1) <= 2.6, rates::toString);
  }
}
