package tv.martlet.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tv.martlet.sim.Scenario.Arrivals;
import tv.martlet.sim.Scenario.Crowd;
import tv.martlet.sim.Scenario.Network;
import tv.martlet.sim.Scenario.Sessions;
import tv.martlet.sim.Scenario.Span;
import tv.martlet.sim.Scenario.Uplink;

/** The scenarios that come with Martlet. */
class BuiltInScenariosTest {
  /** What all others differ from. */
  static final Scenario BASE =
      new Scenario(
          "steady",
          "A hundred viewers with mixed uplinks come within half a minute and stay",
          100,
          60,
          new Scenario.Stream(2.5e6, 1, 1, 5),
          List.of(
              new Uplink(0.15, 10e6, 50e6),
              new Uplink(0.25, 3.75e6, 50e6),
              new Uplink(0.40, 1.25e6, 50e6),
              new Uplink(0.20, 0.2e6, 50e6)),
          new Network(5, new Span(10, 30), new Span(40, 120), 2, 0.001, 0.005, 1, 0),
          new Arrivals(0, 0, 30),
          new Sessions(0, 1, 0.5, 0),
          new Crowd(0, 0, 0));

  private static Scenario named(String name) throws BadScenarioException {
    return ScenarioFile.named(name);
  }

  /** The scenario with name and title of another, to compare the rest. */
  private static Scenario called(Scenario like, int peers, double seconds, Arrivals arrivals) {
    return new Scenario(
        like.name(),
        like.title(),
        peers,
        seconds,
        BASE.stream(),
        BASE.uplinks(),
        BASE.network(),
        arrivals,
        like.sessions(),
        like.crowd());
  }

  @Test
  void comeInAFixedOrder() {
    assertEquals(
        List.of(
            "steady",
            "flash-crowd",
            "flash-crowd-big",
            "churn",
            "churn-10",
            "free-riders",
            "nat",
            "lossy",
            "polluters",
            "zapping",
            "neighbourhood"),
        ScenarioFile.builtIn().stream().map(Scenario::name).toList());
  }

  @Test
  void eachIsFoundByItsNameAndHasATitleOfItsOwn() throws BadScenarioException {
    for (Scenario scenario : ScenarioFile.builtIn()) {
      assertEquals(scenario, named(scenario.name()));
    }
    List<String> titles = ScenarioFile.builtIn().stream().map(Scenario::title).toList();
    assertEquals(titles.size(), titles.stream().distinct().count());
    assertTrue(!titles.contains((String) ScenarioKey.TITLE.fallback()));
  }

  @Test
  void steadyIsTheBase() throws BadScenarioException {
    assertEquals(BASE, named("steady"));
  }

  @Test
  void flashCrowdsComeLater() throws BadScenarioException {
    Scenario crowd = named("flash-crowd");
    assertEquals(called(crowd, 100, 60, new Arrivals(10, 5, 10)), crowd);
    Scenario big = named("flash-crowd-big");
    assertEquals(called(big, 2_000, 60, new Arrivals(100, 5, 30)), big);
    assertEquals(BASE.sessions(), big.sessions());
    assertEquals(BASE.crowd(), big.crowd());
  }

  @Test
  void churnHasSessions() throws BadScenarioException {
    Scenario churn = named("churn");
    assertEquals(called(churn, 100, 120, new Arrivals(0, 0, 60)), churn);
    assertEquals(new Sessions(180, 1, 0.5, 0), churn.sessions());
    Scenario slow = named("churn-10");
    assertEquals(called(slow, 100, 120, new Arrivals(0, 0, 60)), slow);
    assertEquals(new Sessions(600, 1, 0.5, 0), slow.sessions());
  }

  @Test
  void crowdsAreWorseThanOneWouldWish() throws BadScenarioException {
    for (String name : List.of("free-riders", "nat", "polluters")) {
      assertEquals(called(named(name), 100, 60, BASE.arrivals()), named(name));
      assertEquals(BASE.sessions(), named(name).sessions());
    }
    assertEquals(new Crowd(0.5, 0, 0), named("free-riders").crowd());
    assertEquals(new Crowd(0, 0, 0.6), named("nat").crowd());
    assertEquals(new Crowd(0, 0.05, 0), named("polluters").crowd());
  }

  @Test
  void networksDiffer() throws BadScenarioException {
    assertEquals(
        new Network(5, new Span(10, 30), new Span(40, 120), 2, 0.02, 0.02, 4, 0),
        named("lossy").network());
    Scenario lan = named("neighbourhood");
    assertEquals(20, lan.peers());
    assertEquals(List.of(new Uplink(1, 100e6, 100e6)), lan.uplinks());
    assertEquals(
        new Network(2, new Span(1, 1), new Span(40, 120), 2, 0, 0.005, 1, 20e6), lan.network());
    assertEquals(BASE.arrivals(), lan.arrivals());
  }

  @Test
  void zappingHasFiveChannels() throws BadScenarioException {
    assertEquals(new Scenario.Stream(2.5e6, 1, 5, 5), named("zapping").stream());
    assertEquals(new Sessions(0, 1, 0.5, 15), named("zapping").sessions());
  }

  @Test
  void anUnknownNameIsAnsweredWithTheKnown() {
    assertEquals(
        "there is no scenario flash-crowds; did you mean flash-crowd?\n"
            + "there are: steady, flash-crowd, flash-crowd-big, churn, churn-10, free-riders, nat,"
            + " lossy, polluters, zapping, neighbourhood",
        assertThrows(BadScenarioException.class, () -> named("flash-crowds")).getMessage());
    assertTrue(
        assertThrows(BadScenarioException.class, () -> named("../etc/passwd\n"))
            .getMessage()
            .startsWith("there is no scenario ../etc/passwd?\nthere are: "));
  }
}
