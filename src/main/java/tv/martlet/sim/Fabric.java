package tv.martlet.sim;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The network between the hosts of a run.
 *
 * <pre>
 *   host ─► translation ─► up link ─► loss, distance, jitter ─► (LAN's line) ─► down link ─► host
 * </pre>
 */
final class Fabric {
  private static final int PACKET = 2048;

  private final Timeline timeline;
  private final Geography geography;
  private final RandomGenerator random;
  private final long jitter;
  private final Link lanUp;
  private final Link lanDown;
  private final Map<InetAddress, Host> hosts = new HashMap<>();
  private final ArrayDeque<Packet> free = new ArrayDeque<>();
  private long datagrams;
  private Tap tap = (at, packet) -> {};

  Fabric(Timeline timeline, Scenario.Network network, Geography geography, RandomGenerator random) {
    this.timeline = timeline;
    this.geography = geography;
    this.random = random;
    this.jitter = (long) (network.jitter() * 1000);
    boolean lan = network.lanUplink() > 0;
    this.lanUp = lan ? Link.of(network.lanUplink()) : null;
    this.lanDown = lan ? Link.of(network.lanUplink()) : null;
  }

  /** Sees what arrives, for tests. */
  interface Tap {
    void arrived(long at, Packet packet);
  }

  void tap(Tap eyes) {
    tap = eyes;
  }

  /** One datagram on its way. */
  final class Packet implements Timeline.Event {
    private ByteBuffer memory = ByteBuffer.allocateDirect(PACKET);
    private int length;
    private InetSocketAddress from;
    private Host to;
    private Link ahead; // the next line on the way, null when it is passed

    ByteBuffer begin(int bytes) {
      if (memory.capacity() < bytes) {
        memory = ByteBuffer.allocateDirect(bytes);
      }
      return memory.clear();
    }

    ByteBuffer memory() {
      return memory;
    }

    int length() {
      return length;
    }

    InetSocketAddress from() {
      return from;
    }

    Host to() {
      return to;
    }

    @Override
    public void happen(long now) {
      if (ahead == null) {
        if (!to.isGone()) {
          tap.arrived(now, this);
          to.receive(memory, length, from, now);
        }
        free.add(this);
        return;
      }
      long leaves = ahead.leaves(length, now);
      if (leaves < 0) {
        free.add(this);
        return;
      }
      ahead = ahead == to.down() ? null : to.down();
      timeline.at(leaves, this);
    }
  }

  Packet packet() {
    Packet packet = free.poll();
    return packet == null ? new Packet() : packet;
  }

  void add(Host host) {
    hosts.put(host.outside(), host);
  }

  void remove(Host host) {
    hosts.remove(host.outside());
  }

  /** Takes a datagram that the sender has written into the packet. */
  void send(Host from, InetSocketAddress to, Packet packet) {
    if (from.isGone()) {
      free.add(packet);
      return;
    }
    datagrams++;
    long now = timeline.now();
    packet.length = packet.memory.position();
    InetSocketAddress source = from.translatedOut(to, now);
    long leaves = from.up().leaves(packet.length, now);
    Host target = hosts.get(to.getAddress());
    if (leaves < 0 || target == null || isLost(from, target)) {
      free.add(packet);
      return;
    }
    // Whether a translation lets it in is asked when it leaves: near enough for tables that live
    // for minutes.
    if (!target.translatedIn(source, to, now)) {
      free.add(packet);
      return;
    }
    packet.from = source;
    packet.to = target;
    packet.ahead = lanLine(from, target);
    if (packet.ahead == null) {
      packet.ahead = target.down();
    }
    timeline.at(leaves + delay(from, target, leaves), packet);
  }

  private boolean isLost(Host from, Host to) {
    return (from.region() == to.region() ? from.near() : from.far()).lost();
  }

  private long delay(Host from, Host to, long leaves) {
    long base = geography.oneWay(from.region(), to.region());
    return jitter == 0 ? base : base + from.wobble(jitter, leaves, random);
  }

  private Link lanLine(Host from, Host to) {
    if (lanUp == null || from.region() == to.region()) {
      return null;
    }
    return from.region() == 0 ? lanUp : lanDown;
  }

  /** Datagrams sent so far. */
  long datagrams() {
    return datagrams;
  }
}
