package tv.martlet.node;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tv.martlet.chunk.ChunkUri;
import tv.martlet.chunk.Content;
import tv.martlet.chunk.SignatureAlgorithm;
import tv.martlet.chunk.SignatureChecker;
import tv.martlet.chunk.SigningKey;
import tv.martlet.config.BadSettingsException;
import tv.martlet.media.InputUri;
import tv.martlet.net.MicroClock;
import tv.martlet.net.UdpPort;
import tv.martlet.peer.Engine;
import tv.martlet.peer.EngineSettings;
import tv.martlet.peer.SwarmListener;
import tv.martlet.peer.SwarmPolicy;
import tv.martlet.sim.Refusal;
import tv.martlet.tracker.ClientSettings;

/**
 * Free riders outside the simulator: an injector with a line of three streams, four viewers with
 * lines of one, and four riders, each with a socket at an address of its own. The lines carry
 * enough for the viewers and not for the riders.
 */
class LiveRidersTest {
  private static final int EACH = 4;
  private static final String RATE = "500k";
  private static final long RING = 4 << 20;
  private static final long WATCHED_NANOS = 10_000_000_000L;

  @TempDir Path folder;

  private final EventLoopGroup web = Loops.web();
  private final List<AutoCloseable> parts = new ArrayList<>();
  private final List<InetSocketAddress> addresses = new ArrayList<>();
  private final List<UdpPort> riders = new ArrayList<>();
  private ChunkUri uri;
  private Broadcast broadcast;

  @BeforeEach
  void broadcast() throws IOException, BadSettingsException {
    SigningKey key = SigningKey.generate(SignatureAlgorithm.ECDSAP256SHA256, new SecureRandom());
    uri = new ChunkUri(Broadcast.metadata(key), "riders", List.of(), List.of());
    PeerHost injector = host("1500k");
    Broadcast.Plan plan =
        new Broadcast.Plan(
            InputUri.parse("demo:?rate=" + RATE), key, 16, folder.resolve("next"), RING);
    broadcast = Broadcast.start(injector, uri, plan, state -> {});
    parts.add(0, broadcast);
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable part : parts) {
      part.close();
    }
    Loops.close(web);
  }

  private String freeAddress() {
    return "127.0.0." + (addresses.size() + 1) + ":0";
  }

  private PeerHost host(String limit) throws IOException, BadSettingsException {
    List<String> options = List.of("peer.listen=" + freeAddress(), "peer.upload_limit=" + limit);
    PeerHost host =
        PeerHost.start(
            Nodes.settings(folder, options.toArray(String[]::new)).peer(),
            ClientSettings.DEFAULT,
            List.of(),
            web);
    parts.add(0, host);
    addresses.add(host.address());
    return host;
  }

  private LiveChannel view() throws IOException, BadSettingsException {
    LiveChannel viewer = LiveChannel.join(host(RATE), uri, RING, Content.DEFAULT_MAX_AGE_MICROS);
    parts.add(0, viewer);
    List<InetSocketAddress> known = List.copyOf(addresses);
    viewer.host().port().execute((engine, now) -> viewer.swarm().offer(known, now));
    return viewer;
  }

  private void ride() throws IOException {
    EngineSettings settings = EngineSettings.defaults();
    UdpPort port =
        UdpPort.open(
            new InetSocketAddress("127.0.1." + (riders.size() + 1), 0),
            MicroClock.system(),
            sink -> new Engine(settings, new Random(riders.size()), sink));
    List<InetSocketAddress> known = List.copyOf(addresses);
    parts.add(0, port);
    riders.add(port);
    port.submit(
            (engine, now) -> {
              refuse(engine, settings, known, now);
              return null;
            })
        .join();
  }

  private void refuse(
      Engine engine, EngineSettings settings, List<InetSocketAddress> known, long now) {
    Content content =
        Content.live(
            uri.metadata(),
            RING,
            SignatureChecker.inline(),
            engine.signatureListener(),
            Content.DEFAULT_MAX_AGE_MICROS);
    SwarmPolicy live = SwarmPolicy.live(settings, new Random(riders.size()));
    SwarmPolicy refusal = new SwarmPolicy(new Refusal(), live.picker(), live.congestion());
    engine.join(content, refusal, SwarmListener.NONE, now).offer(known, now);
  }

  /** Bytes of media that a rider got. */
  private static long taken(UdpPort rider) {
    return rider.submit((engine, now) -> engine.counters().contentIn).join();
  }

  @Test
  void whoServesWatchesAndWhoRefusesGoesShort() throws Exception {
    Nodes.await(() -> broadcast.bytes() > 120_000, () -> "no stream"); // some two seconds of it
    long before = broadcast.bytes();
    List<LiveChannel> viewers = new ArrayList<>();
    for (int i = 0; i < EACH; i++) {
      viewers.add(view());
      ride();
    }
    LockSupport.parkNanos(WATCHED_NANOS);

    long made = broadcast.bytes() - before;
    double least = viewers.stream().mapToDouble(v -> v.figures().continuity()).min().orElseThrow();
    long most = riders.stream().mapToLong(LiveRidersTest::taken).max().orElseThrow();
    double part = (double) most / made;
    System.out.printf("viewers' continuity at least %.3f, riders got at most %.3f%n", least, part);
    assertTrue(least > 0.7, "the least of the viewers' continuities is " + least);
    assertTrue(most > 0, "they were there");
    assertTrue(part < 0.3, "a rider got this part of the stream: " + part);
  }
}
