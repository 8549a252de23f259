package tv.martlet.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tv.martlet.chunk.ChunkUri;
import tv.martlet.chunk.SignatureAlgorithm;
import tv.martlet.chunk.SigningKey;
import tv.martlet.chunk.SwarmMetadata;

/** The verbs as processes: files between two of them, the demo, Ctrl-C, and wrong use. */
class ProcessesTest {
  /** Of the right length, but no key. */
  private static final String LIVE = "ppsp:///0d" + "a7".repeat(64) + "?ca=4";

  private static final String WEB = "http.listen=127.0.0.1:0";

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

  private Path file(String name, int bytes) throws IOException {
    byte[] content = new byte[bytes];
    new SplittableRandom(bytes).nextBytes(content);
    return Files.write(dir.resolve(name), content);
  }

  @Test
  void aFileComesWholeAndABrokenOffOneIsSaidToBe() throws Exception {
    Path original = file("original", 3_000_001);
    String tracker = home.tracker().address();
    Member seeder =
        home.martlet(
            "seeder", home.node("seeder", "seed", original.toString(), "--tracker", tracker));
    String uri = seeder.awaitJson().get("uri").getAsString();
    Path copy = dir.resolve("copy");
    Member leecher =
        home.martlet("leecher", home.node("leecher", "fetch", uri, "-o", copy.toString()));
    assertEquals(3_000_001, leecher.awaitJson().get("bytes").getAsInt());
    assertEquals(0, leecher.awaitExit(20), leecher::story);
    assertArrayEquals(Files.readAllBytes(original), Files.readAllBytes(copy));

    Member again = home.martlet("again", home.node("again", "fetch", uri, "-o", copy.toString()));
    assertComplaint(again, 2, copy + " is there already: move it away or name another with -o");

    seeder.signal("INT");
    assertEquals(130, seeder.awaitExit(10), seeder::story);
    Path cut = dir.resolve("cut");
    Member waiting =
        home.martlet("waiting", home.node("waiting", "fetch", uri, "-o", cut.toString()));
    waiting.awaitErr(line -> line.contains("knows this peer"));
    waiting.signal("INT");
    assertEquals(130, waiting.awaitExit(10), waiting::story);
    assertTrue(Files.exists(dir.resolve("cut.part")) && !Files.exists(cut), waiting::story);
    waiting.awaitErr(line -> line.contains("what came is in " + cut + ".part"));
    home.assertNoTraces();
  }

  @Test
  void theDemoReportsAndEndsAtOnceWhenTold() throws Exception {
    Member demo = home.martlet("demo", "demo", "--seconds", "10", "--json", "--viewers", "3");
    assertEquals(0, demo.awaitExit(60), demo::story);
    JsonObject report = JsonParser.parseString(String.join("\n", demo.out())).getAsJsonObject();
    assertEquals(2, report.getAsJsonArray("relays").size());
    assertEquals(3, report.getAsJsonArray("viewers").size());
    for (JsonElement row : report.getAsJsonArray("viewers")) {
      JsonObject viewer = row.getAsJsonObject();
      assertEquals(1.0, viewer.get("continuity").getAsDouble(), demo::story);
      assertTrue(viewer.get("startup_ms").getAsLong() >= 0, demo::story);
      assertTrue(viewer.get("lag_ms").getAsLong() >= 0, demo::story);
      assertFalse(viewer.getAsJsonObject("bytes_from").isEmpty(), demo::story);
    }
    assertTrue(report.getAsJsonObject("injector").get("uploaded_ratio").getAsDouble() > 0);

    Member stopped = home.martlet("stopped", "demo", "--json", "--viewers", "1", "--relays", "1");
    stopped.awaitErr(line -> line.contains("Web on "));
    stopped.signal("INT");
    assertEquals(130, stopped.awaitExit(4), stopped::story);
    home.assertNoTraces();
  }

  private void assertComplaint(Member member, int code, String sentence)
      throws InterruptedException {
    assertEquals(code, member.awaitExit(30), member::story);
    List<String> said = member.err().stream().filter(l -> l.startsWith("martlet: ")).toList();
    assertEquals(1, said.size(), member::story);
    assertTrue(said.get(0).contains(sentence), member::story);
    long times = member.err().stream().filter(l -> l.contains(sentence)).count();
    assertEquals(1, times, member::story);
  }

  private record Wrong(int code, String sentence, List<String> words) {
    Wrong(int code, String sentence, String... words) {
      this(code, sentence, List.of(words));
    }
  }

  private static String channel() {
    SigningKey key = SigningKey.generate(SignatureAlgorithm.ECDSAP256SHA256, new SecureRandom());
    return new ChunkUri(SwarmMetadata.live(key.publicKey().id())).toString();
  }

  private List<Wrong> wrongUse(int taken) throws IOException {
    Path garbage = Files.writeString(dir.resolve("garbage.pem"), "no key");
    Path noise = file("noise.ts", 100_000);
    List<Wrong> all = new ArrayList<>();
    all.add(new Wrong(2, "no input: name a file", "broadcast"));
    all.add(new Wrong(1, "none.ts: there is no such file", "broadcast", "none.ts"));
    all.add(new Wrong(1, "the input is not MPEG-TS", "broadcast", noise.toString()));
    all.add(new Wrong(1, "the input ended before anything came", "broadcast", "-"));
    all.add(new Wrong(1, "no private key", "broadcast", "-", "--key", garbage.toString()));
    all.add(new Wrong(1, "make one with martlet keygen", "broadcast", "-", "--key", "none.pem"));
    all.add(new Wrong(2, "begins with ppsp://", "play", "nonsense", "--set", WEB));
    all.add(new Wrong(2, "use martlet play", "fetch", LIVE));
    all.add(new Wrong(2, "no point of the curve", "play", LIVE, "--player", "none", "--set", WEB));
    all.add(new Wrong(2, "did you mean peer.pex?", "broadcast", "-", "--set", "peer.pexx=1"));
    all.add(new Wrong(2, "name SHA1, SHA224", "seed", noise.toString(), "--hash", "MD5"));
    all.add(
        new Wrong(
            1,
            "set peer.listen to another",
            "broadcast",
            "-",
            "--set",
            "peer.listen=127.0.0.1:" + taken));
    all.add(
        new Wrong(
            1,
            "set http.listen to",
            "play",
            channel(),
            "--player",
            "none",
            "--set",
            "http.listen=127.0.0.1:" + taken));
    return all;
  }

  @Test
  void wrongUseIsMetWithOneLineAndTheRightCode() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket tcp = new ServerSocket(0, 1, loopback);
        DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), loopback)) {
      Map<Member, Wrong> running = new LinkedHashMap<>();
      for (Wrong wrong : wrongUse(udp.getLocalPort())) {
        String name = "wrong " + running.size();
        Member member = home.martlet(name, home.node(name, wrong.words().toArray(String[]::new)));
        member.process().getOutputStream().close();
        running.put(member, wrong);
        if (running.size() % 4 == 0) { // not all at once: they would starve each other
          check(running);
        }
      }
      check(running);
      String listen = "tracker_server.listen=127.0.0.1:" + tcp.getLocalPort();
      Member tracker = home.martlet("tracker", "tracker", "--set", listen);
      assertComplaint(tracker, 1, "choose another address or port (tracker_server.listen)");
    }
    home.assertNoTraces();
  }

  private void check(Map<Member, Wrong> running) throws InterruptedException {
    for (Map.Entry<Member, Wrong> each : running.entrySet()) {
      assertComplaint(each.getKey(), each.getValue().code(), each.getValue().sentence());
    }
  }

  @Test
  void aTrackerThatIsNotThereStopsNobody() throws Exception {
    int nobody;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = free.getLocalPort();
    }
    Member injector =
        home.martlet(
            "injector",
            home.node("injector", "broadcast", "demo:", "--tracker", "127.0.0.1:" + nobody));
    injector.awaitErr(line -> line.contains("it cannot be reached"));
    injector.awaitErr(line -> line.contains("Mbit/s")); // goes on
    injector.signal("TERM");
    assertEquals(143, injector.awaitExit(10), injector::story);
    assertEquals(1, injector.out().size(), injector::story);
    home.assertNoTraces();
  }
}
