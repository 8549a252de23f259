package tv.martlet.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LeakWatch.class)
class WebRefusalsTest {
  private static final String HOST = "Host: localhost\r\n";

  private static int statusOf(TestNode node, String request) throws IOException {
    try (RawClient c = node.connect()) {
      return c.send(request).answer().status();
    }
  }

  @Test
  void malformedRequestsGetTheirOwnStatus() throws Exception {
    try (TestNode node = new TestNode()) {
      String get = "GET / HTTP/1.1\r\n";
      assertEquals(400, statusOf(node, get + "\r\n"), "no Host");
      assertEquals(400, statusOf(node, get + HOST + HOST + "\r\n"), "two Hosts");
      assertEquals(400, statusOf(node, get + "Host: a b\r\n\r\n"));
      assertEquals(
          400, statusOf(node, get + HOST + "X: a\r\n no: colon\0\r\nnot a header\r\n\r\n"));
      assertEquals(400, statusOf(node, "GET /%zz HTTP/1.1\r\n" + HOST + "\r\n"));
      assertEquals(400, statusOf(node, "GET /%c3 HTTP/1.1\r\n" + HOST + "\r\n"));
      assertEquals(400, statusOf(node, "GET nowhere HTTP/1.1\r\n" + HOST + "\r\n"));
      assertEquals(505, statusOf(node, "GET / HTTP/2.0\r\n" + HOST + "\r\n"));
      assertEquals(417, statusOf(node, get + HOST + "Expect: 100-continue\r\n\r\n"));
      assertEquals(414, statusOf(node, "GET /" + "a".repeat(3000) + " HTTP/1.1\r\n" + HOST));
      assertEquals(431, statusOf(node, get + "X: " + "a".repeat(9000) + "\r\n\r\n"));
      assertEquals(
          431, statusOf(node, get + HOST + "X: aaaaaaaaaaaaaaaa\r\n".repeat(600) + "\r\n"));
    }
  }

  @Test
  void bodiesAreBounded() throws Exception {
    try (TestNode node = new TestNode()) {
      int max = RequestHandler.MAX_BODY;
      String put = "GET /healthz HTTP/1.1\r\n" + HOST;
      String body = "x".repeat(max);
      assertEquals(
          200, statusOf(node, put + "Content-Length: " + max + "\r\n\r\n" + body), "dropped");
      assertEquals(413, statusOf(node, put + "Content-Length: " + (max + 1) + "\r\n\r\n"));
      String chunk = Integer.toHexString(max) + "\r\n" + body + "\r\n";
      assertEquals(
          413,
          statusOf(node, put + "Transfer-Encoding: chunked\r\n\r\n" + chunk + "1\r\nx\r\n0\r\n"));
      assertEquals(400, statusOf(node, put + "Transfer-Encoding: chunked\r\n\r\nnot a length\r\n"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, 200",
    "LOCALHOST:8778, 200",
    "localhost.:8778, 200",
    "127.0.0.1, 200",
    "192.168.7.9:8778, 200",
    "[::1]:8778, 200",
    "tv.example, 200",
    "rebind.example, 403",
    "localhost.rebind.example, 403",
    "127.0.0.1.rebind.example, 403",
    "[::1]x, 400",
    "localhost:99999, 400",
    "user@localhost, 400",
    "[::1%eth0], 400",
    "a:b, 400"
  })
  void onlyOurOwnNamesAreServed(String host, int status) throws Exception {
    try (TestNode node = new TestNode()) {
      assertEquals(status, statusOf(node, "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n"));
    }
  }

  @Test
  void anAbsoluteTargetReplacesHost() throws Exception {
    try (TestNode node = new TestNode()) {
      assertEquals(
          200, statusOf(node, "GET http://tv.example/healthz HTTP/1.1\r\nHost: rebind\r\n\r\n"));
      assertEquals(403, statusOf(node, "GET http://rebind/ HTTP/1.1\r\n" + HOST + "\r\n"));
      assertEquals(200, statusOf(node, "GET http://tv.example HTTP/1.1\r\n" + HOST + "\r\n"));
    }
  }

  @Test
  void theMachinesOwnNameIsServed() {
    HostGuard guard = new HostGuard(List.of("Living.Room"), "BOX\n");
    assertTrue(guard.accepts(new Authority("box", 80)));
    assertTrue(guard.accepts(new Authority("box.local", 80)));
    assertTrue(guard.accepts(new Authority("living.room", 80)));
    assertTrue(!guard.accepts(new Authority("box.example", 80)));
  }

  @Test
  void connectionsAreBoundedInTotalAndPerAddress() throws Exception {
    for (boolean perAddress : new boolean[] {true, false}) {
      WebLimits limits =
          new WebLimits(
              perAddress ? 10 : 2,
              perAddress ? 2 : 10,
              5,
              Duration.ofSeconds(20),
              Duration.ofSeconds(20));
      try (TestNode node = new TestNode(limits, InetAddress.getLoopbackAddress(), 1024);
          RawClient one = node.connect();
          RawClient two = node.connect()) {
        assertEquals(200, one.get("/healthz").answer().status());
        assertEquals(200, two.get("/healthz").answer().status());
        try (RawClient three = node.connect()) {
          assertEquals(503, three.answer().status());
          assertTrue(three.atEnd());
        }
        assertEquals(1, node.server.counts().refused());
        assertEquals(2, node.server.counts().connections());
        one.send("GET /healthz HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n").answer();
        assertTrue(one.atEnd());
        one.close();
        Await.until(() -> node.server.counts().connections() == 1);
        assertEquals(200, statusOf(node, "GET /healthz HTTP/1.1\r\n" + HOST + "\r\n"));
      }
    }
  }

  @Test
  void anIpv6NetworkCountsAsOneAddress() throws Exception {
    assertEquals(
        ConnectionGate.key(InetAddress.getByName("2001:db8::1")),
        ConnectionGate.key(InetAddress.getByName("2001:db8::ffff:2")));
    assertNotEquals(
        ConnectionGate.key(InetAddress.getByName("192.0.2.1")),
        ConnectionGate.key(InetAddress.getByName("192.0.2.2")));
  }

  @Test
  void whoTakesTooLongForARequestIsClosed() throws Exception {
    WebLimits quick = new WebLimits(10, 10, 5, Duration.ofMillis(300), Duration.ofSeconds(20));
    try (TestNode node = new TestNode(quick, InetAddress.getLoopbackAddress(), 1024);
        RawClient silent = node.connect();
        RawClient slow = node.connect().send("GET / HT");
        RawClient idle = node.connect().get("/healthz")) {
      assertEquals(200, idle.answer().status());
      assertTrue(silent.atEnd());
      assertTrue(slow.atEnd());
      assertTrue(idle.atEnd());
    }
  }

  @Test
  void aTakenPortIsSaidInASentence() throws Exception {
    try (TestNode node = new TestNode()) {
      WebSettings same =
          new WebSettings(
              node.server.localAddress(), List.of(), WebLimits.of(64), Optional.empty());
      ListenException e =
          assertThrows(ListenException.class, () -> new WebServer(same, node, node.group).start());
      assertEquals("port " + node.port() + " is taken: set http.listen to another", e.getMessage());
      WebSettings elsewhere =
          new WebSettings(
              new InetSocketAddress("192.0.2.1", 8778),
              List.of(),
              WebLimits.of(64),
              Optional.empty());
      ListenException f =
          assertThrows(
              ListenException.class, () -> new WebServer(elsewhere, node, node.group).start());
      assertTrue(f.getMessage().contains("set http.listen to an address of this machine"));
    }
  }

  @Test
  void limitsAreChecked() {
    Duration s = Duration.ofSeconds(1);
    assertThrows(IllegalArgumentException.class, () -> new WebLimits(0, 1, 1, s, s));
    assertThrows(
        IllegalArgumentException.class, () -> new WebLimits(1, 1, 1, Duration.ofDays(1), s));
  }

  /** Every request is answered or the connection closed, and the server serves on. */
  @Test
  void fuzzedRequestsAreAnsweredOrClosed() throws Exception {
    Random random = new Random(20261122);
    List<RawClient> clients = new ArrayList<>();
    WebLimits quick = new WebLimits(1000, 1000, 5, Duration.ofMillis(500), Duration.ofSeconds(20));
    try (TestNode node = new TestNode(quick, InetAddress.getLoopbackAddress(), 1024)) {
      for (int i = 0; i < 400; i++) {
        RawClient c = node.connect();
        clients.add(c);
        sendTo(c, mutated(random));
      }
      for (RawClient c : clients) {
        readUntilClosed(c);
      }
      assertEquals(200, statusOf(node, "GET /healthz HTTP/1.1\r\n" + HOST + "\r\n"));
    }
  }

  private static void sendTo(RawClient c, byte[] bytes) {
    try {
      c.send(bytes);
    } catch (IOException closedAlready) {
      assertTrue(bytes.length > 0);
    }
  }

  private static void readUntilClosed(RawClient client) throws IOException {
    IOException end =
        assertThrows(
            IOException.class,
            () -> {
              try (RawClient c = client) {
                while (true) {
                  assertNotEquals(500, c.answer().status());
                }
              }
            });
    assertTrue(end instanceof EOFException || end instanceof SocketException, end::toString);
  }

  private static byte[] mutated(Random random) {
    String seed =
        """
        GET /playlist.m3u?x=%41 HTTP/1.1
        Host: localhost:8778
        Content-Length: 3
        Accept: */*

        abcGET /healthz HTTP/1.1
        Host: [::1]

        """
            .replace("\n", "\r\n");
    byte[] bytes = seed.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    int changes = 1 + random.nextInt(8);
    for (int i = 0; i < changes; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return java.util.Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
  }
}
