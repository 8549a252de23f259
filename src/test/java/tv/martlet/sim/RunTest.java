package tv.martlet.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tv.martlet.peer.Counters;
import tv.martlet.sim.Scenario.Arrivals;
import tv.martlet.sim.Scenario.Crowd;
import tv.martlet.sim.Scenario.Network;
import tv.martlet.sim.Scenario.Sessions;
import tv.martlet.sim.Scenario.Span;
import tv.martlet.sim.Scenario.Stream;
import tv.martlet.sim.Scenario.Uplink;

/** Whole runs of a few viewers. */
class RunTest {
  private static final double RATE = 800e3;
  private static final Sessions STAY = new Sessions(0, 1, 0.5, 0);
  private static final Crowd GOOD = new Crowd(0, 0, 0);

  private static Scenario scenario(int peers, double seconds, Sessions sessions, Crowd crowd) {
    return new Scenario(
        "small",
        "A few viewers of a small stream",
        peers,
        seconds,
        new Stream(RATE, 1, sessions.zap() > 0 ? 2 : 1, 5),
        List.of(new Uplink(0.5, 4 * RATE, 20e6), new Uplink(0.5, RATE, 20e6)),
        new Network(3, new Span(10, 30), new Span(40, 120), 2, 0.001, 0.005, 1, 0),
        new Arrivals(peers / 2, 1, 2),
        sessions,
        crowd);
  }

  private static Run run(Scenario scenario, String arm, long seed) {
    return new Run(scenario, Arms.named(arm).orElseThrow(), seed);
  }

  private static Map<Metric, double[]> samples(Run run) {
    return run.run().result("any", 1, 0).samples();
  }

  private static double only(Map<Metric, double[]> samples, Metric metric) {
    assertEquals(1, samples.get(metric).length);
    return samples.get(metric)[0];
  }

  /** A sum over the bytes of all datagrams, their times and addresses. */
  private static long fingerprint(Scenario scenario, String arm, long seed) {
    Run run = run(scenario, arm, seed);
    CRC32C sum = new CRC32C();
    ByteBuffer head = ByteBuffer.allocate(16);
    run.population()
        .fabric()
        .tap(
            (at, packet) -> {
              head.clear();
              head.putLong(at).putInt(packet.from().hashCode());
              head.putInt(packet.to().site().address().hashCode());
              sum.update(head.flip());
              sum.update(packet.memory().duplicate().clear().limit(packet.length()));
            });
    run.run();
    return sum.getValue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"b0", "b2", "martlet"})
  void oneSeedGivesTheSameBytesAtTheSameTimes(String arm) {
    Scenario scenario = scenario(8, 8, new Sessions(6, 1, 0.5, 5), new Crowd(0.2, 0.1, 0.3));
    long once = fingerprint(scenario, arm, 1);
    assertEquals(once, fingerprint(scenario, arm, 1));
    assertNotEquals(once, fingerprint(scenario, arm, 2));
  }

  @Test
  void hostsOfOneSeedAreTheSameUnderEveryPolicy() {
    Scenario scenario = scenario(10, 5, new Sessions(4, 1, 0.5, 0), new Crowd(0.2, 0.2, 0.5));
    List<List<String>> all = new ArrayList<>();
    for (Arm arm : Arms.all()) {
      Run run = new Run(scenario, arm, 3);
      run.run();
      all.add(hosts(run));
    }
    assertTrue(all.get(0).size() > 10, "some have gone and been replaced");
    all.forEach(hosts -> assertEquals(all.get(0), hosts));
    Run other = run(scenario, "b2", 4);
    other.run();
    assertNotEquals(all.get(0), hosts(other));
  }

  private static List<String> hosts(Run run) {
    return run.population().viewers().stream()
        .map(host -> host.site() + (host.nat() == null ? "" : " behind a translation"))
        .toList();
  }

  @Test
  void asManyComeAsAreAsked() {
    Run run = run(scenario(9, 8, STAY, GOOD), "martlet", 1);
    Map<Metric, double[]> samples = samples(run);
    assertEquals(9, run.population().viewers().size());
    for (Metric each :
        List.of(Metric.STARTUP_MS, Metric.WARMUP_MS, Metric.LAG_MS, Metric.CONTINUITY)) {
      assertEquals(9, samples.get(each).length, each.name());
    }
    assertEquals(0, samples.get(Metric.ZAP_MS).length);
    assertEquals(0, only(samples, Metric.POLLUTED));
    assertEquals(0, only(samples, Metric.ABANDONED));
    double[] startup = samples.get(Metric.STARTUP_MS);
    assertTrue(Arrays.stream(startup).allMatch(ms -> ms > 0 && ms < 5_000), "from 0 to 5 s");
    double sources = only(samples, Metric.SOURCE_STREAMS);
    assertTrue(sources > 0.5 && sources <= 5, "at most what its line holds: " + sources);
  }

  @Test
  void joinsThatComeToNothingAreSamplesWithoutAnEnd() {
    Scenario s = scenario(4, 40, STAY, GOOD);
    Scenario starved =
        new Scenario(
            s.name(),
            s.title(),
            s.peers(),
            s.seconds(),
            s.stream(),
            List.of(new Uplink(1, 1e6, 10e3)),
            s.network(),
            s.arrivals(),
            s.sessions(),
            s.crowd());
    Map<Metric, double[]> samples = samples(run(starved, "b2", 1));
    double[] never = new double[4];
    Arrays.fill(never, Double.POSITIVE_INFINITY);
    for (Metric each : List.of(Metric.STARTUP_MS, Metric.WARMUP_MS, Metric.LAG_MS)) {
      assertArrayEquals(never, samples.get(each), each.name());
    }
    assertArrayEquals(new double[4], samples.get(Metric.CONTINUITY));
    assertEquals(4, only(samples, Metric.ABANDONED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"b2", "martlet"})
  void pollutersSpoilNothing(String arm) {
    Run run = run(scenario(12, 10, STAY, new Crowd(0, 0.3, 0)), arm, 2);
    Map<Metric, double[]> samples = samples(run);
    List<Host> hosts = run.population().viewers();
    long polluters = hosts.stream().filter(host -> host.site().pollutes()).count();
    long caught = hosts.stream().mapToLong(host -> host.engine().counters().falsified).sum();
    assertTrue(polluters > 0, "there are some");
    assertTrue(caught > 0, "their chunks are found false");
    assertEquals(0, only(samples, Metric.POLLUTED));
    assertEquals(12 - polluters, samples.get(Metric.STARTUP_MS).length, "they are not asked");
    assertTrue(mean(samples) > 0.9, "and the others watch");
  }

  @ParameterizedTest
  @ValueSource(strings = {"b0", "b2", "martlet"})
  void freeRidersSendNoChunk(String arm) {
    Run run = run(scenario(10, 8, STAY, new Crowd(0.5, 0, 0)), arm, 2);
    int asked = samples(run).get(Metric.STARTUP_MS).length;
    List<Counters> silent =
        run.population().viewers().stream()
            .map(host -> host.engine().counters())
            .filter(counters -> counters.contentOut == 0)
            .toList();
    assertTrue(asked < 10 && asked > 0, "some ride free: " + (10 - asked));
    assertTrue(silent.size() >= 10 - asked, silent.size() + " sent nothing");
    // Who rides is served last, so that not each of them has got something.
    long fed = silent.stream().filter(counters -> counters.contentIn > 0).count();
    assertTrue(fed > 1, fed + " of them had something to send");
  }

  @Test
  void whereHalfRideFreeReciprocityLetsTheOthersWatch() {
    Scenario scenario = scenario(20, 20, STAY, new Crowd(0.5, 0, 0));
    double open = mean(samples(run(scenario, "martlet-reciprocity", 2)));
    double reciprocal = mean(samples(run(scenario, "martlet", 2)));
    assertTrue(reciprocal > 0.9 && 1 - reciprocal < (1 - open) / 2, open + " " + reciprocal);
  }

  private static double mean(Map<Metric, double[]> samples) {
    double[] continuity = samples.get(Metric.CONTINUITY);
    return Arrays.stream(continuity).average().orElseThrow();
  }

  @Test
  void whoGoesIsReplacedAndEachJoinIsASample() {
    Run run = run(scenario(8, 12, new Sessions(5, 0.5, 0.5, 4), GOOD), "martlet", 1);
    Map<Metric, double[]> samples = samples(run);
    int joins = samples.get(Metric.STARTUP_MS).length;
    int zaps = samples.get(Metric.ZAP_MS).length;
    assertEquals(run.population().viewers().size(), joins);
    assertTrue(joins > 8, "replaced");
    assertTrue(zaps > 4, "changes of channel");
    assertEquals(joins + zaps, samples.get(Metric.WARMUP_MS).length);
    assertEquals(0, only(samples, Metric.POLLUTED));
  }

  @Test
  void theOracleServesEverybody() {
    Map<Metric, double[]> samples = samples(run(scenario(8, 8, STAY, GOOD), "oracle", 1));
    assertTrue(mean(samples) > 0.99, "a far injector too is asked for the whole stream");
    assertTrue(only(samples, Metric.SOURCE_STREAMS) > 3, "from the source");
    assertEquals(0, only(samples, Metric.ABANDONED));
  }
}
