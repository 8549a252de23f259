package tv.martlet.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tv.martlet.chunk.ChunkUri;
import tv.martlet.chunk.HashFunction;
import tv.martlet.chunk.SwarmMetadata;
import tv.martlet.config.Settings;
import tv.martlet.tracker.ClientSettings;
import tv.martlet.tracker.PeerNum;
import tv.martlet.tracker.StreamStats;

/** Nodes and trackers by their settings: https, certificates, passwords, what is reported. */
class TrackerNodeTest {
  private static final int BYTES = 200_000;

  @TempDir private static Path dir;

  @BeforeAll
  static void makeCertificates() throws Exception {
    sh(
        "openssl ecparam -name prime256v1 -genkey -noout -out k1; openssl pkcs8 -topk8 -nocrypt"
            + " -in k1 -out ca.key");
    sh("openssl req -x509 -new -key ca.key -subj /CN=ca -days 2 -out ca.pem");
    certificate("tracker", "subjectAltName=IP:127.0.0.1");
    certificate("box", "extendedKeyUsage=clientAuth");
    Files.writeString(dir.resolve("users"), "# those who may log in\n\nann:secret: of ann\n");
    Files.writeString(dir.resolve("password"), "secret: of ann\nsecond line\n");
    Files.writeString(dir.resolve("wrong"), "guess\n");
    Files.write(dir.resolve("film.ts"), Arrays.copyOf(FakeFeed.CLIP, BYTES));
  }

  private static void certificate(String name, String extension) throws Exception {
    Files.writeString(dir.resolve(name + ".ext"), extension + "\n");
    sh(
        "openssl ecparam -name prime256v1 -genkey -noout -out k1; openssl pkcs8 -topk8 -nocrypt"
            + " -in k1 -out "
            + name
            + ".key; openssl req -new -key "
            + name
            + ".key -subj /CN="
            + name
            + " -out "
            + name
            + ".csr; openssl x509 -req -in "
            + name
            + ".csr -CA ca.pem -CAkey ca.key"
            + " -CAcreateserial -days 2 -extfile "
            + name
            + ".ext -out "
            + name
            + ".pem");
  }

  private static void sh(String command) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-ec", command)
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("openssl.log").toFile())
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), () -> command);
  }

  private static Settings settings(String... more) throws Exception {
    return Nodes.settings(dir, more);
  }

  private static TrackerNode guarded() throws Exception {
    return TrackerNode.start(
        settings(
            "tracker_server.listen=127.0.0.1:0",
            "tracker_server.tls_cert=" + dir.resolve("tracker.pem"),
            "tracker_server.tls_key=" + dir.resolve("tracker.key"),
            "tracker_server.client_ca=" + dir.resolve("ca.pem"),
            "tracker_server.digest_users_file=" + dir.resolve("users")));
  }

  private static TrackerNode open() throws Exception {
    return TrackerNode.start(settings("tracker_server.listen=127.0.0.1:0"));
  }

  private static String url(String scheme, TrackerNode tracker) {
    return scheme + "://127.0.0.1:" + tracker.address().getPort() + "/";
  }

  private static Settings client(String password, String... urls) throws Exception {
    List<String> options = new ArrayList<>();
    options.add("tracker.urls=" + String.join(" ", urls));
    options.add("tracker.ca=" + dir.resolve("ca.pem"));
    options.add("tracker.cert=" + dir.resolve("box.pem"));
    options.add("tracker.key=" + dir.resolve("box.key"));
    options.add("tracker.user=ann");
    options.add("tracker.password_file=" + dir.resolve(password));
    return settings(options.toArray(String[]::new));
  }

  private static FileNode seed(Settings settings) throws IOException {
    return FileNode.seed(settings, dir.resolve("film.ts"), List.of(), "SHA256", bytes -> {});
  }

  private static void fetch(Settings settings, String uri, String name) throws Exception {
    try (FileNode leecher = FileNode.fetch(settings, uri, dir.resolve(name))) {
      assertEquals(BYTES, leecher.fetching().done().get(20, TimeUnit.SECONDS));
    }
    assertEquals(-1, Files.mismatch(dir.resolve("film.ts"), dir.resolve(name)));
  }

  private static void awaitPeers(TrackerNode tracker, int peers) {
    Nodes.await(
        () -> tracker.countsJson().contains("\"peers\":" + peers + ","), tracker::countsJson);
  }

  @Test
  void peersFindEachOtherAtATrackerWithCertificatesAndPasswords() throws Exception {
    try (TrackerNode tracker = guarded();
        FileNode seeder = seed(client("password", url("https", tracker)))) {
      awaitPeers(tracker, 1);
      fetch(client("password", url("https", tracker)), seeder.uri(), "one.ts");
      awaitPeers(tracker, 1); // the other said goodbye
    }
  }

  @Test
  void whoHasNoPasswordIsNotLetInAndTheOpenTrackerServesAllTheSame() throws Exception {
    try (TrackerNode guarded = guarded();
        TrackerNode open = open();
        FileNode seeder = seed(client("wrong", url("https", guarded), url("http", open)))) {
      awaitPeers(open, 1);
      fetch(settings("tracker.urls=" + url("http", open)), seeder.uri(), "two.ts");
      Nodes.await(() -> !guarded.countsJson().contains("\"errors\":0"), guarded::countsJson);
      awaitPeers(guarded, 0);
    }
  }

  @Test
  void aTrackerIsReplacedByTheNextAndAllMayGo() throws Exception {
    try (TrackerNode second = open();
        TrackerNode first = guarded();
        FileNode seeder = seed(client("password", url("https", first), url("http", second)))) {
      awaitPeers(first, 1);
      awaitPeers(second, 1);
      first.close();
      fetch(client("password", url("https", first), url("http", second)), seeder.uri(), "three.ts");
      second.close();
      fetch(settings(), Nodes.at(seeder.uri(), seeder.peerPort()), "four.ts");
    }
  }

  @Test
  void aLineOfUsersWithoutPasswordIsNamed() throws Exception {
    Path users = Files.writeString(dir.resolve("bad-users"), "ann:x\nbob\n");
    Settings bad = settings("tracker_server.digest_users_file=" + users);
    IOException refused = assertThrows(IOException.class, () -> TrackerNode.start(bad));
    assertTrue(refused.getMessage().endsWith("bad-users:2: want USER:PASSWORD"));
  }

  @Test
  void seedersAndLeechersReportWhatTheySentAndGot() throws Exception {
    Settings limited = settings("peer.upload_limit=80M");
    EventLoopGroup web = Loops.web();
    try (PeerHost a = PeerHost.start(limited.peer(), ClientSettings.DEFAULT, List.of(), web);
        PeerHost b = PeerHost.start(settings().peer(), ClientSettings.DEFAULT, List.of(), web)) {
      SwarmMetadata template = SwarmMetadata.template(HashFunction.SHA256);
      FileSeed seed = FileSeed.start(a, dir.resolve("film.ts"), template, List.of(), x -> {});
      ChunkUri uri = ChunkUri.parse(Nodes.at(seed.uri().toString(), a.address().getPort()));
      String id = seed.uri().metadata().id().toString();
      FileFetch fetch = FileFetch.start(b, uri, dir.resolve("five.ts"), 1 << 20);
      fetch.done().get(20, TimeUnit.SECONDS);
      long chunks = (BYTES - 1) / 1024 + 1;
      Nodes.await(
          () -> b.reported(id).map(StreamStats::downloadedBytes).orElse(0L) == chunks * 1024,
          () -> b.reported(id).toString());
      Nodes.await(
          () -> a.reported(id).map(StreamStats::uploadedBytes).orElse(0L) >= BYTES,
          () -> a.reported(id).toString());
      Nodes.await(
          () -> Math.abs(a.reported(id).orElseThrow().availableBandwidth() - 79_750_000) <= 250_000,
          () -> a.reported(id).toString()); // almost idle again: what was sent fades from the rate
      assertEquals(1, a.reported(id).orElseThrow().links());
      PeerNum self = a.described();
      assertEquals(OptionalInt.of(80_000), self.uploadKbps());
      assertEquals(OptionalInt.of(1), self.links());
      assertEquals(OptionalInt.empty(), b.described().uploadKbps());
      assertEquals(0, b.reported(id).orElseThrow().availableBandwidth());
      fetch.close();
      seed.close();
      assertTrue(a.reported(id).isEmpty());
    } finally {
      Loops.close(web);
    }
  }

  @Test
  void whatALineCarriesIsReportedOnceItHasBeenUsed() throws Exception {
    EventLoopGroup web = Loops.web();
    try (PeerHost a = PeerHost.start(settings().peer(), ClientSettings.DEFAULT, List.of(), web);
        PeerHost b = PeerHost.start(settings().peer(), ClientSettings.DEFAULT, List.of(), web)) {
      SwarmMetadata template = SwarmMetadata.template(HashFunction.SHA256);
      FileSeed seed = FileSeed.start(a, dir.resolve("film.ts"), template, List.of(), x -> {});
      String id = seed.uri().metadata().id().toString();
      Nodes.await(() -> a.reported(id).isPresent(), () -> "no look");
      assertEquals(OptionalInt.empty(), a.described().uploadKbps(), "no limit, nothing sent");
      assertEquals(0, a.reported(id).orElseThrow().availableBandwidth());
      ChunkUri uri = ChunkUri.parse(Nodes.at(seed.uri().toString(), a.address().getPort()));
      FileFetch fetch = FileFetch.start(b, uri, dir.resolve("six.ts"), 1 << 20);
      fetch.done().get(20, TimeUnit.SECONDS);
      Nodes.await(() -> a.described().uploadKbps().orElse(0) > 0, () -> a.described().toString());
      Nodes.await(
          () -> a.reported(id).orElseThrow().availableBandwidth() > 0,
          () -> a.reported(id).toString());
      fetch.close();
      seed.close();
    } finally {
      Loops.close(web);
    }
  }
}
