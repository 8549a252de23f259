package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** One peer whose neighbours are made by hand, and its {@link Rewiring}. */
abstract class RewiringScene {
  static final long SECOND = 1_000_000;
  static final int WANTED = 4;

  final Mesh mesh = new Mesh(7);
  final LiveFixture live = new LiveFixture(mesh);
  final Mesh.Host host = mesh.host(new Tuning().wanted(WANTED).settings());
  Swarm swarm;
  Candidates candidates;
  Rewiring rewiring;
  long now;
  int ids;

  static InetSocketAddress address(int n) {
    return Mesh.address(new byte[] {10, 8, 0, (byte) n}, 6778);
  }

  SwarmPolicy policy(boolean rewires) {
    return new SwarmPolicy(
        Choking.none(), new InOrderPicker(), host.engine.settings().congestion(), rewires);
  }

  void begin(Swarm joined) {
    swarm = joined;
    candidates = joined.candidates();
    now = mesh.now;
    rewiring = new Rewiring(joined, host.engine, candidates, now);
  }

  /** One that plays a live stream; who gave it the beginning has left. */
  void viewer(boolean rewires) {
    Mesh.Host source = mesh.host();
    live.inject(source);
    mesh.run(3 * SECOND);
    Swarm watched = live.watch(host, policy(rewires));
    watched.offer(source.address, mesh.now);
    mesh.run(5 * SECOND);
    watched.close(watched.neighbours().get(0), true, mesh.now);
    begin(watched);
    assertTrue(swarm.neighbours().isEmpty());
  }

  void injector() {
    begin(live.inject(host, policy(true)));
  }

  Channel arrive(int n) {
    Channel channel = new Channel(swarm, ++ids, address(n), false, now);
    channel.greet(now);
    channel.opened(now);
    swarm.opened(channel, now);
    return channel;
  }

  List<Channel> arrive(int first, int last) {
    List<Channel> all = new ArrayList<>();
    for (int i = first; i <= last; i++) {
      all.add(arrive(i));
    }
    return all;
  }

  void list(int... numbers) {
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (int n : numbers) {
      addresses.add(address(n));
    }
    candidates.offerList(addresses, now);
  }

  /** A hole in what is played, found now. */
  void miss() {
    Playout playout = swarm.playout();
    long late = playout.late();
    playout.jump(playout.next() + 10, now);
    assertTrue(playout.late() > late);
  }

  InetSocketAddress missAndLook() {
    miss();
    InetSocketAddress dialled = rewiring.next(now);
    if (dialled != null) {
      candidates.connected(dialled, now);
    }
    return dialled;
  }

  /** The line has just been full of such a rate, bytes a second. */
  void full(int rate) {
    for (int i = 0; i < 2; i++) {
      now += SECOND / 2;
      host.engine.gauge().acknowledged(rate / 2, now);
      host.engine.gauge().look(UploadGauge.FULL + 1, now);
    }
    assertTrue(host.engine.gauge().isMeasured(now));
  }
}
