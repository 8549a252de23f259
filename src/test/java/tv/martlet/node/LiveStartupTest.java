package tv.martlet.node;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
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
import tv.martlet.chunk.SigningKey;
import tv.martlet.config.BadSettingsException;
import tv.martlet.media.InputUri;
import tv.martlet.tracker.ClientSettings;
import tv.martlet.tracker.HelperRanking;
import tv.martlet.tracker.ServerSettings;
import tv.martlet.tracker.StoreLimits;
import tv.martlet.tracker.StorePolicy;

/**
 * Startup outside the simulator: a tracker, an injector and twenty engines with their own sockets,
 * which join at random times with the settings that a box is shipped with.
 */
class LiveStartupTest {
  private static final int PEERS = 20;
  private static final long JOINS_MILLIS = 10_000;
  private static final Duration WATCHED = Duration.ofSeconds(5);
  private static final int INJECTOR_SLOTS = 4; // the others pass it on
  private static final long RING = 8 << 20;

  @TempDir Path folder;

  private final EventLoopGroup web = Loops.web();
  private final List<AutoCloseable> parts = new ArrayList<>();
  private final List<LiveChannel> viewers = new ArrayList<>();
  private Broadcast broadcast;
  private PeerHost injector;
  private ChunkUri uri;

  /** What the injector has sent, and what it has made, in bytes. */
  private record Sent(long uploaded, long made) {
    double streamsSince(Sent before) {
      return (double) (uploaded - before.uploaded) / (made - before.made);
    }
  }

  @BeforeEach
  void broadcast() throws IOException, BadSettingsException {
    TrackerHost tracker =
        TrackerHost.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            ServerSettings.DEFAULT,
            StoreLimits.DEFAULT,
            StorePolicy.DEFAULT.ranked(new HelperRanking(new SecureRandom())),
            web);
    parts.add(0, tracker);
    SigningKey key = SigningKey.generate(SignatureAlgorithm.ECDSAP256SHA256, new SecureRandom());
    uri = new ChunkUri(Broadcast.metadata(key), "startup", List.of(tracker.address()), List.of());
    injector = host("peer.upload_slots=" + INJECTOR_SLOTS);
    InputUri input = InputUri.parse("demo:?rate=2500k");
    broadcast =
        Broadcast.start(
            injector,
            uri,
            new Broadcast.Plan(input, key, 16, folder.resolve("next"), RING),
            state -> {});
    parts.add(0, broadcast);
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable part : parts) {
      part.close();
    }
    Loops.close(web);
  }

  private PeerHost host(String... more) throws IOException, BadSettingsException {
    PeerHost host =
        PeerHost.start(Nodes.settings(folder, more).peer(), ClientSettings.DEFAULT, List.of(), web);
    parts.add(0, host);
    return host;
  }

  private void join() throws IOException, BadSettingsException {
    LiveChannel viewer = LiveChannel.join(host(), uri, RING, Content.DEFAULT_MAX_AGE_MICROS);
    viewers.add(viewer);
    parts.add(0, viewer);
  }

  private Sent sent() {
    return injector
        .port()
        .submit((engine, now) -> new Sent(broadcast.swarm().uploadedBytes(), broadcast.bytes()))
        .join();
  }

  @Test
  void halfOfTwentyPeersShowAPictureWithinASecond() throws Exception {
    Nodes.await(() -> broadcast.bytes() > 600_000, () -> "no stream"); // some two seconds of it
    Sent before = sent();
    long begin = System.nanoTime();
    long[] joins = new Random(20).longs(PEERS, 0, JOINS_MILLIS).sorted().toArray();
    for (long millis : joins) {
      passUntil(begin + millis * 1_000_000);
      join();
    }
    Nodes.await(
        () -> viewers.stream().allMatch(LiveChannel::isPlaying), () -> "not all have a picture");
    Sent all = sent();
    passUntil(System.nanoTime() + WATCHED.toNanos());
    Sent after = sent();

    long[] startup = viewers.stream().mapToLong(v -> v.figures().startupMs()).sorted().toArray();
    double least = viewers.stream().mapToDouble(v -> v.figures().continuity()).min().orElseThrow();
    double total = after.streamsSince(before);
    double steady = after.streamsSince(all);
    System.out.printf(
        "startup p50 %d ms, p95 %d ms, longest %d ms; least continuity %.4f;"
            + " injector %.2f streams, %.2f when all are there%n",
        startup[PEERS / 2],
        startup[PEERS * 95 / 100 - 1],
        startup[PEERS - 1],
        least,
        total,
        steady);
    assertTrue(startup[PEERS / 2] < 1000, () -> "p50 of startup is " + startup[PEERS / 2] + " ms");
    assertTrue(least >= 0.9, () -> "the least continuity is " + least); // 1 but on a busy machine
    assertTrue(total < 6 && steady < 6, () -> "the injector sends " + total + ", " + steady);
  }

  private static void passUntil(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
