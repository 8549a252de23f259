package tv.martlet.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tv.martlet.node.BoxState.Status;

/** A box on loopback with a real tracker and two real injectors; only the screen is a fake. */
class BoxNodeTest {
  private static final List<AutoCloseable> PARTS = new ArrayList<>();
  private static String one;
  private static String two;

  @TempDir static Path shared;
  @TempDir Path dir;

  private final FakePlayer player = new FakePlayer();
  private BoxNode box;

  @BeforeAll
  static void broadcast() throws Exception {
    TrackerNode tracker =
        TrackerNode.start(Nodes.settings(shared, "tracker_server.listen=127.0.0.1:0"));
    PARTS.add(tracker);
    one = injector("One", tracker.address());
    two = injector("Two", tracker.address());
  }

  private static String injector(String name, InetSocketAddress tracker) throws Exception {
    BroadcastNode node =
        BroadcastNode.start(
            Nodes.settings(shared.resolve(name), "node.data_dir=" + shared.resolve(name)),
            new BroadcastNode.Wish(
                "demo:?rate=500k",
                name,
                List.of("127.0.0.1:" + tracker.getPort()),
                Optional.empty(),
                Optional.empty()));
    PARTS.add(0, node);
    return node.uri();
  }

  @AfterAll
  static void end() throws Exception {
    for (AutoCloseable part : PARTS) {
      part.close();
    }
  }

  @AfterEach
  void close() {
    if (box != null) {
      box.close();
    }
  }

  private Path list() throws Exception {
    return Files.writeString(
        dir.resolve("list.m3u"),
        "#EXTM3U\n"
            + ("#EXTINF:-1 tvg-id=\"one\" tvg-chno=\"11\" tvg-logo=\"http://x/1.png\""
                + " group-title=\"News\",Channel One\n")
            + (one + "\n")
            + "#EXTINF:-1 tvg-id=\"two\" tvg-chno=\"12\",Channel Two\n"
            + (two + "\n")
            + "#EXTINF:-1 tvg-chno=\"13\",The Web!\nhttp://127.0.0.1:1/web.ts\n");
  }

  private BoxNode run(Screen screen, String... more) throws Exception {
    List<String> all = new ArrayList<>(List.of(more));
    all.add("node.data_dir=" + dir.resolve("data"));
    all.add("node.name=Kitchen");
    box = BoxNode.run(Nodes.settings(dir, all.toArray(String[]::new)), screen);
    return box;
  }

  private BoxNode box() throws Exception {
    return run(Screen.of(player), "channels.list=" + list());
  }

  private void awaitState(Predicate<BoxState> wanted) {
    Nodes.await(() -> wanted.test(box.state()), () -> box.state() + " " + player.said);
  }

  private void awaitSaid(String word) {
    Nodes.await(
        () -> player.said.stream().anyMatch(said -> said.contains(word)),
        () -> word + " not in " + player.said);
  }

  @Test
  void playsTheFirstChannelZapsAndTellsRealFigures() throws Exception {
    List<BoxState> heard = new CopyOnWriteArrayList<>();
    box().listen(heard::add);
    assertEquals(
        List.of("one", "two", "The-Web-"), box.channels().stream().map(BoxChannel::id).toList());
    assertEquals(new BoxChannel.Extras("http://x/1.png", "News"), box.channels().get(0).extras());
    awaitSaid("/channel/one.ts Channel One");
    awaitState(s -> s.figures().times().startupMs() >= 0 && s.figures().traffic().down() > 0);
    BoxState state = box.state();
    assertEquals(Status.PLAYING, state.status());
    assertEquals("one", state.channel());
    assertEquals("Channel One", state.name());
    assertEquals(321, state.figures().times().zapMs());
    awaitState(s -> s.figures().bufferSeconds() > 0 && s.figures().times().lagMs() > 0);
    assertEquals(1, box.state().figures().peers());
    assertEquals(1.0, box.state().figures().continuity());
    BoxNeighbour from = box.neighbours().get(0);
    assertEquals("one", from.channel());
    assertTrue(from.address().startsWith("127.0.0.1:"), from::toString);

    box.step(1);
    awaitSaid("/channel/two.ts Channel Two");
    awaitState(s -> s.channel().equals("two") && s.figures().times().startupMs() >= 0);
    assertEquals(List.of("one", "two"), List.copyOf(box.streams().keySet()), "one lingers");
    assertEquals(Set.of(), box.relayed(), "what lingers is no relay, nor what is shown");
    box.channel("11");
    awaitState(s -> s.channel().equals("one"));
    assertTrue(box.state().figures().times().startupMs() >= 0, "it was still there");
    box.channel("the web!");
    awaitSaid("play http://127.0.0.1:1/web.ts The Web!");
    box.step(1);
    awaitState(s -> s.channel().equals("one"));
    box.step(-1);
    awaitState(s -> s.channel().equals("The-Web-"));
    assertTrue(heard.size() > 3, heard::toString);
    assertThrows(RefusedCommandException.class, () -> box.channel("nonsense"));
  }

  @Test
  void anEncoderOnTheNetworkIsServedLikeAnyChannel() throws Exception {
    try (DatagramSocket encoder = new DatagramSocket()) {
      int port = freePort();
      String uri = "udp://127.0.0.1:" + port;
      Path list = Files.writeString(dir.resolve("u.m3u"), "#EXTINF:-1,Encoder\n" + uri + "\n");
      run(Screen.of(player), "channels.list=" + list);
      awaitSaid("/channel/Encoder.ts Encoder");
      URL stream = new URL(box.streams().get("Encoder"));
      CompletableFuture<byte[]> got =
          CompletableFuture.supplyAsync(
              () -> {
                try (InputStream in = stream.openStream()) {
                  return in.readNBytes(100 * 188);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      InetSocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      for (int at = 0; !got.isDone() && at + 1316 <= FakeFeed.CLIP.length; at += 1316) {
        encoder.send(new DatagramPacket(FakeFeed.CLIP, at, 1316, to));
        LockSupport.parkNanos(2_000_000);
      }
      byte[] ts = got.get(20, TimeUnit.SECONDS);
      for (int i = 0; i < ts.length; i += 188) {
        assertEquals(0x47, ts[i]);
      }
      assertThrows(RefusedCommandException.class, () -> box.relay("Encoder", true));
    }
  }

  private static int freePort() throws IOException {
    try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** The real mpv, drawing nowhere. */
  @Test
  void aRealPlayerShowsItAndZaps() throws Exception {
    box =
        BoxNode.run(
            Nodes.settings(
                dir,
                "player.backend=mpv",
                "player.video_output=null",
                "player.audio_output=null",
                "channels.list=" + list(),
                "node.data_dir=" + dir.resolve("data")));
    awaitState(s -> s.status() == Status.PLAYING && s.figures().times().zapMs() > 0);
    byte[] picture = box.screenshot().get(20, TimeUnit.SECONDS);
    assertEquals((byte) 0xff, picture[0], "JPEG");
    assertEquals((byte) 0xd8, picture[1], "JPEG");
    box.step(1);
    awaitState(s -> s.channel().equals("two") && s.status() == Status.PLAYING);
    long first = box.state().figures().times().zapMs();
    box.step(-1);
    awaitState(s -> s.channel().equals("one") && s.status() == Status.PLAYING);
    long back = box.state().figures().times().zapMs();
    assertTrue(first > 0 && back > 0, () -> first + ", " + back);
    System.out.printf("zap to another %d ms, back %d ms%n", first, back);
  }

  @Test
  void remembersTheChannelAndTheSound() throws Exception {
    box().channel("two");
    box.volume(130);
    box.volume(35);
    box.mute(true);
    awaitState(s -> s.sound().equals(new BoxState.Sound(35, true)) && s.channel().equals("two"));
    box.close();
    assertTrue(player.closed);
    player.said.clear();
    box();
    awaitState(s -> s.channel().equals("two") && s.sound().muted());
    assertEquals("volume 35", player.said.get(0));
    assertEquals("mute true", player.said.get(1));
    box.close();
    run(Screen.of(player), "channels.list=" + list(), "channels.play=one");
    awaitState(s -> s.channel().equals("one") && s.sound().volume() == 35);
  }

  @Test
  void messagesAndPicturesNeedAScreen() throws Exception {
    box();
    box.message("Dinner", Duration.ofSeconds(3));
    box.identify();
    awaitSaid("text Dinner 3000");
    awaitSaid("text Kitchen 5000");
    byte[] picture = box.screenshot().get(10, TimeUnit.SECONDS);
    assertArrayEquals("a picture".getBytes(StandardCharsets.US_ASCII), picture);
  }

  @Test
  void aRelayNeedsNoScreen() throws Exception {
    String otherwise = two + "&peer=127.0.0.1:1";
    run(Screen.NONE, "channels.list=" + list(), "relay.channels=" + otherwise + " one");
    awaitState(s -> s.status() == Status.RELAYING && s.figures().traffic().down() > 0);
    assertEquals(2, box.streams().size());
    assertEquals("two", box.state().channel());
    assertEquals("Channel Two", box.state().name(), "as the list has it");
    assertEquals(Set.of("one", "two"), box.relayed());
    assertThrows(RefusedCommandException.class, () -> box.message("x", Duration.ofSeconds(1)));
    assertThrows(RefusedCommandException.class, () -> box.channel("The-Web-"));
    box.relay("two", false);
    Nodes.await(() -> box.streams().size() == 1, () -> box.streams().toString());
    awaitState(s -> s.channel().equals("one"));
    assertEquals(Set.of("one"), box.relayed());
    box.relay("two", true);
    Nodes.await(() -> box.streams().size() == 2, () -> box.streams().toString());
  }

  @Test
  void comesUpWithWhatIsGood() throws Exception {
    run(
        Screen.of(player),
        "channels.list=" + dir.resolve("none.m3u"),
        "channels.play=nowhere",
        "relay.channels=nothing " + one,
        "tracker.urls=http://127.0.0.1:1/");
    awaitState(s -> s.problem().contains("there is no channel"));
    assertEquals(1, box.streams().size());
    assertThrows(RefusedCommandException.class, () -> box.step(1));
    box.channel(two);
    awaitState(s -> s.name().equals("Two") && s.status() == Status.PLAYING);
    awaitState(s -> s.problem().contains("none.m3u cannot be read"));
  }
}
