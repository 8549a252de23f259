package tv.martlet.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransferBenchTest {
  /** This very program, started as a child of a bench. */
  static BenchCommand self(String verb) {
    return new BenchCommand(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
        List.of(
            "-cp", System.getProperty("java.class.path"), "tv.martlet.cli.Martlet", "bench", verb));
  }

  @Test
  void measuresTwoProcessesAndLeavesNothingBehind() throws Exception {
    List<TransferBench.Progress> heard = new ArrayList<>();
    TransferBench.Task task = new TransferBench.Task(3_000_001, 1024, 2);
    TransferBench.Figures figures = new TransferBench(self("child"), task, heard::add).run();
    assertTrue(figures.rate() > 0 && figures.coldRate() > 0, figures::toString);
    assertTrue(figures.limit() > figures.rate(), figures::toString);
    assertEquals(figures.rate() / figures.limit(), figures.ratio());
    assertTrue(figures.seeder().peakRssMiB() > 10, figures::toString);
    assertTrue(figures.leecher().ownRssMiB() > 10, figures::toString);
  }

  @Test
  void saysWhenAChildEndsEarly() {
    TransferBench.Task task = new TransferBench.Task(1024, 1024, 2);
    TransferBench bench = new TransferBench(self("no-such-verb"), task, progress -> {});
    IOException e = assertThrows(IOException.class, bench::run);
    assertEquals("the seeder process ended early; its complaint is above", e.getMessage());
  }
}
