package tv.martlet.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/** Engines joined by a seeded network in memory, with one clock. */
final class Mesh {
  static final long EPOCH = 1_700_000_000_000_000L;

  /** One engine with an address. */
  final class Host implements DatagramSink {
    final InetSocketAddress address;
    final Engine engine;
    private final ByteBuffer memory = ByteBuffer.allocateDirect(65_536);
    private long deadline = Long.MAX_VALUE;
    boolean dead;
    long sent;
    long received;

    /** Uplink in bytes a second, 0 for one without end; what waits beyond the queue is dropped. */
    long rate;

    long queueBytes = 64_000;
    private long idleAt;
    long queueDrops;

    Host(InetSocketAddress address, EngineSettings settings) {
      this.address = address;
      this.engine = new Engine(settings, new Random(random.nextLong()), this);
    }

    @Override
    public ByteBuffer begin(int maxBytes) {
      memory.clear();
      return memory;
    }

    @Override
    public void send(InetSocketAddress to) {
      byte[] bytes = new byte[memory.position()];
      memory.get(0, bytes);
      sent += bytes.length;
      transmit(this, to, bytes);
    }

    void advance() {
      if (!dead) {
        long next = engine.advance(now);
        if (next < deadline) {
          events.add(new Event(Math.max(now, next), sequence++, this::wake));
          deadline = next;
        }
      }
    }

    private void wake() {
      deadline = Long.MAX_VALUE;
      advance();
    }
  }

  private record Event(long at, long sequence, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(sequence, other.sequence);
    }
  }

  private final Random random;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  final List<Host> hosts = new ArrayList<>();

  /** Those that are no engines. */
  final Map<InetSocketAddress, Consumer<byte[]>> strangers = new HashMap<>();

  long now = EPOCH;
  private long sequence;
  long delayMicros = 1_000;
  double loss;

  /** A datagram may be late by up to so much more, and so overtake others. */
  long jitterMicros;

  /** May look at, change or refuse each datagram: (from, bytes). */
  BiPredicate<Host, byte[]> tap = (from, bytes) -> true;

  Mesh(long seed) {
    random = new Random(seed);
  }

  Host host() {
    return host(EngineSettings.defaults());
  }

  Host host(EngineSettings settings) {
    int n = hosts.size() + 1;
    return host(new byte[] {10, 0, (byte) (n >> 8), (byte) n}, settings);
  }

  /** A host at an IPv4 or IPv6 address. */
  Host host(byte[] ip, EngineSettings settings) {
    Host host = new Host(address(ip, 6778), settings);
    hosts.add(host);
    return host;
  }

  static InetSocketAddress address(byte[] ip, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(ip), port);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private void transmit(Host from, InetSocketAddress to, byte[] bytes) {
    if (!tap.test(from, bytes) || random.nextDouble() < loss) {
      return;
    }
    long leaves = leaves(from, bytes.length);
    if (leaves < 0) {
      from.queueDrops++;
      return;
    }
    long jitter = jitterMicros == 0 ? 0 : random.nextLong(jitterMicros);
    Consumer<byte[]> stranger = strangers.get(to);
    if (stranger != null) {
      at(leaves + delayMicros + jitter, () -> stranger.accept(bytes));
    }
    for (Host host : hosts) {
      if (host.address.equals(to)) {
        at(leaves + delayMicros + jitter, () -> deliver(host, from.address, bytes));
      }
    }
  }

  /** When the last bit is on the wire, -1 where the queue before it is full. */
  private long leaves(Host from, int length) {
    if (from.rate == 0) {
      return now;
    }
    long waiting = Math.max(0, from.idleAt - now) * from.rate / 1_000_000;
    if (waiting + length > from.queueBytes) {
      return -1;
    }
    from.idleAt = Math.max(now, from.idleAt) + length * 1_000_000L / from.rate;
    return from.idleAt;
  }

  /** Microseconds that a datagram would wait in a host's queue now. */
  long queueing(Host host) {
    return Math.max(0, host.idleAt - now);
  }

  void deliver(Host host, InetSocketAddress from, byte[] bytes) {
    if (host.dead) {
      return;
    }
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length + 3).put(3, bytes);
    host.received += bytes.length;
    host.engine.receive(direct, 3, bytes.length, from, now);
    host.advance();
  }

  void at(long time, Runnable action) {
    events.add(new Event(Math.max(time, now), sequence++, action));
  }

  /** Runs until the time has passed. */
  void run(long micros) {
    long end = now + micros;
    for (Host host : hosts) {
      host.advance();
    }
    while (!events.isEmpty() && events.peek().at() <= end) {
      Event event = events.poll();
      now = event.at();
      event.action().run();
    }
    now = end;
  }
}
