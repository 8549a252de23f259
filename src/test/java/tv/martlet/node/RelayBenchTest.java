package tv.martlet.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelayBenchTest {
  @Test
  void weighsARelayInItsOwnProcess() throws Exception {
    List<Integer> heard = new ArrayList<>();
    RelayBench.Task task = new RelayBench.Task(1_000_000, 3, 0, 2);
    RelayBench.Figures figures =
        new RelayBench(TransferBenchTest.self("child"), task, heard::add).run();
    assertTrue(figures.cpuCores() > 0, figures::toString);
    assertTrue(figures.peakRssMiB() > 20, figures::toString);
    assertTrue(figures.continuity() > 0 && figures.continuity() <= 1, figures::toString);
    assertTrue(figures.sinceTuneIn() > 0, figures::toString);
    assertTrue(figures.datagramsPerCall() > 0, figures::toString);
    assertEquals(3, figures.heapMiB().size());
    assertEquals(2, heard.get(heard.size() - 1));
  }
}
