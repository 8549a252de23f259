package tv.martlet.node;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import tv.martlet.chunk.ChunkUri;
import tv.martlet.chunk.Content;
import tv.martlet.chunk.SignatureAlgorithm;
import tv.martlet.chunk.SigningKey;
import tv.martlet.http.HttpSettings;
import tv.martlet.http.ListenException;
import tv.martlet.media.InputUri;
import tv.martlet.peer.PeerSettings;
import tv.martlet.player.Player;
import tv.martlet.player.PlayerException;
import tv.martlet.player.PlayerSettings;
import tv.martlet.player.PlayerSettings.Backend;
import tv.martlet.tracker.ClientSettings;
import tv.martlet.tracker.HelperRanking;
import tv.martlet.tracker.ServerSettings;
import tv.martlet.tracker.StoreLimits;
import tv.martlet.tracker.StorePolicy;

/**
 * A whole neighbourhood on one machine: a tracker, an injector, relays and viewers, each with its
 * own engine and its own sockets on loopback.
 */
public final class Demo implements AutoCloseable {
  private static final long RING_BYTES = 8 << 20;

  /** Copies of the stream that the injector is ready to send: the relays pass it on. */
  private static final int INJECTOR_SLOTS = 2;

  private static final Duration RELAYS_PATIENCE = Duration.ofSeconds(5);
  private static final Duration VIEWER_PATIENCE = Duration.ofSeconds(1);

  /**
   * What to show.
   *
   * @param rate bit/s of the stream such as {@code 2M}
   * @param port where the first viewer serves the channel on loopback, 0 for a free one
   */
  public record Plan(int relays, int viewers, String rate, int port) {
    long bitsPerSecond() {
      return InputUri.parseRate(rate);
    }
  }

  /** One row of the table. */
  public record Row(String name, String address, ChannelFigures figures) {}

  private final EventLoopGroup web = Loops.web();
  private final List<AutoCloseable> parts = new ArrayList<>();
  private final Map<String, LiveChannel> relays = new LinkedHashMap<>();
  private final Map<String, LiveChannel> viewers = new LinkedHashMap<>();
  private final Map<String, String> names = new LinkedHashMap<>();
  private final Path folder;
  private Broadcast broadcast;
  private PeerHost injector;
  private NodeWeb page;
  private long startedAt;

  private Demo() throws IOException {
    folder = Files.createTempDirectory("martlet-demo");
  }

  /**
   * Starts everything: tracker, injector, relays, then viewers one after the other.
   *
   * @throws IOException with a sentence that says what to change
   */
  public static Demo start(Plan plan) throws IOException {
    Demo demo = new Demo();
    try {
      demo.begin(plan);
      return demo;
    } catch (IOException | RuntimeException e) {
      demo.close();
      throw e;
    }
  }

  private void begin(Plan plan) throws IOException {
    TrackerHost tracker =
        TrackerHost.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            ServerSettings.DEFAULT,
            StoreLimits.DEFAULT,
            StorePolicy.DEFAULT.ranked(new HelperRanking(new SecureRandom())),
            web);
    parts.add(0, tracker);
    SigningKey key = SigningKey.generate(SignatureAlgorithm.ECDSAP256SHA256, new SecureRandom());
    ChunkUri uri =
        new ChunkUri(
            Broadcast.metadata(key), "Martlet demo", List.of(tracker.address()), List.of());
    inject(plan, key, uri);
    for (int i = 1; i <= plan.relays(); i++) {
      relays.put("relay " + i, receive("relay " + i, uri));
    }
    // The relays are there before the first viewer, as in life.
    awaitPicture(relays.values(), RELAYS_PATIENCE);
    for (int i = 1; i <= plan.viewers(); i++) {
      LiveChannel viewer = receive("viewer " + i, uri);
      viewers.put("viewer " + i, viewer);
      if (i == 1) {
        openPage(plan);
      }
      // Nor do neighbours switch on within the same tenth of a second.
      awaitPicture(List.of(viewer), VIEWER_PATIENCE);
    }
  }

  private void inject(Plan plan, SigningKey key, ChunkUri uri) throws IOException {
    injector = host(INJECTOR_SLOTS);
    names.put(text(injector), "injector");
    InputUri input = InputUri.parse("demo:?rate=" + plan.rate());
    Broadcast.Plan what =
        new Broadcast.Plan(
            input, key, munro(plan.bitsPerSecond()), folder.resolve("next"), RING_BYTES);
    broadcast = Broadcast.start(injector, uri, what, state -> {});
    startedAt = System.nanoTime();
    parts.add(0, broadcast);
  }

  /** Chunks under one signature: few where the stream is slow, so that none waits long. */
  private static int munro(long rate) {
    return rate > 1_500_000 ? 16 : 8;
  }

  private static void awaitPicture(Collection<LiveChannel> channels, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (!channels.stream().allMatch(LiveChannel::isPlaying) && System.nanoTime() < end) {
      LockSupport.parkNanos(10_000_000);
    }
  }

  private LiveChannel receive(String name, ChunkUri uri) throws IOException {
    PeerHost host = host(0);
    names.put(text(host), name);
    LiveChannel channel = LiveChannel.join(host, uri, RING_BYTES, Content.DEFAULT_MAX_AGE_MICROS);
    parts.add(0, channel);
    return channel;
  }

  private PeerHost host(int slots) throws IOException {
    PeerHost host = PeerHost.start(peer(slots), ClientSettings.DEFAULT, List.of(), web);
    parts.add(0, host);
    return host;
  }

  private static PeerSettings peer(int slots) {
    return new PeerSettings(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        48,
        256,
        0,
        slots,
        true,
        true,
        PeerSettings.Congestion.DEADLINE,
        Duration.ofMillis(60),
        Duration.ofMillis(400),
        Duration.ofMillis(900),
        Duration.ofSeconds(20),
        Duration.ofSeconds(180),
        Duration.ofMillis(500),
        Duration.ofMinutes(10),
        Duration.ofMinutes(1),
        1L << 40);
  }

  private static String text(PeerHost host) {
    return "127.0.0.1:" + host.address().getPort();
  }

  private void openPage(Plan plan) throws ListenException {
    LiveChannel shown = viewers.get("viewer 1");
    HttpSettings http =
        new HttpSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), plan.port()), 64, List.of());
    page =
        NodeWeb.start(
            http, Front.watching("Martlet demo", shown.host(), Map.of("demo", shown)), web);
    parts.add(0, page);
  }

  /** Address of the channel's stream at the first viewer. */
  public String streamUrl() {
    return page == null ? "" : page.streamUrl("demo");
  }

  /**
   * Shows the channel in mpv, where that and a screen are there.
   *
   * @return why nothing is shown, if there is a screen but no picture
   */
  public Optional<String> show() {
    if (System.getenv("DISPLAY") == null && System.getenv("WAYLAND_DISPLAY") == null) {
      return Optional.empty();
    }
    try {
      Player player =
          Player.open(new PlayerSettings(Backend.MPV, "mpv", List.of(), "auto", "auto", "auto"));
      parts.add(0, player);
      player.play(streamUrl(), "Martlet demo");
      return Optional.empty();
    } catch (PlayerException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** The table: relays, then viewers. */
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    relays.forEach((name, channel) -> rows.add(row(name, channel)));
    viewers.forEach((name, channel) -> rows.add(row(name, channel)));
    return rows;
  }

  private Row row(String name, LiveChannel channel) {
    ChannelFigures figures = channel.figures();
    Map<String, Long> named = new LinkedHashMap<>();
    figures
        .bytesFrom()
        .forEach(
            (address, bytes) ->
                named.merge(names.getOrDefault(address, address), bytes, Long::sum));
    return new Row(name, text(channel.host()), figures.withBytesFrom(named));
  }

  /** Bit/s of the stream so far. */
  public double streamRate() {
    return broadcast.bytes() * 8e9 / (System.nanoTime() - startedAt);
  }

  /** Upload of the injector in stream rates: bytes of chunks sent for each byte of the stream. */
  public double uploadedRatio() {
    long sent = injector.port().submit((engine, now) -> broadcast.swarm().uploadedBytes()).join();
    return broadcast.bytes() == 0 ? 0 : (double) sent / broadcast.bytes();
  }

  @Override
  public void close() throws IOException {
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        throw new IOException("the demo could not be ended in order: " + e.getMessage(), e);
      }
    }
    Loops.close(web);
    Files.deleteIfExists(folder.resolve("next"));
    Files.deleteIfExists(folder);
  }
}
