package tv.martlet.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tv.martlet.tracker.Rig.uri;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** https, passwords and certificates over real sockets, with files that openssl makes. */
class TlsTest {
  @TempDir private static Path dir;
  private final Rig rig = new Rig();
  private final Heard one = new Heard();
  private final Heard two = new Heard();

  @BeforeAll
  static void makeCertificates() throws Exception {
    authority("ca");
    authority("stranger");
    certificate("tracker", "ca", "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1");
    certificate("elsewhere", "ca", "subjectAltName=DNS:elsewhere.example");
    certificate("box", "ca", "extendedKeyUsage=clientAuth");
    certificate("forged", "stranger", "extendedKeyUsage=clientAuth");
  }

  @AfterEach
  void close() throws Exception {
    rig.close();
  }

  private static void openssl(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(words));
    Path log = dir.resolve("openssl.log");
    Process process =
        new ProcessBuilder(command)
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), () -> String.join(" ", command) + ": " + text(log));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void key(String name) throws Exception {
    openssl(
        "genpkey",
        "-algorithm",
        "EC",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-out",
        name + ".key");
  }

  private static void authority(String name) throws Exception {
    key(name);
    openssl(
        "req",
        "-x509",
        "-new",
        "-key",
        name + ".key",
        "-subj",
        "/CN=" + name,
        "-days",
        "2",
        "-out",
        name + ".pem");
  }

  private static void certificate(String name, String issuer, String extension) throws Exception {
    key(name);
    openssl("req", "-new", "-key", name + ".key", "-subj", "/CN=" + name, "-out", name + ".csr");
    Files.writeString(dir.resolve(name + ".ext"), extension + "\n");
    openssl(
        "x509",
        "-req",
        "-in",
        name + ".csr",
        "-CA",
        issuer + ".pem",
        "-CAkey",
        issuer + ".key",
        "-CAcreateserial",
        "-days",
        "2",
        "-extfile",
        name + ".ext",
        "-out",
        name + ".pem");
  }

  private static Path file(String name) {
    return dir.resolve(name);
  }

  private static TlsFiles tls(String name) {
    return new TlsFiles(
        Optional.of(file(name + ".pem")),
        Optional.of(file(name + ".key")),
        Optional.of(file("ca.pem")));
  }

  private static TlsFiles trusting(String authority) {
    return new TlsFiles(Optional.empty(), Optional.empty(), Optional.of(file(authority + ".pem")));
  }

  private static ServerSettings server(String name, ClientCertificates clients, boolean digest) {
    DigestUsers users = new DigestUsers("martlet", Map.of("ann", "secret"), true);
    return ServerSettings.of(
        new TrackerAccess(
            Optional.of(tls(name)), clients, digest ? Optional.of(users) : Optional.empty()));
  }

  private TrackerClient client(TlsFiles tls, String password, Heard heard) throws IOException {
    Optional<DigestCredentials> digest =
        password.isEmpty() ? Optional.empty() : Optional.of(new DigestCredentials("ann", password));
    return rig.client(
        new ClientSettings(
            Optional.empty(), tls, digest, ClientServerTest.QUICK.times(), MessageLimits.RESPONSE),
        heard,
        1001);
  }

  private void join(TrackerClient client, String host, TrackerServer server) {
    client.join("aa", PeerMode.LEECH, List.of(uri("https", host, server)));
  }

  @Test
  void https() throws Exception {
    TrackerServer server = rig.server("::", 0, server("tracker", ClientCertificates.NONE, false));
    for (String host : List.of("127.0.0.1", "[::1]", "localhost")) {
      Heard heard = new Heard();
      join(client(trusting("ca"), "", heard), host, server);
      heard.await("up");
    }
  }

  @Test
  void aTrackerThatIsNotTrustedOrNotTheOne() throws Exception {
    TrackerServer server =
        rig.server("127.0.0.1", 0, server("tracker", ClientCertificates.NONE, false));
    join(client(trusting("stranger"), "", one), "127.0.0.1", server);
    String down = one.await("down");
    assertTrue(down.contains("its certificate is not accepted"), down);
    assertTrue(down.contains("this board's clock"), down);
    TrackerServer other =
        rig.server("127.0.0.1", 0, server("elsewhere", ClientCertificates.NONE, false));
    join(client(trusting("ca"), "", two), "127.0.0.1", other);
    assertTrue(two.await("down").contains("its certificate is not accepted"));
  }

  @Test
  void passwordsOverHttps() throws Exception {
    TrackerServer server =
        rig.server("127.0.0.1", 0, server("tracker", ClientCertificates.NONE, true));
    TrackerClient good = client(trusting("ca"), "secret", one);
    join(good, "127.0.0.1", server);
    one.await("up");
    join(client(trusting("ca"), "guess", two), "127.0.0.1", server);
    String down = two.await("down");
    assertTrue(down.contains("wants a user and password"), down);
    assertEquals(1, server.counts().get(10, TimeUnit.SECONDS).peers());
  }

  @Test
  void passwordsOverPlainHttp() throws Exception {
    DigestUsers users = new DigestUsers("martlet", Map.of("ann", "secret"), false);
    TrackerServer server =
        rig.server(
            "127.0.0.1",
            0,
            ServerSettings.of(
                new TrackerAccess(Optional.empty(), ClientCertificates.NONE, Optional.of(users))));
    Rig.Reply refused =
        Rig.ask(server, Rig.http(MessageWriter.write(Samples.leech("t", "p", "aa"))));
    assertEquals(401, refused.status());
    assertTrue(refused.head().contains("www-authenticate: Digest realm=\"martlet\""));
    assertEquals(Response.failed(ErrorCode.AUTHENTICATION_REQUIRED, "t"), refused.response());
    TrackerClient client = client(TlsFiles.SYSTEM, "secret", one);
    client.join("aa", PeerMode.LEECH, List.of(uri(server)));
    one.await("up");
    client.join("bb", PeerMode.LEECH, List.of(uri(server)));
    TrackerClient nobody = client(TlsFiles.SYSTEM, "", two);
    nobody.join("bb", PeerMode.LEECH, List.of(uri(server)));
    assertTrue(two.await("down").contains("wants a user and password"));
  }

  @Test
  void certificatesOfClients() throws Exception {
    TrackerServer server =
        rig.server("127.0.0.1", 0, server("tracker", ClientCertificates.REQUIRED, false));
    join(client(tls("box"), "", one), "127.0.0.1", server);
    one.await("up");
    join(client(trusting("ca"), "", two), "127.0.0.1", server);
    two.await("down");
    TlsFiles forged =
        new TlsFiles(
            Optional.of(file("forged.pem")),
            Optional.of(file("forged.key")),
            Optional.of(file("ca.pem")));
    Heard three = new Heard();
    join(client(forged, "", three), "127.0.0.1", server);
    three.await("down");
    assertEquals(1, server.counts().get(10, TimeUnit.SECONDS).peers());
  }

  @Test
  void aCertificateOrAPassword() throws Exception {
    TrackerServer server =
        rig.server("127.0.0.1", 0, server("tracker", ClientCertificates.OPTIONAL, true));
    join(client(tls("box"), "", one), "127.0.0.1", server);
    one.await("up");
    join(client(trusting("ca"), "secret", two), "127.0.0.1", server);
    two.await("up");
    Heard three = new Heard();
    join(client(trusting("ca"), "", three), "127.0.0.1", server);
    assertTrue(three.await("down").contains("wants a user and password or a certificate"));
  }

  @Test
  void aCertificateWhereOnlyOneWouldDo() throws Exception {
    TrackerServer server =
        rig.server("127.0.0.1", 0, server("tracker", ClientCertificates.OPTIONAL, false));
    join(client(trusting("ca"), "", one), "127.0.0.1", server);
    assertTrue(one.await("down").contains("certificate"));
    join(client(tls("box"), "", two), "127.0.0.1", server);
    two.await("up");
  }

  @Test
  void filesThatAreOfNoUseAreNamed() throws Exception {
    Files.writeString(file("broken.pem"), "nothing");
    TlsFiles missing = TlsFiles.server(file("none.pem"), file("tracker.key"));
    TlsFiles broken = TlsFiles.server(file("broken.pem"), file("tracker.key"));
    for (TlsFiles files : List.of(missing, broken)) {
      ServerSettings settings =
          ServerSettings.of(
              new TrackerAccess(Optional.of(files), ClientCertificates.NONE, Optional.empty()));
      IOException e = assertThrows(IOException.class, () -> rig.server("127.0.0.1", 0, settings));
      assertTrue(e.getMessage().contains(files.chain().orElseThrow().toString()), e.getMessage());
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new TlsFiles(Optional.of(file("ca.pem")), Optional.empty(), Optional.empty()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new TrackerAccess(Optional.empty(), ClientCertificates.REQUIRED, Optional.empty()));
  }
}
