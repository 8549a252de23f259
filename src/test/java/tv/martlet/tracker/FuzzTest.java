package tv.martlet.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Seeded mutations of good requests: each is answered by a response of the RFC, whatever it is. */
class FuzzTest {
  private static final int IN_MEMORY = 1_000_000;
  private static final int OVER_SOCKETS = 2_000;
  private static final StoreLimits LIMITS = new StoreLimits(500, 50, 40, 1000, 100);
  private static final String[] WORDS = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "null",
    "true",
    "-1",
    "0",
    "1e999",
    "9".repeat(30),
    "\"\"",
    "\\u0000",
    "\"LEAVE\"",
    "\"JOIN\"",
    "\"SEEDER\"",
    "\"LEECH\"",
    "\"CONNECT\"",
    "\"FIND\"",
    "\"STAT_REPORT\"",
    "\"1111\"",
    "\"2222\"",
    "\"ipv6\"",
    "\"::1\"",
    "\"224.0.0.1\"",
    "\"version\":2",
    "\"x\":{\"y\":[1,2]}",
    "[[[[[[[[[[[[[[[[",
    "\"peer_num\":{\"peer_count\":30}"
  };

  /** A good request in which the peer and a swarm can be overwritten in place. */
  private record Seed(String text, int peerAt, int swarmAt) {
    static Seed of(byte[] body) {
      String text =
          new String(body, StandardCharsets.ISO_8859_1)
              .replaceAll("\\s+", " ")
              .replaceAll("\"peer_id\" ?: ?\"[^\"]*\"", "\"peer_id\":\"peer0000\"");
      return new Seed(text, text.indexOf("peer0000"), text.indexOf("1111"));
    }
  }

  private final List<Seed> seeds = new ArrayList<>();
  private final Random random = new Random(20_260_101);

  FuzzTest() throws IOException {
    for (String name : RfcExamplesTest.REQUESTS) {
      seeds.add(Seed.of(RfcExamplesTest.example(name)));
    }
    for (Request request :
        List.of(
            Samples.leech("t", "p", "1111"),
            Samples.find("t", "p", "1111"),
            Samples.report("t", "p", "1111", "2222"),
            Samples.connect("t", "p", Samples.leave("1111"), Samples.join("33", PeerMode.LEECH)))) {
      seeds.add(Seed.of(MessageWriter.write(request)));
    }
    String later = seeds.get(6).text().replace("\"version\":1", "\"version\":2");
    seeds.add(Seed.of(later.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /** Many peers and swarms, so that the store fills up. */
  private byte[] mutant() {
    Seed seed = seeds.get(random.nextInt(seeds.size()));
    byte[] body = seed.text().getBytes(StandardCharsets.ISO_8859_1);
    write(body, seed.peerAt() + 4, random.nextInt(2000));
    if (seed.swarmAt() >= 0 && random.nextInt(4) == 0) {
      write(body, seed.swarmAt(), random.nextInt(200));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      body = mutated(body);
    }
    return body;
  }

  private static void write(byte[] body, int at, int number) {
    for (int i = 3, rest = number; i >= 0; i--, rest /= 10) {
      body[at + i] = (byte) ('0' + rest % 10);
    }
  }

  private byte[] mutated(byte[] body) {
    int at = random.nextInt(body.length + 1);
    int end = Math.min(body.length, at + random.nextInt(12));
    byte[] word = WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.UTF_8);
    return switch (random.nextInt(6)) {
      case 0 -> splice(body, at, at, new byte[] {(byte) random.nextInt(256)});
      case 1 ->
          splice(
              body,
              at,
              Math.min(body.length, at + 1),
              new byte[] {(byte) (32 + random.nextInt(95))});
      case 2 -> splice(body, at, end, new byte[0]);
      case 3 -> splice(body, at, end, word);
      case 4 -> splice(body, at, at, word);
      default -> Arrays.copyOf(body, at);
    };
  }

  private static byte[] splice(byte[] body, int from, int to, byte[] middle) {
    byte[] all = new byte[from + middle.length + body.length - to];
    System.arraycopy(body, 0, all, 0, from);
    System.arraycopy(middle, 0, all, from, middle.length);
    System.arraycopy(body, to, all, from + middle.length, body.length - to);
    return all;
  }

  private static void assertWithinLimits(SwarmStore store) {
    assertTrue(store.peers() <= LIMITS.peers());
    assertTrue(store.swarms() <= LIMITS.swarms());
    assertTrue(store.largestSwarm() <= LIMITS.peersPerSwarm());
    assertTrue(store.memberships() <= LIMITS.memberships());
    assertTrue(store.remembered() <= LIMITS.peers());
  }

  @Test
  void aMillionMutantsInMemory() throws Exception {
    SwarmStore store = Samples.store(LIMITS);
    RequestReader reader = new RequestReader(MessageLimits.REQUEST);
    List<Source> sources = sources();
    int[] outcomes = new int[ErrorCode.values().length];
    for (int i = 0; i < IN_MEMORY; i++) {
      byte[] body = mutant();
      try {
        Response response = answer(reader, store, body, sources.get(random.nextInt(20)), i * 5L);
        outcomes[response.error().number()]++;
        if (i % 10 == 0) {
          assertReadable(response);
        }
      } catch (RuntimeException e) {
        fail("mutant " + i + ": " + new String(body, StandardCharsets.ISO_8859_1), e);
      }
      if (i % 1000 == 0) {
        assertWithinLimits(store);
      }
    }
    assertWithinLimits(store);
    store.expire(Long.MAX_VALUE / 2);
    assertEquals(0, store.peers() + store.swarms() + store.memberships());
    for (ErrorCode code :
        List.of(
            ErrorCode.NO_ERROR,
            ErrorCode.BAD_REQUEST,
            ErrorCode.UNSUPPORTED_VERSION,
            ErrorCode.FORBIDDEN_ACTION,
            ErrorCode.SERVICE_UNAVAILABLE)) {
      assertTrue(
          outcomes[code.number()] > 100, code + " was hardly met: " + outcomes[code.number()]);
    }
  }

  private static List<Source> sources() throws IOException {
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String ip = i % 2 == 0 ? "198.51.100." + i : "2001:db8:" + i + "::1";
      sources.add(new Source(new InetSocketAddress(InetAddress.getByName(ip), 1000 + i), ""));
    }
    return sources;
  }

  private static Response answer(
      RequestReader reader, SwarmStore store, byte[] body, Source source, long now) {
    try {
      return store.handle(reader.read(ByteBuffer.wrap(body)), source, now);
    } catch (MessageException e) {
      return Response.failed(e.error(), e.transactionId());
    }
  }

  private static void assertReadable(Response response) throws MessageException {
    byte[] wire = MessageWriter.write(response);
    assertTrue(wire.length <= MessageLimits.RESPONSE.bodyBytes());
    Response again = new ResponseReader(MessageLimits.RESPONSE).read(ByteBuffer.wrap(wire));
    assertEquals(response.error(), again.error());
    assertEquals(response.transactionId(), again.transactionId());
    assertEquals(response.results().size(), again.results().size());
    if (response.error() != ErrorCode.NO_ERROR) {
      assertEquals(Response.failed(response.error(), response.transactionId()), again);
    }
  }

  @Test
  void mutantsOverSockets() throws Exception {
    try (Rig rig = new Rig()) {
      SwarmStore store = Samples.store(LIMITS);
      ServerLimits fast = new ServerLimits(1_000_000, 1_000_000, 16, 16, 16);
      TrackerServer server = rig.server("127.0.0.1", 0, ServerSettings.DEFAULT.with(fast), store);
      Socket socket = Rig.socket(server);
      for (int i = 0; i < OVER_SOCKETS; i++) {
        Rig.Reply reply = Rig.ask(socket, Rig.http(mutant()));
        assertReadable(reply.response());
        assertEquals(reply.response().error().status(), reply.status());
      }
      socket.close();
      TrackerCounts counts = server.counts().get();
      assertEquals(OVER_SOCKETS, counts.requests());
      assertTrue(counts.peers() <= LIMITS.peers() && counts.swarms() <= LIMITS.swarms());
    }
  }

  @Test
  void mutantsOfResponsesAtTheClient() throws Exception {
    ResponseReader reader = new ResponseReader(MessageLimits.RESPONSE);
    byte[][] good = new byte[3][];
    good[0] = RfcExamplesTest.example("connect-response");
    good[1] = RfcExamplesTest.example("find-response");
    good[2] = RfcExamplesTest.example("stat-report-response");
    int taken = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] body = mutated(mutated(good[i % 3]));
      try {
        Response response = reader.read(ByteBuffer.wrap(body));
        for (Response.SwarmResult result : response.results()) {
          FoundPeers.of(result.peers().orElse(List.of()), "p", List.of(), false);
        }
        taken++;
      } catch (MessageException e) {
        assertEquals("", e.transactionId());
      }
    }
    assertTrue(taken > 1000 && taken < 100_000);
  }

  /** Mutations of the HTTP around the body; each connection gets an answer or a clean end. */
  @Test
  void mutantsOfHttp() throws Exception {
    try (Rig rig = new Rig()) {
      TrackerServer server =
          rig.server(
              "127.0.0.1",
              0,
              new ServerSettings(
                  TrackerAccess.OPEN,
                  new ServerLimits(1_000_000, 1_000_000, 16, 200, 200),
                  MessageLimits.REQUEST,
                  Duration.ofMillis(200),
                  Duration.ofSeconds(1)));
      byte[] request = Rig.http(mutant());
      for (int i = 0; i < 300; i++) {
        byte[] mutant = mutated(request);
        try (Socket socket = Rig.socket(server)) {
          socket.getOutputStream().write(mutant);
          socket.shutdownOutput();
          byte[] answer = socket.getInputStream().readAllBytes();
          assertTrue(
              answer.length == 0
                  || new String(answer, StandardCharsets.UTF_8).startsWith("HTTP/1.1 "));
        }
      }
      assertEquals(
          200,
          Rig.ask(server, "GET /healthz HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
              .status());
    }
  }
}
