package tv.martlet.sim;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import tv.martlet.chunk.Content;
import tv.martlet.peer.EngineSettings;
import tv.martlet.peer.SwarmPolicy;

/** One scenario under one policy and one seed. */
final class Run {
  private static final long EPOCH = 1_700_000_000_000_000L;

  /** The streams have been on air for so long when the first viewer comes. */
  private static final long LEAD = 3_000_000;

  /** After such a silence the tracker forgets a peer. */
  private static final long TRACKER_PATIENCE = 30_000_000;

  /** Above so many viewers the rings are a quarter as large, so that all of them fit. */
  private static final int MANY = 200;

  private static final long RING = 4 << 20;

  private final Scenario scenario;
  private final Arm arm;
  private final RandomGenerator random;
  private final Timeline timeline = new Timeline(EPOCH);
  private final Population population;
  private final KnownSignatures signatures = new KnownSignatures();
  private final EngineSettings settings = EngineSettings.defaults();
  private final List<Broadcast> broadcasts = new ArrayList<>();
  private final List<Rendezvous> trackers = new ArrayList<>();
  private final List<Viewing> all = new ArrayList<>();
  private final Tally tally;

  Run(Scenario scenario, Arm arm, long seed) {
    this.scenario = scenario;
    this.arm = arm;
    this.random = new Random(seed);
    // The hosts of one seed are the same under every policy: they are drawn from their own source.
    this.population = new Population(scenario, timeline, settings, new Random(seed ^ 0x5EED));
    this.tally = new Tally(scenario);
  }

  /** Runs to the end and says what came of it, for want of a clock without the time it took. */
  Tally run() {
    for (int i = 0; i < scenario.stream().channels(); i++) {
      broadcast(i);
    }
    Scenario.Arrivals arrivals = scenario.arrivals();
    for (int i = 0; i < scenario.peers(); i++) {
      double at =
          i < arrivals.initial()
              ? random.nextDouble()
              : arrivals.from() + random.nextDouble() * arrivals.over();
      timeline.at(EPOCH + LEAD + (long) (at * 1e6), this::arrive);
    }
    timeline.run(EPOCH + LEAD + (long) (scenario.seconds() * 1e6));
    // Nobody says goodbye: thousands of words at once, that nobody would hear, take memory.
    for (Viewing viewing : all) {
      viewing.end(timeline.now());
      tally.add(viewing);
    }
    tally.close(broadcasts, population, timeline.now() - EPOCH);
    return tally;
  }

  private void broadcast(int number) {
    Host host = population.injector(number, arm.isOracle());
    broadcasts.add(new Broadcast(this, host, number));
    trackers.add(new Rendezvous(arm.ranking(fork()), fork()));
    broadcasts.get(number).register(trackers.get(number), timeline.now());
  }

  private void arrive(long now) {
    Host host = population.viewer();
    boolean freeRider = population.ridesFree(host);
    int channel = random.nextInt(scenario.stream().channels());
    new Viewer(this, host, freeRider, channel).come(now);
  }

  /** Somebody has gone: somebody else comes. */
  void replace(long now) {
    arrive(now);
  }

  Viewing view(Viewer viewer, int channel, boolean zapped, long now) {
    Viewing viewing =
        new Viewing(this, viewer, broadcasts.get(channel), trackers.get(channel), zapped);
    all.add(viewing);
    viewing.join(now);
    return viewing;
  }

  void leave(Viewing viewing, boolean crash, long now) {
    if (all.remove(viewing)) {
      viewing.leave(crash, now);
      tally.add(viewing);
    }
  }

  // ---- what all of a run share ----

  Content content(Host host, Broadcast broadcast) {
    return Content.live(
        broadcast.content().metadata(), ringBytes(), signatures, host.engine().signatureListener());
  }

  long ringBytes() {
    return scenario.peers() > MANY ? RING / 4 : RING;
  }

  SwarmPolicy policy(boolean freeRider) {
    SwarmPolicy policy = arm.policy(settings, fork());
    return freeRider
        ? new SwarmPolicy(new Refusal(), policy.picker(), policy.congestion(), policy.rewires())
        : policy;
  }

  /** What the tracker tells an asker. */
  List<InetSocketAddress> list(
      Rendezvous tracker, Rendezvous.Member asker, Broadcast broadcast, int wanted) {
    return arm.isOracle()
        ? List.of(broadcast.host().reachedAt())
        : tracker.ask(asker, wanted, timeline.now());
  }

  /** A connection and a request: two round trips to where the injectors are. */
  long trackerMicros(Host host) {
    return 4 * population.oneWay(host.region(), broadcasts.get(0).host().region());
  }

  long trackerPatience() {
    return TRACKER_PATIENCE;
  }

  Population population() {
    return population;
  }

  Timeline timeline() {
    return timeline;
  }

  RandomGenerator random() {
    return random;
  }

  /** Another source of chance, drawn from this run's. */
  RandomGenerator fork() {
    return new Random(random.nextLong());
  }

  Scenario scenario() {
    return scenario;
  }

  EngineSettings settings() {
    return settings;
  }
}
