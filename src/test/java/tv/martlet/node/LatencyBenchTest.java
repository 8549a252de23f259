package tv.martlet.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tv.martlet.config.Settings;
import tv.martlet.config.Sources;
import tv.martlet.config.Surroundings;
import tv.martlet.media.TsJoiner;
import tv.martlet.media.TsJoiner.AfterGap;

class LatencyBenchTest {
  @TempDir Path root;

  /** How long it takes is another machine's business; that all of it comes in order is not. */
  @Test
  void everyPacketComesInOrder() throws Exception {
    Surroundings at = new Surroundings(root, Map.of(), "root", root);
    List<String> set =
        List.of("peer.listen=127.0.0.1:0", "peer.pex=false", "http.listen=127.0.0.1:0");
    List<Long> heard = new ArrayList<>();
    Settings settings = Settings.load(new Sources(at, Optional.empty(), set));
    try (LatencyBench bench = new LatencyBench(settings)) {
      LatencyBench.Figures figures = bench.run(2, heard::add);
      assertEquals(0, figures.lost(), figures::toString);
      assertEquals(0, figures.disordered(), figures::toString);
      assertTrue(figures.packets() > 1_000, figures::toString);
      assertTrue(figures.p50() > 0 && figures.p50() <= figures.p95(), figures::toString);
      assertTrue(figures.p95() <= figures.p99() && figures.p99() <= figures.max());
    }
    assertEquals(List.of(1L, 2L), heard);
  }

  /** The joiner takes it for a stream and lets every stamped packet through. */
  @Test
  void theStreamIsOneThatAPlayerCanStartWith() {
    LatencyMeter meter = new LatencyMeter();
    TsJoiner joiner =
        new TsJoiner(
            bytes -> {
              meter.buffer().put(bytes);
              meter.arrived(2_000_000_000L);
            },
            AfterGap.RANDOM_ACCESS);
    StampedStream stream = new StampedStream(0);
    ByteBuffer datagram = ByteBuffer.allocate(StampedStream.DATAGRAM);
    for (int i = 0; i < 60; i++) {
      stream.fill(datagram, i * 5_000_000L);
      joiner.push(datagram);
    }
    assertEquals(2 * 188, joiner.skippedBytes(), "only the first tables are made anew");
    assertEquals(stream.next(), meter.expected());
    assertEquals(0, meter.lost() + meter.disordered());
  }

  @Test
  void lossStallsAndDisorderAreCounted() {
    LatencyMeter meter = new LatencyMeter();
    StampedStream stream = new StampedStream(0);
    ByteBuffer[] datagrams = new ByteBuffer[4];
    for (int i = 0; i < datagrams.length; i++) {
      datagrams[i] = ByteBuffer.allocate(StampedStream.DATAGRAM);
      stream.fill(datagrams[i], 1_000_000L * i);
    }
    int[] order = {0, 2, 1};
    for (int i = 0; i < order.length; i++) {
      meter.buffer().put(datagrams[order[i]]);
      meter.arrived(i * 400_000_000L);
    }
    meter.buffer().put(datagrams[3]);
    meter.arrived(1_400_000_000L);
    assertEquals(7, meter.lost());
    assertEquals(7, meter.disordered());
    assertEquals(1, meter.stalls());
    double[] at = meter.percentiles(50, 100);
    assertEquals(1_397, at[1]);
    assertEquals(799, at[0]);
  }
}
