package tv.martlet.node;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.tinylog.Logger;
import tv.martlet.chunk.ChunkUri;
import tv.martlet.chunk.SignatureAlgorithm;
import tv.martlet.chunk.SigningKey;
import tv.martlet.config.Settings;
import tv.martlet.media.InputUri;

/**
 * Measures how long a byte takes from the injector's input to a viewer's HTTP, over one relay.
 *
 * <pre>
 * stamped packets ─ UDP ─► injector ══► relay ══► viewer ─ HTTP ─► meter
 * </pre>
 *
 * All of them are in this process, each with its own engine and sockets; the viewer knows the relay
 * alone, so that each byte goes all the way.
 */
public final class LatencyBench implements AutoCloseable {
  private static final long BITS_PER_SECOND = 2_000_000;
  private static final long PATIENCE_NANOS = 20_000_000_000L;
  private static final int READ_MILLIS = 200;

  /**
   * What came out.
   *
   * @param stalls times that nothing came for half a second
   * @param packets stamped packets measured
   * @param lost packets that never came
   * @param disordered packets that came after a later one
   */
  public record Figures(
      double p50,
      double p95,
      double p99,
      double max,
      int stalls,
      long packets,
      long lost,
      long disordered) {}

  private final Settings settings;
  private final EventLoopGroup web = Loops.web();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Path folder;
  private final LatencyMeter meter = new LatencyMeter();
  private final StampedStream stream = new StampedStream(System.nanoTime());
  private volatile boolean sending = true;
  private long last = -1;

  /**
   * Prepares a measurement.
   *
   * @param settings its listening addresses should be free ports, {@code peer.pex} off
   */
  public LatencyBench(Settings settings) throws IOException {
    this.settings = settings;
    this.folder = Files.createTempDirectory("martlet-latency");
  }

  /**
   * Measures.
   *
   * @param seconds how long, from the first byte at the viewer on
   * @param progress hears of the seconds that have passed
   * @throws IOException with a sentence if no stream comes
   */
  public Figures run(int seconds, LongConsumer progress) throws IOException, InterruptedException {
    InetSocketAddress input = freePort();
    NodeWeb page = join(input);
    Thread sender = new Thread(() -> send(input), "latency-sender");
    sender.setDaemon(true);
    sender.start();
    try {
      read(page.streamUrl("latency"), seconds, progress);
    } finally {
      sending = false;
      sender.join();
    }
    double[] at = meter.percentiles(50, 95, 99, 100);
    return new Figures(
        at[0],
        at[1],
        at[2],
        at[3],
        meter.stalls(),
        meter.count(),
        meter.lost() + Math.max(0, last - meter.expected()),
        meter.disordered());
  }

  private static InetSocketAddress freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }
  }

  private NodeWeb join(InetSocketAddress input) throws IOException {
    SigningKey key = SigningKey.generate(SignatureAlgorithm.ECDSAP256SHA256, new SecureRandom());
    PeerHost injector = host();
    Broadcast.Plan plan =
        new Broadcast.Plan(
            InputUri.parse("udp://127.0.0.1:" + input.getPort()),
            key,
            settings.broadcast().munro(),
            folder.resolve("next"),
            settings.ring().bytes());
    add(Broadcast.start(injector, at(key, List.of()), plan, s -> Logger.debug(s.sentence())));
    PeerHost relay = receive(at(key, List.of(injector.address()))).host();
    LiveChannel viewer = receive(at(key, List.of(relay.address())));
    return add(
        NodeWeb.start(
            settings.http(),
            Front.watching("latency", viewer.host(), Map.of("latency", viewer)),
            web));
  }

  private static ChunkUri at(SigningKey key, List<InetSocketAddress> peers) {
    return new ChunkUri(Broadcast.metadata(key), "latency", List.of(), peers);
  }

  private PeerHost host() throws IOException {
    return add(
        PeerHost.start(settings.peer(), TrackerNumbers.client(settings.tracker()), List.of(), web));
  }

  private LiveChannel receive(ChunkUri uri) throws IOException {
    long maxAge = EngineNumbers.micros(settings.peer().munroMaxAge());
    return add(LiveChannel.join(host(), uri, settings.ring().bytes(), maxAge));
  }

  private <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  // ---- sender's thread ----

  private void send(InetSocketAddress to) {
    long interval = StampedStream.DATAGRAM * 8 * 1_000_000_000L / BITS_PER_SECOND;
    ByteBuffer datagram = ByteBuffer.allocateDirect(StampedStream.DATAGRAM);
    try (DatagramChannel channel = DatagramChannel.open()) {
      long due = System.nanoTime();
      while (sending) {
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
          LockSupport.parkNanos(wait);
        }
        due += interval;
        stream.fill(datagram, System.nanoTime());
        channel.send(datagram, to);
      }
    } catch (IOException e) {
      Logger.error("the stamped packets cannot be sent: {}", e.getMessage());
    }
  }

  // ---- caller's thread ----

  private void read(String url, int seconds, LongConsumer progress)
      throws IOException, InterruptedException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setRequestProperty("Connection", "close");
    long opened = System.nanoTime();
    connection.setReadTimeout((int) (PATIENCE_NANOS / 1_000_000));
    try (InputStream in = connection.getInputStream()) {
      connection.setReadTimeout(READ_MILLIS);
      long shown = 0;
      while (goesOn(opened, seconds)) {
        readSome(in);
        long passed = meter.begunAt() < 0 ? 0 : (System.nanoTime() - meter.begunAt()) / 1_000_000;
        if (passed / 1000 > shown) {
          shown = passed / 1000;
          progress.accept(shown);
        }
      }
    } finally {
      connection.disconnect();
    }
  }

  private void readSome(InputStream in) throws IOException {
    try {
      if (!meter.read(in)) {
        throw new IOException("the viewer's stream ended early");
      }
      meter.arrived(System.nanoTime());
    } catch (SocketTimeoutException e) {
      // nothing for a while: the meter counts it when something comes
    }
  }

  /** Until the time is over and the last packet is here, or does not come. */
  private boolean goesOn(long opened, int seconds) throws IOException {
    long now = System.nanoTime();
    if (meter.begunAt() < 0) {
      if (now - opened > PATIENCE_NANOS) {
        throw new IOException("no stream came from the injector within 20 s");
      }
      return true;
    }
    long end = meter.begunAt() + seconds * 1_000_000_000L;
    if (now - end < 0) {
      return true;
    }
    if (last < 0) {
      // More is sent until these are here: what follows completes their munro.
      last = stream.next();
    }
    return now - end < PATIENCE_NANOS / 4 && meter.expected() < last;
  }

  @Override
  public void close() throws IOException {
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        Logger.warn("while stopping: {}", e.getMessage());
      }
    }
    Loops.close(web);
    Files.deleteIfExists(folder.resolve("next"));
    Files.deleteIfExists(folder);
  }
}
