package tv.martlet.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each scenario that comes with Martlet, small and short. */
class ScenarioRunsTest {
  private static final int PEERS = 6;
  private static final double SECONDS = 8;

  static Stream<Arguments> each() {
    return ScenarioFile.builtIn().stream()
        .flatMap(each -> Stream.of("b2", "martlet").map(arm -> Arguments.of(each, arm)));
  }

  /** The viewers come soon, so that all are there. */
  private static Scenario small(Scenario of) {
    Scenario few = of.withPeers(PEERS);
    return new Scenario(
        few.name(),
        few.title(),
        few.peers(),
        SECONDS,
        few.stream(),
        few.uplinks(),
        few.network(),
        new Scenario.Arrivals(PEERS / 2, 1, 1),
        few.sessions(),
        few.crowd());
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("each")
  void runs(Scenario of, String arm) {
    Scenario small = small(of);
    Run run = new Run(small, Arms.named(arm).orElseThrow(), 1);
    RunResult result = run.run().result(arm, 1, 0);
    Map<Metric, double[]> samples = result.samples();
    assertArrayEquals(new double[1], samples.get(Metric.POLLUTED));
    int joins = samples.get(Metric.STARTUP_MS).length + samples.get(Metric.ZAP_MS).length;
    for (Metric metric :
        List.of(Metric.WARMUP_MS, Metric.LAG_MS, Metric.FIRST_UPLOAD_MS, Metric.CONTINUITY)) {
      assertEquals(joins, samples.get(metric).length, metric.name());
    }
    assertTrue(result.datagrams() > 1_000, "datagrams " + result.datagrams());
    assertTrue(run.population().viewers().size() >= PEERS);
    if (small.sessions().zap() == 0 && small.crowd().equals(new Scenario.Crowd(0, 0, 0))) {
      assertEquals(run.population().viewers().size(), joins);
    }
  }

  /** The one of the README, word by word. */
  @Test
  void theDocumentedScenarioIsRead(@TempDir Path folder) throws IOException, BadScenarioException {
    String readme = Files.readString(Path.of("README.md"));
    int from = readme.indexOf("# evening.toml");
    String text = readme.substring(from, readme.indexOf("```", from));
    Scenario evening = ScenarioFile.read(Files.writeString(folder.resolve("evening.toml"), text));
    assertEquals(40, evening.peers());
    assertEquals(0.2, evening.crowd().nat());
  }

  @Test
  void fewerPeersAreAllThereAtFirst() throws BadScenarioException {
    Scenario crowd = ScenarioFile.named("flash-crowd");
    assertEquals(10, crowd.withPeers(50).arrivals().initial());
    assertEquals(5, crowd.withPeers(5).arrivals().initial());
    assertEquals(5, crowd.withPeers(5).peers());
    assertEquals(crowd, crowd.withPeers(crowd.peers()));
  }
}
