package tv.martlet.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tv.martlet.sim.Scenario.Arrivals;
import tv.martlet.sim.Scenario.Crowd;
import tv.martlet.sim.Scenario.Network;
import tv.martlet.sim.Scenario.Sessions;
import tv.martlet.sim.Scenario.Span;
import tv.martlet.sim.Scenario.Stream;
import tv.martlet.sim.Scenario.Uplink;

/** Whom an injector feeds after some time, and what those who give nothing send. */
class FeedingTest {
  private static final double RATE = 200e3;
  private static final double STRONG = 6 * RATE;
  private static final double WEAK = 0.5 * RATE;

  /** A quarter of the viewers have a strong line; the source carries three streams. */
  private static Scenario scenario(int peers, double seconds, double freeRiders) {
    return new Scenario(
        "small",
        "Many weak lines and some strong ones",
        peers,
        seconds,
        new Stream(RATE, 1, 1, 3),
        List.of(new Uplink(0.75, WEAK, 20e6), new Uplink(0.25, STRONG, 20e6)),
        new Network(1, new Span(10, 30), new Span(40, 60), 1, 0, 0, 1, 0),
        new Arrivals(peers, 0, 0),
        new Sessions(0, 1, 0.5, 0),
        new Crowd(freeRiders, 0, 0));
  }

  private static Run run(Scenario scenario, String arm, long seed) {
    return new Run(scenario, Arms.named(arm).orElseThrow(), seed);
  }

  /** Datagrams with a chunk that came from the injector in the last quarter, by the line's rate. */
  private static Map<Double, Integer> fed(String arm, long seed) {
    Scenario scenario = scenario(32, 24, 0);
    Run run = run(scenario, arm, seed);
    Map<Double, Integer> fed = new HashMap<>();
    long late = run.timeline().now() + (long) (scenario.seconds() * 0.75e6);
    run.population()
        .fabric()
        .tap(
            (at, packet) -> {
              boolean source = packet.from().getHostString().equals("198.51.100.1");
              if (source && at >= late && packet.length() > 1_000) {
                fed.merge(packet.to().site().up(), 1, Integer::sum);
              }
            });
    run.run();
    return fed;
  }

  private static double strongShare(String arm, long seed) {
    Map<Double, Integer> fed = fed(arm, seed);
    double strong = fed.getOrDefault(STRONG, 0);
    double weak = fed.getOrDefault(WEAK, 0);
    assertTrue(strong + weak > 100, "it sends: " + fed);
    return strong / (strong + weak);
  }

  @Test
  void anInjectorComesToFeedTheStrongestLines() {
    double martlet = strongShare("martlet", 1);
    double without = strongShare("martlet-rewiring", 1);
    assertTrue(martlet > 0.4, "of what it sends, to a quarter of the viewers: " + martlet);
    assertTrue(martlet > without + 0.2, "rather than whoever came first: " + without);
  }

  @ParameterizedTest
  @ValueSource(strings = {"b2", "martlet"})
  void aFreeRidersHostSendsNoDatagramWithAChunk(String arm) {
    Run run = run(scenario(12, 8, 0.5), arm, 3);
    // The same hosts, drawn in the same order: the injector's first.
    Population twin = run(scenario(12, 8, 0.5), arm, 3).population();
    twin.injector(0, false);
    run.run();
    int riders = 0;
    for (Host host : run.population().viewers()) {
      Host same = twin.viewer();
      assertEquals(same.site(), host.site());
      if (twin.ridesFree(same)) {
        riders++;
        assertEquals(0, host.engine().counters().chunkDatagramBytesOut, host.site() + "");
        assertTrue(host.engine().counters().contentIn > 0, "but takes: " + host.site());
      }
    }
    assertTrue(riders >= 5 && riders <= 7, riders + " of 12");
  }
}
