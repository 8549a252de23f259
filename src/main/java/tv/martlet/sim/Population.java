package tv.martlet.sim;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import tv.martlet.peer.Engine;
import tv.martlet.peer.EngineSettings;

/** Draws the hosts of a run and plugs them in. */
final class Population {
  private static final int PORT = 6778;
  private static final int DECK = 20;

  /** For shares that are no multiples of a twentieth. */
  private static final int LARGE_DECK = 1_000;

  private final Scenario scenario;
  private final Timeline timeline;
  private final EngineSettings settings;
  private final RandomGenerator random;
  private final Geography geography;
  private final Fabric fabric;
  private final Map<Double, Double> riders = new HashMap<>(); // what each class is owed
  private final List<Host> viewers = new ArrayList<>();
  private final List<Scenario.Uplink> deck = new ArrayList<>();
  private int drawn;

  Population(
      Scenario scenario, Timeline timeline, EngineSettings settings, RandomGenerator random) {
    this.scenario = scenario;
    this.timeline = timeline;
    this.settings = settings;
    this.random = random;
    this.geography = new Geography(scenario.network(), random);
    this.fabric = new Fabric(timeline, scenario.network(), geography, fork());
  }

  private RandomGenerator fork() {
    return new Random(random.nextLong());
  }

  /** The host of an injector; on a LAN's far side, where there is one. */
  Host injector(int number, boolean endless) {
    int regions = scenario.network().regions();
    int region = scenario.network().lanUplink() > 0 ? 1 % regions : number % regions;
    double rate = scenario.stream().rate() * scenario.stream().sourceUplink();
    InetSocketAddress address = address(198, 51, 100, number + 1);
    Host.Site site = new Host.Site(address, region, endless ? 0 : rate, 0, false);
    return plug(site, null, endless ? roomy() : settings);
  }

  /** The next viewer's host. */
  Host viewer() {
    Scenario.Network network = scenario.network();
    int number = drawn++;
    int region = network.lanUplink() > 0 ? 0 : random.nextInt(network.regions());
    Scenario.Uplink uplink = draw();
    boolean pollutes = random.nextDouble() < scenario.crowd().polluters();
    InetSocketAddress address =
        network.lanUplink() > 0
            ? address(192, 168, (number >> 8) + 1, number + 10)
            : address(60 + region, number >> 8, number, 10 + (number >> 16));
    Host.Site site = new Host.Site(address, region, uplink.up(), uplink.down(), pollutes);
    Host host = plug(site, translation(), settings);
    viewers.add(host);
    return host;
  }

  /**
   * Classes in their very shares: each twenty hosts, or thousand, hold each as often as it says.
   */
  private Scenario.Uplink draw() {
    if (deck.isEmpty()) {
      int cards = scenario.uplinks().stream().allMatch(Population::isInDeck) ? DECK : LARGE_DECK;
      for (Scenario.Uplink uplink : scenario.uplinks()) {
        for (long i = Math.round(uplink.share() * cards); i > 0; i--) {
          deck.add(uplink);
        }
      }
    }
    return deck.remove(random.nextInt(deck.size()));
  }

  private static boolean isInDeck(Scenario.Uplink uplink) {
    double cards = uplink.share() * DECK;
    return Math.abs(cards - Math.rint(cards)) < 1e-6;
  }

  private Nat.Kind translation() {
    if (random.nextDouble() >= scenario.crowd().nat()) {
      return null;
    }
    List<Nat.Kind> kinds = List.of(Nat.Kind.values());
    return kinds.get(random.nextInt(kinds.size()));
  }

  /** Places for everybody. */
  private EngineSettings roomy() {
    return settings.withPlaces(EngineSettings.MOST_NEIGHBOURS);
  }

  private Host plug(Host.Site site, Nat.Kind translation, EngineSettings numbers) {
    Scenario.Network network = scenario.network();
    Loss[] losses = {
      Loss.bursts(network.lossWithin(), network.burst(), fork()),
      Loss.bursts(network.lossBetween(), network.burst(), fork())
    };
    RandomGenerator own = fork();
    Host host = new Host(site, fabric, timeline, losses, sink -> new Engine(numbers, own, sink));
    if (translation != null) {
      host.behind(translation);
    }
    fabric.add(host);
    return host;
  }

  private static InetSocketAddress address(int a, int b, int c, int d) {
    try {
      byte[] bytes = {(byte) a, (byte) b, (byte) c, (byte) d};
      return new InetSocketAddress(InetAddress.getByAddress(bytes), PORT);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  /**
   * Whether the viewer with this host rides free. Each class of uplinks has its very share of them,
   * so that what the others can send is the same under every seed.
   */
  boolean ridesFree(Host host) {
    double share = scenario.crowd().freeRiders();
    double due = riders.computeIfAbsent(host.site().up(), up -> random.nextDouble()) + share;
    riders.put(host.site().up(), due >= 1 ? due - 1 : due);
    return due >= 1;
  }

  long oneWay(int from, int to) {
    return geography.oneWay(from, to);
  }

  /** Hosts of viewers, gone ones too. */
  List<Host> viewers() {
    return viewers;
  }

  Fabric fabric() {
    return fabric;
  }

  long datagrams() {
    return fabric.datagrams();
  }
}
