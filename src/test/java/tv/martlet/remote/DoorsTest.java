package tv.martlet.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a broker's door is opened, and what is said when it stays shut. */
class DoorsTest {
  @TempDir private static Path dir;
  private static Certificates certificates;

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificates = new Certificates(dir);
    certificates.authority("ca");
    certificates.authority("stranger");
    certificates.certificate("broker", "ca", "subjectAltName=DNS:localhost,IP:127.0.0.1");
    certificates.certificate("elsewhere", "ca", "subjectAltName=DNS:elsewhere.example");
    certificates.certificate("box", "ca", "extendedKeyUsage=clientAuth");
    certificates.certificate("forged", "stranger", "extendedKeyUsage=clientAuth");
    Process process =
        new ProcessBuilder(
                "mosquitto_passwd", "-b", "-c", dir.resolve("users").toString(), "ann", "s3cret")
            .start();
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    Files.writeString(dir.resolve("good"), "s3cret\n");
    Files.writeString(dir.resolve("bad"), "guess\n");
  }

  private static String path(String name) {
    return dir.resolve(name).toString();
  }

  private static Broker broker(String... lines) throws Exception {
    return Broker.start(dir, lines);
  }

  private static Broker tls(String certificate, String... further) throws Exception {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "certfile " + path(certificate + ".pem"),
                "keyfile " + path(certificate + ".key"),
                "cafile " + path("ca.pem")));
    lines.addAll(List.of(further));
    return broker(lines.toArray(String[]::new));
  }

  /** What comes of an attempt: "up", or why not. */
  private static String attempt(TestDesk desk) throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    try (Wire wire =
        PahoWire.open(
            Access.of(desk.broker(), "martlet-test"),
            new Wire.Purpose(Optional.empty(), List.of("martlet/test/set")),
            new Ear(heard))) {
      String first = heard.poll(30, TimeUnit.SECONDS);
      return first == null ? "nothing" : first;
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  private record Ear(BlockingQueue<String> heard) implements Wire.Listener {
    @Override
    public void up() {
      heard.add("up");
    }

    @Override
    public void down(String sentence) {
      heard.add(sentence);
    }

    @Override
    public void arrived(Message message) {}

    @Override
    public void moved() {}
  }

  private static void assertSays(String part, TestDesk desk) throws Exception {
    String said = attempt(desk);
    assertTrue(said.contains(part), said);
  }

  private static TestDesk secure(Broker broker, String host, String authority) {
    return new TestDesk("mqtts://" + host + ":" + broker.port())
        .with("mqtt.ca", path(authority + ".pem"));
  }

  @Test
  void overTlsToTheOneThatIsTrusted() throws Exception {
    try (Broker broker = tls("broker", "allow_anonymous true")) {
      assertEquals("up", attempt(secure(broker, "127.0.0.1", "ca")));
      assertEquals("up", attempt(secure(broker, "localhost", "ca")));
      assertSays(
          "its certificate is not accepted: check mqtt.ca",
          secure(broker, "127.0.0.1", "stranger"));
      assertSays(
          "its certificate is not accepted", new TestDesk("mqtts://127.0.0.1:" + broker.port()));
      assertSays("and only there", new TestDesk(broker.address()));
    }
    try (Broker broker = tls("elsewhere", "allow_anonymous true")) {
      assertSays("the name in mqtt.broker", secure(broker, "127.0.0.1", "ca"));
    }
    try (Broker broker = broker("allow_anonymous true")) {
      String said = attempt(secure(broker, "127.0.0.1", "ca"));
      // By how quickly the broker hangs up.
      assertTrue(said.matches(".*(does not speak TLS on this port|and TLS on this port).*"), said);
    }
  }

  @Test
  void withACertificateOfItsOwn() throws Exception {
    try (Broker broker =
        tls("broker", "require_certificate true", "use_identity_as_username true")) {
      TestDesk own = secure(broker, "127.0.0.1", "ca");
      own.with("mqtt.cert", path("box.pem")).with("mqtt.key", path("box.key"));
      assertEquals("up", attempt(own));
      assertFalse(attempt(secure(broker, "127.0.0.1", "ca")).equals("up"));
      own.with("mqtt.cert", path("forged.pem")).with("mqtt.key", path("forged.key"));
      assertFalse(attempt(own).equals("up"));
    }
  }

  @Test
  void withUserAndPassword() throws Exception {
    try (Broker broker = broker("allow_anonymous false", "password_file " + path("users"))) {
      TestDesk desk = new TestDesk(broker.address());
      assertSays("check mqtt.user and mqtt.password_file", desk);
      desk.with("mqtt.user", "ann").with("mqtt.password_file", path("bad"));
      assertSays("check mqtt.user and mqtt.password_file", desk);
      desk.with("mqtt.password_file", path("good"));
      assertEquals("up", attempt(desk));
      desk.with("mqtt.password_file", path("none"));
      assertSays("mqtt.password_file: " + path("none") + " cannot be read", desk);
    }
  }

  @Test
  void filesThatAreOfNoUseAreNamed() throws Exception {
    Files.writeString(dir.resolve("empty.pem"), "nothing");
    TestDesk desk = new TestDesk("mqtts://127.0.0.1:1");
    assertSays("mqtt.ca: there is no PEM certificate in", desk.with("mqtt.ca", path("empty.pem")));
    assertSays("mqtt.ca: " + path("none"), desk.with("mqtt.ca", path("none")));
    desk.with("mqtt.ca", path("ca.pem")).with("mqtt.cert", path("box.pem"));
    assertSays("openssl pkcs8", desk.with("mqtt.key", path("empty.pem")));
  }

  @Test
  void whereNobodyIsOrSpeaksOtherwise() throws Exception {
    assertSays("nobody answers there", new TestDesk("mqtt://127.0.0.1:" + Broker.freePort()));
    assertSays("there is no host", new TestDesk("mqtt://no-such-host.invalid:1883"));
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread closer =
          new Thread(
              () -> {
                try {
                  mute.accept().close();
                } catch (IOException e) {
                  // The test is over.
                }
              });
      closer.start();
      assertSays("it must speak MQTT 5", new TestDesk("mqtt://127.0.0.1:" + mute.getLocalPort()));
    }
    assertSays("a port is a number", new TestDesk("mqtt://127.0.0.1:99999"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "[2001:db8::1]", "100.64.0.1", "172.32.0.1"})
  void nothingInTheClearBeyondOnesOwnNetwork(String host) throws Exception {
    IOException e =
        assertThrows(
            IOException.class,
            () -> Access.of(new TestDesk("mqtt://" + host).broker(), "x").checkPlain());
    assertTrue(e.getMessage().contains("write mqtts://, or set mqtt.allow_plain"), e.getMessage());
    Access.of(new TestDesk("mqtt://" + host).with("mqtt.allow_plain", "true").broker(), "x")
        .checkPlain();
    Access.of(new TestDesk("mqtts://" + host).broker(), "x").checkPlain();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1", "10.1.2.3", "192.168.7.7", "172.16.0.1", "[fd00::1]", "[::1]"})
  void plainIsFineAtHome(String host) throws Exception {
    Access access = Access.of(new TestDesk("mqtt://" + host).broker(), "x");
    access.checkPlain();
    assertEquals(1883, access.port());
    assertEquals(8883, Access.of(new TestDesk("mqtts://" + host).broker(), "x").port());
  }

  @Test
  void theSecretIsNotPrinted() throws Exception {
    TestDesk desk = new TestDesk("mqtt://127.0.0.1").with("mqtt.password_file", path("good"));
    Access access = Access.of(desk.with("mqtt.user", "ann").broker(), "x");
    assertEquals("s3cret", access.password());
    assertFalse(access.toString().contains("s3cret"));
  }
}
