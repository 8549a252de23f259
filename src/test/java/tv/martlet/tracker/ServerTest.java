package tv.martlet.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tv.martlet.tracker.Rig.ask;
import static tv.martlet.tracker.Rig.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server over raw sockets: what it answers to good, bad, slow and greedy clients. */
class ServerTest {
  private final Rig rig = new Rig();

  @AfterEach
  void close() throws Exception {
    rig.close();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static ServerSettings settings(Duration requestTime, Duration idleTime) {
    return new ServerSettings(
        TrackerAccess.OPEN, ServerLimits.DEFAULT, MessageLimits.REQUEST, requestTime, idleTime);
  }

  private static void assertBad(int status, Rig.Reply reply) throws Exception {
    assertEquals(status, reply.status());
    assertTrue(reply.head().contains("application/ppsp-tracker+json"), reply.head());
    assertEquals(Response.failed(ErrorCode.BAD_REQUEST, ""), reply.response());
  }

  private static byte[] leech(String peer) {
    return MessageWriter.write(Samples.leech("t", peer, "aa"));
  }

  @Test
  void theExamplesOfTheRfcOneAfterTheOtherOnOneConnection() throws Exception {
    TrackerServer server = rig.server();
    try (Socket socket = Rig.socket(server)) {
      for (String name : RfcExamplesTest.REQUESTS) {
        String text = new String(RfcExamplesTest.example(name), StandardCharsets.UTF_8);
        if (name.equals("stat-report")) {
          text = text.replace("1111", "2222"); // by then the peer has switched
        }
        if (name.equals("find")) {
          text = text.replace("1111", "2222");
        }
        Rig.Reply reply = ask(socket, http(text.getBytes(StandardCharsets.UTF_8)));
        assertEquals(200, reply.status(), name + reply.body());
        assertEquals(ErrorCode.NO_ERROR, reply.response().error());
      }
    }
  }

  @Test
  void theAnswerOnTheWire() throws Exception {
    Rig.Reply reply = ask(rig.server(), http(leech("p")));
    assertEquals(
        "{\"PPSPTrackerProtocol\":{\"version\":1,\"response_type\":0,\"error_code\":0,"
            + "\"transaction_id\":\"t\",\"track_interval\":60,\"peer_addr\":{\"ip_address\":"
            + "{\"address_type\":\"ipv4\",\"address\":\"127.0.0.1\"},\"port\":6778,"
            + "\"priority\":1,\"type\":\"REFLEXIVE\"},\"swarm_result\":[{\"swarm_id\":\"aa\","
            + "\"result\":0}]}}",
        reply.body());
  }

  /** Each error code of RFC 7846 §8.4 that a request alone can bring about. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1|400|{",
        "1|400|[]",
        "1|400|{\"x\":{}}",
        "1|400|{\"PPSPTrackerProtocol\":{\"transaction_id\":\"t\"}}",
        "1|400|{\"PPSPTrackerProtocol\":{\"version\":1,\"transaction_id\":\"t\",\"peer_id\":\"p\"}}",
        "1|400|{\"PPSPTrackerProtocol\":{\"version\":1,\"transaction_id\":\"t\",\"peer_id\":\"p\","
            + "\"request_type\":\"find\"}}",
        "2|400|{\"PPSPTrackerProtocol\":{\"version\":2,\"transaction_id\":\"t\"}}",
        "2|400|{\"PPSPTrackerProtocol\":{\"version\":0,\"transaction_id\":\"t\",\"peer_id\":[]}}",
        "3|403|{\"PPSPTrackerProtocol\":{\"version\":1,\"transaction_id\":\"t\",\"peer_id\":\"p\","
            + "\"request_type\":\"STAT_REPORT\"}}",
      })
  void errorCodes(int code, int status, String body) throws Exception {
    Rig.Reply reply = ask(rig.server(), http(ascii(body)));
    assertEquals(status, reply.status());
    String transaction = body.contains("\"t\"") ? "t" : "";
    assertEquals(
        "{\"PPSPTrackerProtocol\":{\"version\":1,\"response_type\":1,\"error_code\":"
            + code
            + ",\"transaction_id\":\""
            + transaction
            + "\"}}",
        reply.body());
  }

  @Test
  void aFaultInsideIsErrorFour() throws Exception {
    StorePolicy policy = StorePolicy.DEFAULT;
    PeerRanking broken =
        (candidates, asker, wanted, now) -> {
          throw new IllegalStateException("a ranking that does not work (wanted in this test)");
        };
    SwarmStore store =
        new SwarmStore(
            StoreLimits.DEFAULT,
            new StorePolicy(
                policy.initTimer(),
                policy.trackTimer(),
                policy.reportInterval(),
                id -> true,
                broken),
            new Random(1));
    TrackerServer server = rig.server("127.0.0.1", 0, ServerSettings.DEFAULT, store);
    ask(server, http(leech("p")));
    Rig.Reply reply = ask(server, http(leech("q")));
    assertEquals(500, reply.status());
    assertEquals(Response.failed(ErrorCode.INTERNAL_SERVER_ERROR, "t"), reply.response());
  }

  @Test
  void tooManyRequestsOfOneSourceAreErrorFive() throws Exception {
    ServerLimits limits = new ServerLimits(1, 3, 16, 16, 16);
    TrackerServer server = rig.server("127.0.0.1", 0, ServerSettings.DEFAULT.with(limits));
    List<Integer> statuses = new ArrayList<>();
    try (Socket socket = Rig.socket(server)) {
      for (int i = 0; i < 20; i++) {
        Rig.Reply reply = ask(socket, http(leech("p")));
        statuses.add(reply.status());
        if (reply.status() == 503) {
          assertEquals(Response.failed(ErrorCode.SERVICE_UNAVAILABLE, "t"), reply.response());
          assertTrue(reply.head().contains("retry-after"), reply.head());
        }
      }
    }
    assertEquals(List.of(200, 200, 200), statuses.subList(0, 3));
    assertTrue(statuses.contains(503), statuses.toString());
  }

  @Test
  void tooManyConnectionsOfOneSourceAreErrorFive() throws Exception {
    ServerLimits limits = new ServerLimits(100, 100, 16, 16, 2);
    TrackerServer server = rig.server("127.0.0.1", 0, ServerSettings.DEFAULT.with(limits));
    try (Socket one = Rig.socket(server);
        Socket two = Rig.socket(server)) {
      assertEquals(200, ask(one, http(leech("p"))).status());
      assertEquals(200, ask(two, http(leech("p"))).status());
      try (Socket three = Rig.socket(server)) {
        Rig.Reply reply = Rig.read(three.getInputStream());
        assertEquals(503, reply.status());
        assertEquals(Response.failed(ErrorCode.SERVICE_UNAVAILABLE, ""), reply.response());
      }
      assertEquals(200, ask(two, http(leech("p"))).status());
    }
  }

  @Test
  void anOversizeBodyIsRefusedAndTheConnectionEnds() throws Exception {
    TrackerServer server = rig.server();
    byte[] big = new byte[MessageLimits.REQUEST.bodyBytes() + 1];
    assertBad(413, ask(server, http(big)));
    byte[] justFits = new byte[MessageLimits.REQUEST.bodyBytes()];
    Arrays.fill(justFits, (byte) ' ');
    assertBad(400, ask(server, http(justFits)));
    // without a length known beforehand
    StringBuilder chunked = new StringBuilder("POST / HTTP/1.1\r\nHost: t\r\n");
    chunked.append("Content-Type: application/ppsp-tracker+json\r\n");
    chunked.append("Transfer-Encoding: chunked\r\n\r\n");
    String chunk = "1000\r\n" + " ".repeat(0x1000) + "\r\n";
    chunked.append(chunk.repeat(17)).append("0\r\n\r\n");
    try (Socket socket = Rig.socket(server)) {
      assertBad(413, ask(socket, ascii(chunked.toString())));
      assertEquals(-1, socket.getInputStream().read());
    }
  }

  @Test
  void anExpectationThatIsTooLargeIsRefused() throws Exception {
    TrackerServer server = rig.server();
    String head =
        String.join(
            "\r\n",
            "POST / HTTP/1.1",
            "Host: t",
            "Content-Type: application/ppsp-tracker+json",
            "Expect: 100-continue",
            "Content-Length: %d",
            "",
            "");
    assertBad(413, ask(server, ascii(String.format(head, 1_000_000))));
    byte[] body = leech("p");
    try (Socket socket = Rig.socket(server)) {
      assertEquals(100, ask(socket, ascii(String.format(head, body.length))).status());
      assertEquals(200, ask(socket, body).status());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|GARBAGE",
        "400|POST / HTTP/1.1\\r\\nContent-Length: x",
        "400|POST / HTTP/1.1\\r\\nno colon here",
        "405|DELETE / HTTP/1.1",
        "415|POST / HTTP/1.1\\r\\nContent-Length: 0",
        "415|POST / HTTP/1.1\\r\\nContent-Type: application/json\\r\\nContent-Length: 0",
        "417|POST / HTTP/1.1\\r\\nExpect: a-miracle\\r\\nContent-Length: 5",
      })
  void whatIsNotARequestGetsTheErrorOfTheRfc(int status, String head) throws Exception {
    String text = head.replace("\\r\\n", "\r\n") + "\r\n\r\n";
    assertBad(status, ask(rig.server(), ascii(text)));
  }

  @Test
  void longLinesAndHeadersAreRefused() throws Exception {
    TrackerServer server = rig.server();
    assertBad(414, ask(server, ascii("POST /" + "x".repeat(5000) + " HTTP/1.1\r\n\r\n")));
    String head = "POST / HTTP/1.1\r\nX: " + "x".repeat(20_000) + "\r\n\r\n";
    assertBad(431, ask(server, ascii(head)));
  }

  @Test
  void theMediaTypeMayHaveParametersAndAnyCase() throws Exception {
    byte[] body = leech("p");
    String head =
        "POST / HTTP/1.1\r\nHost: t\r\nContent-Type: Application/PPSP-Tracker+JSON; charset=utf-8"
            + "\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    assertEquals(200, ask(rig.server(), Rig.joined(ascii(head), body)).status());
  }

  @Test
  void oldHttpIsAnsweredAndClosed() throws Exception {
    byte[] body = leech("p");
    String head =
        "POST / HTTP/1.0\r\nContent-Type: application/ppsp-tracker+json\r\nContent-Length: ";
    try (Socket socket = Rig.socket(rig.server())) {
      assertEquals(
          200, ask(socket, Rig.joined(ascii(head + body.length + "\r\n\r\n"), body)).status());
      assertEquals(-1, socket.getInputStream().read());
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws Exception {
    try (Socket socket = Rig.socket(rig.server())) {
      OutputStream out = socket.getOutputStream();
      byte[] all = new byte[0];
      for (int i = 0; i < 50; i++) {
        all = Rig.joined(all, http(MessageWriter.write(Samples.leech("t" + i, "p" + i, "aa"))));
      }
      out.write(all);
      InputStream in = socket.getInputStream();
      for (int i = 0; i < 50; i++) {
        assertEquals("t" + i, Rig.read(in).response().transactionId());
      }
    }
  }

  @Test
  void aSlowRequestIsCutOffHoweverItDrips() throws Exception {
    TrackerServer server =
        rig.server("127.0.0.1", 0, settings(Duration.ofMillis(400), Duration.ofSeconds(30)));
    try (Socket socket = Rig.socket(server)) {
      byte[] request = http(leech("p"));
      assertEquals(200, ask(socket, request).status(), "the time begins anew with each request");
      socket.setSoTimeout(20);
      assertBad(408, drip(socket, request));
    }
  }

  /** One byte every 20 ms, until an answer comes. */
  private static Rig.Reply drip(Socket socket, byte[] request) throws IOException {
    int at = 0;
    InputStream in = socket.getInputStream();
    while (true) {
      socket.getOutputStream().write(request[at++ % 60]);
      try {
        int first = in.read();
        assertEquals('H', first);
        socket.setSoTimeout(30_000);
        Rig.Reply rest = readRest(in);
        assertEquals(-1, in.read(), "and the connection ends");
        return rest;
      } catch (SocketTimeoutException e) {
        // nothing yet: the next byte
      }
    }
  }

  private static Rig.Reply readRest(InputStream in) throws IOException {
    return Rig.read(new SequenceInputStream(new ByteArrayInputStream(ascii("H")), in));
  }

  @Test
  void anIdleConnectionEnds() throws Exception {
    TrackerServer server =
        rig.server("127.0.0.1", 0, settings(Duration.ofSeconds(20), Duration.ofMillis(50)));
    try (Socket socket = Rig.socket(server)) {
      assertEquals(200, ask(socket, http(leech("p"))).status());
      assertEquals(-1, socket.getInputStream().read());
    }
  }

  @Test
  void whoDoesNotReadIsNotServedForEver() throws Exception {
    TrackerServer server =
        rig.server("127.0.0.1", 0, settings(Duration.ofMillis(500), Duration.ofSeconds(30)));
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4096);
      socket.connect(server.localAddress());
      byte[] get = ascii("GET / HTTP/1.1\r\nHost: t\r\n\r\n".repeat(100));
      // The server stops reading, then its time is up: writing fails at last.
      assertThrows(
          IOException.class,
          () -> {
            while (true) {
              socket.getOutputStream().write(get);
            }
          });
    }
    assertEquals(200, ask(server, ascii("GET /healthz HTTP/1.1\r\n\r\n")).status());
  }

  @Test
  void countsAndHealth() throws Exception {
    TrackerServer server = rig.server();
    ask(server, http(leech("p")));
    Rig.Reply counts = ask(server, ascii("GET / HTTP/1.1\r\nHost: t\r\n\r\n"));
    assertEquals(200, counts.status());
    assertTrue(
        counts.body().startsWith("{\"swarms\":1,\"peers\":1,\"connections\":"), counts.body());
    assertTrue(counts.body().contains("\"requests\":2,\"errors\":0"), counts.body());
    assertEquals(
        "{\"status\":\"ok\"}\n", ask(server, ascii("GET /healthz HTTP/1.1\r\n\r\n")).body());
    assertEquals(404, ask(server, ascii("GET /nothing HTTP/1.1\r\n\r\n")).status());
  }

  @Test
  void aTakenPortIsSaidSo() throws Exception {
    InetSocketAddress taken = rig.server().localAddress();
    IOException e =
        assertThrows(
            IOException.class,
            () -> rig.server("127.0.0.1", taken.getPort(), ServerSettings.DEFAULT));
    assertTrue(e.getMessage().contains("choose another address or port"), e.getMessage());
    assertFalse(e.getMessage().contains("Exception"));
  }
}
