package tv.martlet.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tv.martlet.media.SourceState.Phase;

class MediaSourceTest {
  private static final long PATIENCE_SECONDS = 20;

  /** A source under test with what came of it; states and bytes are awaited, not slept for. */
  private static final class Watched implements AutoCloseable {
    final LinkedBlockingQueue<SourceState> states = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<Integer> arrivals = new LinkedBlockingQueue<>();
    final Clips.Gather bytes = new Clips.Gather();
    final MediaSource source;

    Watched(MediaInput input) {
      source =
          new MediaSource(
              input,
              b -> {
                int n = b.remaining();
                bytes.accept(b);
                arrivals.add(n);
              },
              states::add,
              new Backoff(50, 200),
              1_000);
      source.start();
    }

    SourceState await(Phase phase) throws InterruptedException {
      SourceState state = poll(states, s -> s.phase() == phase);
      assertTrue(state != null, "never " + phase + ", but " + source.state());
      return state;
    }

    void awaitBytes(int more) throws InterruptedException {
      int got = 0;
      while (got < more) {
        Integer n = arrivals.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertTrue(n != null, got + " bytes came, then none; " + source.state());
        got += n;
      }
    }

    private static <T> T poll(LinkedBlockingQueue<T> queue, Predicate<T> wanted)
        throws InterruptedException {
      T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      while (next != null && !wanted.test(next)) {
        next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
      return next;
    }

    @Override
    public void close() {
      source.close();
      assertTrue(
          List.of(Phase.CLOSED, Phase.ENDED, Phase.FAILED).contains(source.state().phase()),
          source.state().toString());
    }
  }

  /** Time that passes as fast as it is waited for. */
  private static final class Hasty implements PaceClock {
    private long now;

    @Override
    public long nowMicros() {
      return now;
    }

    @Override
    public void await(long micros) {
      now += micros;
    }
  }

  private static Process ffmpeg(String to, String muxer) throws IOException {
    String command =
        "ffmpeg -v quiet -re -f lavfi -i testsrc2=s=160x90:r=25 -f lavfi -i sine=r=48000"
            + " -c:v libx264 -preset ultrafast -g 10 -c:a aac -f "
            + muxer
            + " "
            + to;
    return new ProcessBuilder(Arrays.asList(command.split(" ", -1)))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void kill(Process p) throws InterruptedException {
    p.destroyForcibly();
    assertTrue(p.waitFor(10, TimeUnit.SECONDS));
  }

  private static int freeUdpPort() throws IOException {
    try (DatagramSocket s = new DatagramSocket(0)) {
      return s.getLocalPort();
    }
  }

  private static int freeTcpPort() throws IOException {
    try (ServerSocket s = new ServerSocket(0)) {
      return s.getLocalPort();
    }
  }

  private static void fedOverUdp(String listen, String send, String muxer, boolean restart)
      throws Exception {
    int port = freeUdpPort();
    MediaInput input = MediaInput.of(InputUri.parse(listen.formatted(port)), PaceClock.system());
    try (Watched watched = new Watched(input)) {
      Process first = ffmpeg(send.formatted(port), muxer);
      watched.await(Phase.RUNNING);
      watched.awaitBytes(60_000);
      kill(first);
      if (restart) {
        Process second = ffmpeg(send.formatted(port), muxer);
        watched.awaitBytes(60_000);
        kill(second);
      }
      decodes(watched.bytes.bytes());
    }
  }

  /** The part before the kill has to be sound: joined, it decodes without a complaint. */
  private static void decodes(byte[] received) {
    Clips.Gather joined = new Clips.Gather();
    TsJoiner joiner = new TsJoiner(joined, TsJoiner.AfterGap.NEXT_UNIT);
    joiner.push(ByteBuffer.wrap(received, 0, 50_000));
    assertTrue(joiner.isStarted());
    List<Clips.Packet> packets = Clips.packets(joined.bytes(), "v");
    assertTrue(packets.size() > 5, packets.size() + " pictures");
    assertTrue(packets.get(0).key());
    TsScanner scanner = new TsScanner(new TsListener() {});
    scanner.push(received, 0, 50_000);
    assertEquals(0, scanner.counterErrors());
  }

  @Test
  void udpUnicastFromFfmpegKilledAndRestarted() throws Exception {
    fedOverUdp("udp://127.0.0.1:%d", "udp://127.0.0.1:%d?pkt_size=1316", "mpegts", true);
  }

  @Test
  void udpOnIpv6() throws Exception {
    fedOverUdp("udp://[::1]:%d", "udp://[::1]:%d?pkt_size=1316", "mpegts", false);
  }

  @Test
  void udpMulticastOnAnInterface() throws Exception {
    fedOverUdp(
        "udp://239.77.1.1:%d?interface=lo",
        "udp://239.77.1.1:%d?pkt_size=1316&localaddr=127.0.0.1&ttl=0", "mpegts", false);
  }

  @Test
  void rtpFromFfmpegKilledAndRestarted() throws Exception {
    fedOverUdp("rtp://127.0.0.1:%d", "rtp://127.0.0.1:%d?pkt_size=1328", "rtp_mpegts", true);
  }

  @Test
  void rtpSentToUdpSaysSo() throws Exception {
    int port = freeUdpPort();
    MediaInput input = MediaInput.of(InputUri.parse("udp://127.0.0.1:" + port), PaceClock.system());
    try (Watched watched = new Watched(input)) {
      Process p = ffmpeg("rtp://127.0.0.1:" + port, "rtp_mpegts");
      SourceState state = watched.await(Phase.FAILED);
      kill(p);
      assertTrue(state.sentence().contains("use rtp://"), state.sentence());
    }
  }

  @Test
  void aTakenPortIsToldAndTriedAgain() throws Exception {
    try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      String uri = "udp://127.0.0.1:" + port;
      try (Watched watched = new Watched(MediaInput.of(InputUri.parse(uri), PaceClock.system()))) {
        SourceState state = watched.await(Phase.RETRYING);
        assertTrue(state.sentence().contains("is it taken"), state.sentence());
        taken.close();
        byte[] ts = Arrays.copyOf(Clips.shortH264(), 7 * 188 * 4);
        try (DatagramSocket sender = new DatagramSocket()) {
          InetSocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
          while (watched.source.state().phase() != Phase.RUNNING) {
            for (int at = 0; at < ts.length; at += 1316) {
              sender.send(new DatagramPacket(ts, at, 1316, to));
            }
            watched.states.poll(20, TimeUnit.MILLISECONDS);
          }
        }
      }
    }
  }

  @Test
  void httpFollowsARedirectAndComesBackAfterTheServerBreaksOff() throws Exception {
    byte[] ts = Clips.shortH264();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/old",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/live.ts");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.createContext(
        "/live.ts",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream body = exchange.getResponseBody()) {
            body.write(ts);
          }
        });
    server.start();
    String uri = "http://127.0.0.1:" + server.getAddress().getPort() + "/old";
    try (Watched watched = new Watched(MediaInput.of(InputUri.parse(uri), PaceClock.system()))) {
      watched.awaitBytes(2 * ts.length);
      byte[] got = watched.bytes.bytes();
      assertArrayEquals(ts, Arrays.copyOf(got, ts.length));
      assertArrayEquals(ts, Arrays.copyOfRange(got, ts.length, 2 * ts.length));
      server.stop(0);
      SourceState state = watched.await(Phase.RETRYING);
      while (!state.sentence().contains("is the server running?")) {
        state = watched.await(Phase.RETRYING);
      }
      assertTrue(state.restarts() >= 1);
    }
  }

  @Test
  void httpFromFfmpegAsServer() throws Exception {
    int port = freeTcpPort();
    String uri = "http://127.0.0.1:" + port + "/live.ts";
    try (Watched watched = new Watched(MediaInput.of(InputUri.parse(uri), PaceClock.system()))) {
      watched.await(Phase.RETRYING);
      Process first = ffmpeg(uri, "mpegts -listen 1");
      watched.await(Phase.RUNNING);
      watched.awaitBytes(40_000);
      kill(first);
      watched.await(Phase.RETRYING);
      Process second = ffmpeg(uri, "mpegts -listen 1");
      watched.await(Phase.RUNNING);
      watched.awaitBytes(40_000);
      kill(second);
    }
  }

  @Test
  void httpRedirectsWithoutEndAreGivenUp() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Location", exchange.getRequestURI() + "x");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.start();
    String uri = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    try (Watched watched = new Watched(MediaInput.of(InputUri.parse(uri), PaceClock.system()))) {
      SourceState state = watched.await(Phase.RETRYING);
      assertTrue(state.sentence().contains("redirected too often"), state.sentence());
    }
    server.stop(0);
  }

  @Test
  void fileIsPlayedToItsEnd(@TempDir Path dir) throws Exception {
    Path file = Files.write(dir.resolve("clip.ts"), Clips.h264());
    Hasty clock = new Hasty();
    MediaInput input = MediaInput.of(InputUri.parse(file.toString()), clock);
    try (Watched watched = new Watched(input)) {
      watched.await(Phase.ENDED);
      byte[] got = watched.bytes.bytes();
      assertEquals("", Clips.complaints(got));
      assertEquals(Clips.packets(Clips.h264(), "v").size(), Clips.packets(got, "v").size());
      assertEquals(6.0, clock.now / 1e6, 0.3);
    }
  }

  @Test
  void recordingCutAnywhereLoopsWithoutAComplaint(@TempDir Path dir) throws Exception {
    byte[] ts = Clips.h264();
    Path file = Files.write(dir.resolve("cut.ts"), Arrays.copyOfRange(ts, 77_777, ts.length));
    MediaInput input = MediaInput.of(InputUri.parse(file + "?loop"), new Hasty());
    byte[] got = passes(ts, input);
    TsScanner scanner = new TsScanner(new TsListener() {});
    scanner.push(got, 0, got.length);
    assertEquals(0, scanner.counterErrors() + scanner.discontinuities());
    assertEquals("", Clips.complaints(got));
  }

  /** A prefix of the loop that ends with a pass, so that no picture is cut off. */
  private static byte[] passes(byte[] ts, MediaInput input) throws IOException {
    Clips.Gather gather = new Clips.Gather();
    input.open();
    while (gather.size() < ts.length * 5 / 2) {
      input.read(gather, 250);
    }
    input.close();
    byte[] got = gather.bytes();
    int[] lastUnit = {0};
    TsListener listener =
        new TsListener() {
          @Override
          public void randomAccess(TsStream stream, long offset, long pts) {
            lastUnit[0] = (int) offset;
          }
        };
    new TsScanner(listener).push(got, 0, got.length);
    return Arrays.copyOf(got, lastUnit[0]);
  }

  @Test
  void demoRunsAtAnyRate() throws Exception {
    Hasty clock = new Hasty();
    MediaInput input = MediaInput.of(InputUri.parse("demo:?rate=2M"), clock);
    Clips.Gather gather = new Clips.Gather();
    input.open();
    while (clock.now < 20_000_000) {
      assertEquals(MediaInput.Read.SOME, input.read(gather, 250));
    }
    input.close();
    assertEquals(2_000_000 * 20 / 8.0, (double) gather.size(), 50_000);
    TsScanner scanner = new TsScanner(new TsListener() {});
    scanner.push(gather.bytes(), 0, gather.size());
    assertEquals(0, scanner.counterErrors() + scanner.discontinuities());
  }

  @Test
  void otherFormatsAreNamed(@TempDir Path dir) throws Exception {
    saysOf(dir, "-f mp4 -movflags frag_keyframe+empty_moov", "found MP4");
    saysOf(dir, "-f matroska", "found Matroska");
    saysOf(dir, "-f flv -ar 44100", "found FLV");
    saysOf(dir, "-f mpegts -mpegts_m2ts_mode 1", "packets of 192");
    saysOf(dir, "-f h264 -an", "found a bare video stream");
  }

  private static void saysOf(Path dir, String format, String expected) throws Exception {
    byte[] other =
        Clips.run(
                Arrays.asList(
                    ("ffmpeg -v error -f lavfi -i testsrc2=s=320x180 -f lavfi -i sine -t 1 -c:v"
                            + " libx264 -preset ultrafast -c:a aac "
                            + format
                            + " -")
                        .split(" ", -1)),
                new byte[0])
            .out();
    Path file = Files.write(dir.resolve("other"), other);
    try (Watched watched =
        new Watched(MediaInput.of(InputUri.parse(file.toString()), PaceClock.system()))) {
      SourceState state = watched.await(Phase.FAILED);
      assertTrue(state.sentence().contains(expected), state.sentence());
    }
  }

  @Test
  void aMissingFileIsToldOnce() throws Exception {
    MediaInput input = MediaInput.of(InputUri.parse("/no/such.ts"), PaceClock.system());
    try (Watched watched = new Watched(input)) {
      assertTrue(watched.await(Phase.FAILED).sentence().contains("no such file"));
    }
  }

  @Test
  void aPipeIsReadToItsEndAndAWaitingOneIsLeftAtOnce() throws Exception {
    byte[] ts = Clips.shortH264();
    Pipe pipe = Pipe.open();
    Watched watched = new Watched(new PipeInput("pipe", pipe.source()));
    pipe.sink().write(ByteBuffer.wrap(ts, 0, 188 * 100));
    watched.awaitBytes(188 * 100);
    pipe.sink().close();
    watched.await(Phase.ENDED);
    watched.close();
    Pipe silent = Pipe.open();
    Watched waiting = new Watched(new PipeInput("pipe", silent.source()));
    silent.sink().write(ByteBuffer.wrap(ts, 0, 188 * 100));
    waiting.awaitBytes(188 * 100);
    waiting.close();
    assertEquals(Phase.CLOSED, waiting.source.state().phase());
    silent.sink().close();
  }

  @Test
  void silenceIsTold() throws Exception {
    String uri = "udp://127.0.0.1:0";
    try (Watched watched = new Watched(MediaInput.of(InputUri.parse(uri), PaceClock.system()))) {
      SourceState state = watched.await(Phase.SILENT);
      assertEquals(uri + ": no packet for 1 s: is the encoder sending here?", state.sentence());
    }
  }
}
