package tv.martlet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job with real programs: ffmpeg's test picture and tone, a broadcaster, a tracker, two
 * relays and viewers, each a process of its own; ffmpeg decodes and mpv shows what arrives.
 */
class PictureTest {
  private static final int FPS = 25;
  private static final int SECONDS = 20;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir Path dir;
  private Household home;

  @BeforeEach
  void open() {
    home = new Household(dir);
  }

  @AfterEach
  void close() throws InterruptedException {
    home.close();
  }

  /** ffmpeg's test picture and tone as a live MPEG-TS on standard output. */
  private static List<String> encoder(String... video) {
    List<String> line = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin", "-re"));
    line.addAll(List.of("-f", "lavfi", "-i", "testsrc=size=320x180:rate=" + FPS));
    line.addAll(List.of("-f", "lavfi", "-i", "sine=440", "-c:a", "aac", "-c:v"));
    line.addAll(List.of(video));
    line.addAll(List.of("-pix_fmt", "yuv420p", "-g", "25", "-b:v", "700k"));
    line.addAll(List.of("-f", "mpegts", "-"));
    return line;
  }

  private static List<String> h264() {
    return encoder("libx264", "-preset", "ultrafast", "-tune", "zerolatency");
  }

  private static List<String> hevc() {
    return encoder("libx265", "-preset", "ultrafast", "-x265-params", "log-level=none:bframes=0");
  }

  private static int freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A broadcaster that leaves most of the work to the relays, as in life. */
  private Member broadcast(List<String> encoder, String name, String tracker, int port)
      throws IOException {
    String[] words =
        home.node(
            name,
            "broadcast",
            "-",
            "--tracker",
            tracker,
            "--set",
            "peer.upload_slots=2",
            "--set",
            "peer.listen=127.0.0.1:" + port);
    return home.piped(name, encoder, words);
  }

  private static String uri(Member broadcaster) throws InterruptedException {
    return broadcaster.awaitJson().get("uri").getAsString();
  }

  /** Decodes a stream as it comes and tells how many pictures there were. */
  private Member decoder(String name, String url, int seconds) throws IOException {
    return home.program(
        name,
        "ffmpeg",
        "-v",
        "error",
        "-nostdin",
        "-i",
        url,
        "-t",
        String.valueOf(seconds),
        "-progress",
        "pipe:1",
        "-stats_period",
        "0.2",
        "-f",
        "null",
        "-");
  }

  private static long frames(Member decoder) {
    List<String> out = decoder.out();
    for (int i = out.size() - 1; i >= 0; i--) {
      if (out.get(i).startsWith("frame=")) {
        return frames(out.get(i));
      }
    }
    return 0;
  }

  private static long frames(String line) {
    return line.startsWith("frame=") ? Long.parseLong(line.substring(6).strip()) : -1;
  }

  private void awaitFrames(Member decoder, long wanted) throws InterruptedException {
    decoder.awaitOut(line -> frames(line) >= wanted);
  }

  private void assertClean(Member decoder) throws InterruptedException {
    assertEquals(0, decoder.awaitExit(2 * SECONDS), decoder::story);
    assertEquals(List.of(), decoder.err(), () -> home.story());
    long all = (long) SECONDS * FPS;
    assertTrue(frames(decoder) >= all - FPS, () -> frames(decoder) + " of " + all + " pictures");
  }

  @Test
  void thePictureArrivesWholeAndGoesOnWhateverFalls() throws Exception {
    Household.Tracker tracker = home.tracker();
    int port = freePort();
    Member injector = broadcast(h264(), "injector", tracker.address(), port);
    String uri = uri(injector);
    Member relay = home.relay("relay 1", uri);
    Household.stream(relay);
    Member relay2 = home.relay("relay 2", uri);
    Household.stream(relay2);
    awaitNeighbours(relay, 1);
    awaitNeighbours(relay2, 1);
    Member viewer =
        home.viewer(
            "viewer",
            uri,
            "--player",
            "mpv",
            "--set",
            "player.video_output=null",
            "--set",
            "player.audio_output=null");
    String url = Household.stream(viewer);
    Member whole = decoder("decoder", url, SECONDS);
    awaitFrames(whole, 50);
    assertTestPicture(screenshot(viewer));
    assertClean(whole);
    assertCameFrom(viewer, relay, relay2);

    Member disturbed = decoder("decoder of what is disturbed", url, SECONDS);
    awaitFrames(disturbed, 2 * FPS);
    relay.signal("KILL");
    awaitFrames(disturbed, frames(disturbed) + 4 * FPS);
    tracker.member().signal("KILL");
    assertClean(disturbed);

    Member longer = decoder("decoder over restarts", url, 10 * SECONDS);
    awaitFrames(longer, FPS);
    injector.signal("TERM");
    assertEquals(143, injector.awaitExit(10), injector::story);
    Member second = broadcast(h264(), "injector", tracker.address(), port);
    assertEquals(uri, uri(second));
    awaitFrames(longer, frames(longer) + 5 * FPS);
    second.signal("KILL");
    second.awaitExit(10);
    uri(broadcast(h264(), "injector", tracker.address(), port));
    awaitFrames(longer, frames(longer) + 5 * FPS);
    assertTestPicture(screenshot(viewer));
    home.assertNoTraces();
  }

  @Test
  void hevcArrivesWholeToo() throws Exception {
    Household.Tracker tracker = home.tracker();
    String uri = uri(broadcast(hevc(), "injector", tracker.address(), 0));
    home.relay("relay 1", uri);
    home.relay("relay 2", uri);
    String url = Household.stream(home.viewer("viewer", uri, "--player", "none"));
    assertClean(decoder("decoder", url, SECONDS));
    home.assertNoTraces();
  }

  // ---- what the nodes say of themselves ----

  private static JsonObject channel(Member node) throws IOException, InterruptedException {
    URI status = URI.create(Household.stream(node)).resolve("/api/v1/status");
    HttpResponse<String> answer =
        CLIENT.send(HttpRequest.newBuilder(status).build(), HttpResponse.BodyHandlers.ofString());
    JsonObject channels =
        JsonParser.parseString(answer.body()).getAsJsonObject().getAsJsonObject("channels");
    return channels.entrySet().iterator().next().getValue().getAsJsonObject();
  }

  private static void awaitNeighbours(Member node, int count)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + 30_000_000_000L;
    while (channel(node).get("neighbours").getAsInt() < count) {
      assertTrue(System.nanoTime() < end, node::story);
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** The relays have sent a good part of it. */
  private void assertCameFrom(Member viewer, Member... relays) throws Exception {
    Map<String, com.google.gson.JsonElement> from =
        channel(viewer).getAsJsonObject("bytesFrom").asMap();
    long all = from.values().stream().mapToLong(e -> e.getAsLong()).sum();
    long relayed = 0;
    for (Member relay : relays) {
      String address = "127.0.0.1:" + relay.awaitJson().get("peer_port").getAsInt();
      relayed += from.containsKey(address) ? from.get(address).getAsLong() : 0;
    }
    // Where no line is full, new chunks are asked of whoever has them first, the injector too.
    assertTrue(relayed > all / 4, from::toString);
  }

  // ---- what the screen shows ----

  /** Asks the viewer's own mpv for its picture. */
  private BufferedImage screenshot(Member viewer) throws Exception {
    Path file = dir.resolve("shot.png");
    ProcessHandle mpv = viewer.process().children().findFirst().orElseThrow();
    String option = "--input-ipc-server=";
    String socket =
        List.of(mpv.info().arguments().orElseThrow()).stream()
            .filter(word -> word.startsWith(option))
            .map(word -> word.substring(option.length()))
            .findFirst()
            .orElseThrow();
    String command =
        "{\"command\":[\"screenshot-to-file\",\"" + file + "\",\"video\"],\"request_id\":7}\n";
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap(command.getBytes(StandardCharsets.UTF_8)));
      BufferedReader answers =
          new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
      String answer = answers.readLine();
      while (!answer.contains("\"request_id\":7")) {
        answer = answers.readLine();
      }
      assertTrue(answer.contains("success"), answer);
    }
    return ImageIO.read(file.toFile());
  }

  /** Compares with the picture's parts that stand still: its bars, not its counter. */
  private void assertTestPicture(BufferedImage shown) throws Exception {
    BufferedImage early = reference(0);
    BufferedImage late = reference(7.3);
    int still = 0;
    int alike = 0;
    for (int y = 0; y < early.getHeight(); y++) {
      for (int x = 0; x < early.getWidth(); x++) {
        if (distance(early.getRGB(x, y), late.getRGB(x, y)) < 10) {
          still++;
          alike += distance(early.getRGB(x, y), shown.getRGB(x, y)) < 60 ? 1 : 0;
        }
      }
    }
    int seen = alike;
    int all = still;
    assertTrue(all > 320 * 180 / 4 && seen > all * 0.9, () -> seen + " of " + all + " pixels");
  }

  private static int distance(int a, int b) {
    int far = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      far = Math.max(far, Math.abs((a >> shift & 0xff) - (b >> shift & 0xff)));
    }
    return far;
  }

  private BufferedImage reference(double second) throws Exception {
    Path file = dir.resolve("reference-" + second + ".png");
    Member made =
        home.program(
            "reference",
            "ffmpeg",
            "-v",
            "error",
            "-nostdin",
            "-y",
            "-f",
            "lavfi",
            "-i",
            "testsrc=size=320x180:rate=25",
            "-ss",
            String.valueOf(second),
            "-frames:v",
            "1",
            file.toString());
    assertEquals(0, made.awaitExit(30), made::story);
    return ImageIO.read(file.toFile());
  }
}
