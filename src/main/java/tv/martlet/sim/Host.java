package tv.martlet.sim;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import tv.martlet.peer.DatagramSink;
import tv.martlet.peer.Engine;

/** A board with an engine on it, its line to the network and what stands between them. */
final class Host implements DatagramSink, Timeline.Event {
  /** Where a translated host asks how it is seen from outside (RFC 8489). */
  private static final InetSocketAddress MIRROR =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 3478);

  private static final long WOBBLE = 5_000;

  /** A datagram that carries a chunk is at least so long. */
  private static final int WITH_CHUNK = 1_000;

  /**
   * What of a host is drawn once.
   *
   * @param address its own
   * @param region where it stands
   * @param up bit/s, 0 for endless
   * @param down bit/s
   * @param pollutes whether it spoils the chunks that it sends
   */
  record Site(InetSocketAddress address, int region, double up, double down, boolean pollutes) {}

  private final Site site;
  private final Timeline timeline;
  private final Fabric fabric;
  private final Link up;
  private final Link down;
  private final Loss near;
  private final Loss far;
  private final Engine engine;
  private Nat nat;
  private final InetAddress outside;
  private Fabric.Packet writing;
  private long wakeAt = Long.MAX_VALUE;
  private boolean gone;
  private long wobble;
  private long wobbledAt;
  private long drawn;
  private long drawnAt;

  Host(Site site, Fabric fabric, Timeline timeline, Loss[] losses, Function<Host, Engine> engine) {
    this.site = site;
    this.fabric = fabric;
    this.timeline = timeline;
    this.up = Link.of(site.up());
    this.down = Link.of(site.down());
    this.near = losses[0];
    this.far = losses[1];
    this.outside = site.address().getAddress();
    this.engine = engine.apply(this);
  }

  /** Puts a translation before the host. */
  void behind(Nat.Kind kind) {
    nat = new Nat(kind, outside);
  }

  // ---- out ----

  @Override
  public ByteBuffer begin(int maxBytes) {
    if (writing == null) {
      writing = fabric.packet();
    }
    return writing.begin(maxBytes);
  }

  @Override
  public void send(InetSocketAddress to) {
    Fabric.Packet packet = writing;
    writing = null;
    int length = packet.memory().position();
    if (site.pollutes() && length >= WITH_CHUNK) {
      packet.memory().put(length - 1, (byte) ~packet.memory().get(length - 1));
    }
    fabric.send(this, to, packet);
  }

  InetSocketAddress translatedOut(InetSocketAddress to, long now) {
    return nat == null ? site.address() : nat.out(site.address(), to, now);
  }

  boolean translatedIn(InetSocketAddress from, InetSocketAddress to, long now) {
    return nat == null ? to.getPort() == site.address().getPort() : nat.in(from, to, now) != null;
  }

  // ---- in ----

  void receive(ByteBuffer memory, int length, InetSocketAddress from, long now) {
    engine.receive(memory, 0, length, from, now);
    advance(now);
  }

  /** Lets the engine do what is due, and sets when it is asked next. */
  void advance(long now) {
    if (gone) {
      return;
    }
    long next = Math.max(now + 1, engine.advance(now));
    if (next < wakeAt) {
      wakeAt = next;
      timeline.at(next, this);
    }
  }

  @Override
  public void happen(long now) {
    if (now >= wakeAt) {
      wakeAt = Long.MAX_VALUE;
      advance(now);
    }
  }

  /**
   * Delay that swings: drawn anew every few milliseconds, but never so that a datagram overtakes
   * one sent before, as on a path with one queue: it falls no faster than time goes.
   *
   * @param leaves when the datagram is on the wire, never before the last one's
   */
  long wobble(long most, long leaves, RandomGenerator random) {
    if (leaves - drawnAt >= WOBBLE) {
      drawn = random.nextLong(most);
      drawnAt = leaves;
    }
    wobble = Math.max(drawn, wobble - (leaves - wobbledAt));
    wobbledAt = leaves;
    return wobble;
  }

  /** From now on it neither sends nor receives. */
  void unplug() {
    gone = true;
    fabric.remove(this);
  }

  boolean isGone() {
    return gone;
  }

  // ---- plain facts ----

  Engine engine() {
    return engine;
  }

  Site site() {
    return site;
  }

  /** Where others reach it: its own address, or the one that its translation shows. */
  InetSocketAddress reachedAt() {
    return translatedOut(MIRROR, timeline.now());
  }

  InetAddress outside() {
    return outside;
  }

  Nat nat() {
    return nat;
  }

  int region() {
    return site.region();
  }

  Link up() {
    return up;
  }

  Link down() {
    return down;
  }

  Loss near() {
    return near;
  }

  Loss far() {
    return far;
  }
}
