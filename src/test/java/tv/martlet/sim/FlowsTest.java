package tv.martlet.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tv.martlet.chunk.Content;
import tv.martlet.chunk.HashFunction;
import tv.martlet.chunk.SwarmMetadata;
import tv.martlet.peer.CongestionControl;
import tv.martlet.peer.EngineSettings;
import tv.martlet.peer.Swarm;
import tv.martlet.peer.SwarmListener;
import tv.martlet.peer.SwarmPolicy;
import tv.martlet.peer.Tuning;
import tv.martlet.sim.Scenario.Network;
import tv.martlet.sim.Scenario.Span;

/** Real engines' flows over one narrow line: files, so that there is always more to send. */
class FlowsTest {
  private static final long SECOND = 1_000_000;
  private static final long TARGET = 60_000;
  private static final double LINE = 8e6;
  private static final int BYTES_A_SECOND = 1_000_000;

  @TempDir Path dir;

  private final List<Content> contents = new ArrayList<>();
  private Wires wires;
  private Path original;
  private CongestionControl.Factory control;

  @BeforeEach
  void write() throws IOException {
    Span near = new Span(20, 20);
    wires = new Wires(new Network(2, near, near, 0, 0, 0, 1, LINE), 5);
    wires.fabric.tap((at, packet) -> {});
    byte[] bytes = new byte[24 * BYTES_A_SECOND];
    new Random(1).nextBytes(bytes);
    original = Files.write(dir.resolve("original"), bytes);
  }

  @AfterEach
  void close() {
    contents.forEach(Content::close);
  }

  private static EngineSettings with(CongestionControl.Factory congestion) {
    return new Tuning().exchange(EngineSettings.Exchange.OFF).congestion(congestion).settings();
  }

  private Swarm join(Host host, Content content) {
    contents.add(content);
    SwarmPolicy policy = SwarmPolicy.plain(EngineSettings.defaults());
    policy = new SwarmPolicy(policy.choking(), policy.picker(), control);
    return host.engine().join(content, policy, SwarmListener.NONE, wires.timeline.now());
  }

  /** A seeder beyond the line and one who fetches from it and nobody else. */
  private Flow flow(CongestionControl.Factory congestion) throws IOException {
    control = congestion;
    wires.settings(with(congestion));
    Host seeder = wires.host(1, 0, 0);
    Host leecher = wires.host(0, 0, 0);
    Content seeded =
        Content.seedFile(original, SwarmMetadata.template(HashFunction.SHA256), n -> {});
    Swarm seed = join(seeder, seeded);
    Path copy = dir.resolve("copy" + contents.size());
    Content fetched = Content.fetchFile(copy, seeded.metadata().withLength(-1), 1L << 30);
    Swarm swarm = join(leecher, fetched);
    swarm.offer(seeder.site().address(), wires.timeline.now());
    leecher.advance(wires.timeline.now());
    return new Flow(seeder, leecher, seed, swarm);
  }

  private record Flow(Host seeder, Host leecher, Swarm seed, Swarm fetch) {
    long got() {
      return leecher.engine().counters().contentIn;
    }
  }

  /** Bytes a second of each flow in the next seconds. */
  private double[] rates(int seconds, Flow... flows) {
    double[] rates = new double[flows.length];
    for (int i = 0; i < flows.length; i++) {
      rates[i] = -flows[i].got();
    }
    wires.pass(seconds * SECOND);
    for (int i = 0; i < flows.length; i++) {
      rates[i] = (rates[i] + flows[i].got()) / seconds;
    }
    return rates;
  }

  private void assertShared(double[] rates) {
    double sum = rates[0] + rates[1];
    double jain = sum * sum / (2 * (rates[0] * rates[0] + rates[1] * rates[1]));
    String found = "rates " + rates[0] + " and " + rates[1];
    assertTrue(jain > 0.9, found);
    assertTrue(sum > 0.75 * BYTES_A_SECOND && sum <= BYTES_A_SECOND, found);
  }

  @Test
  void twoLedbatFlowsShareALine() throws IOException {
    Flow a = flow(EngineSettings.ledbat(TARGET));
    Flow b = flow(EngineSettings.ledbat(TARGET));
    wires.pass(6 * SECOND);
    assertShared(rates(6, a, b));
  }

  @Test
  void twoDeadlineFlowsShareALine() throws IOException {
    Flow a = flow(EngineSettings.deadline(TARGET));
    Flow b = flow(EngineSettings.deadline(TARGET));
    wires.pass(6 * SECOND);
    assertShared(rates(6, a, b));
  }

  /** A datagram of 1,000 bytes each so many microseconds, whatever comes of it. */
  private void rival(Host from, Host to, long every, long until) {
    Wires.send(from, to, 1_000, 77);
    if (wires.timeline.now() < until) {
      wires.timeline.at(wires.timeline.now() + every, now -> rival(from, to, every, until));
    }
  }

  /** A rival that takes 80 % of the line, and one that asks for more than there is. */
  @ParameterizedTest
  @ValueSource(longs = {1_250, 950})
  void ledbatYieldsToARivalAndComesBack(long every) throws IOException {
    Flow flow = flow(EngineSettings.ledbat(TARGET));
    wires.pass(6 * SECOND);
    double alone = rates(2, flow)[0];
    assertTrue(alone > 0.75 * BYTES_A_SECOND, "alone " + alone);

    Host from = wires.host(1, 0, 0);
    Host to = wires.host(0, 0, 0);
    int[] heard = {0};
    wires.fabric.tap((at, packet) -> heard[0] += packet.to() == to ? 1 : 0);
    rival(from, to, every, wires.timeline.now() + 8 * SECOND);
    wires.pass(3 * SECOND);
    heard[0] = 0;
    double beside = rates(4, flow)[0];
    double asked = 1e9 / every;
    double rest = Math.max(0.06 * BYTES_A_SECOND, BYTES_A_SECOND - asked);
    assertTrue(beside < 1.05 * rest, "beside the rival " + beside);
    double got = heard[0] * 1_000 / 4.0;
    assertTrue(got > 0.93 * Math.min(asked, BYTES_A_SECOND), "the rival gets " + got);

    wires.pass(4 * SECOND);
    double again = rates(2, flow)[0];
    assertTrue(again > 0.6 * BYTES_A_SECOND, "alone again " + again);
  }

  @Test
  void whoCrashesSaysNothingAndWhoLeavesSaysGoodbye() throws IOException {
    Flow crashing = flow(EngineSettings.ledbat(TARGET));
    Flow leaving = flow(EngineSettings.ledbat(TARGET));
    wires.pass(SECOND);
    assertEquals(1, crashing.seed().neighbours().size());
    assertEquals(1, leaving.seed().neighbours().size());
    long begun = wires.timeline.now();
    List<Long> heard = new ArrayList<>();
    wires.fabric.tap(
        (at, packet) -> {
          if (packet.from().equals(crashing.leecher().site().address())) {
            heard.add(at);
          }
        });
    crashing.leecher().unplug();
    leaving.leecher().engine().leave(leaving.fetch(), begun);
    leaving.leecher().advance(begun);
    wires.pass(2 * SECOND);
    // The last that it said is under way for 10 ms, and the line of the ACKs is empty.
    assertTrue(heard.stream().allMatch(at -> at < begun + 11_000), "heard " + heard);
    assertEquals(1, crashing.seed().neighbours().size(), "nobody knows");
    assertEquals(0, leaving.seed().neighbours().size(), "RFC 7574 §2.3: a closing HANDSHAKE");
  }
}
