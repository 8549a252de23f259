package tv.martlet.sim;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tv.martlet.peer.Engine;
import tv.martlet.peer.EngineSettings;
import tv.martlet.sim.Scenario.Network;
import tv.martlet.sim.Scenario.Span;

/** A network of a few hosts and what arrived at them. */
final class Wires {
  static final long BEGIN = 1_000_000_000;

  final Timeline timeline = new Timeline(BEGIN);
  final Fabric fabric;
  final Geography geography;
  final List<Arrival> arrivals = new ArrayList<>();
  private final Random random;
  private EngineSettings settings = EngineSettings.defaults();
  private int number;

  /** Bytes from somebody to somebody; the mark is what {@link #send} put into them. */
  record Arrival(long at, InetSocketAddress from, Host to, int length, int mark) {}

  Wires(Network network, long seed) {
    random = new Random(seed);
    geography = new Geography(network, random);
    fabric = new Fabric(timeline, network, geography, random);
    fabric.tap(
        (at, p) ->
            arrivals.add(new Arrival(at, p.from(), p.to(), p.length(), p.memory().getInt(4))));
  }

  /** A network whose ways take 10 ms inside the first regions and 50 ms between them. */
  static Network plain(double jitter, double loss, double lan) {
    return new Network(2, new Span(20, 20), new Span(100, 100), jitter, 0, loss, 1, lan);
  }

  void settings(EngineSettings all) {
    settings = all;
  }

  /** Plugs in a host; rates in bit/s, 0 for endless. */
  Host host(int region, double up, double down) {
    return host(region, up, down, null);
  }

  Host host(int region, double up, double down, Nat.Kind translation) {
    InetSocketAddress address = address(++number);
    Loss[] losses = {
      Loss.random(geography.loss(0, 0), new Random(random.nextLong())),
      Loss.random(geography.loss(0, 1), new Random(random.nextLong()))
    };
    Random own = new Random(random.nextLong());
    Host.Site site = new Host.Site(address, region, up, down, false);
    Host host = new Host(site, fabric, timeline, losses, sink -> new Engine(settings, own, sink));
    if (translation != null) {
      host.behind(translation);
    }
    fabric.add(host);
    return host;
  }

  private static InetSocketAddress address(int number) {
    try {
      byte[] bytes = {(byte) 198, 51, 100, (byte) number};
      return new InetSocketAddress(InetAddress.getByAddress(bytes), 6778);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  /** Sends a datagram that no engine makes anything of. */
  static void send(Host from, InetSocketAddress to, int bytes, int mark) {
    from.begin(bytes).putInt(-1).putInt(mark).put(new byte[bytes - 8]);
    from.send(to);
  }

  static void send(Host from, Host to, int bytes, int mark) {
    send(from, to.site().address(), bytes, mark);
  }

  /** Lets so many microseconds pass. */
  void pass(long micros) {
    timeline.run(timeline.now() + micros);
  }

  /** When the datagrams arrived, in microseconds since the beginning. */
  List<Long> times() {
    return arrivals.stream().map(arrival -> arrival.at() - BEGIN).toList();
  }

  List<Integer> marks() {
    return arrivals.stream().map(Arrival::mark).toList();
  }
}
