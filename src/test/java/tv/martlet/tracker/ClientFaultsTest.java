package tv.martlet.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client against trackers that do not behave. */
class ClientFaultsTest {
  private static final Pattern TRANSACTION = Pattern.compile("\"transaction_id\":\"([0-9a-f]+)\"");
  private final Rig rig = new Rig();
  private final Heard heard = new Heard();
  private FakeTracker fake;

  /** A tracker whose answers a test makes up; an empty one is silence. */
  private static final class FakeTracker implements AutoCloseable {
    private final ServerSocket listening =
        new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final Function<String, String> answers;

    FakeTracker(Function<String, String> answers) throws IOException {
      this.answers = answers;
      Thread thread = new Thread(this::serve, "fake-tracker");
      thread.setDaemon(true);
      thread.start();
    }

    private void serve() {
      while (!listening.isClosed()) {
        try (Socket socket = listening.accept()) {
          while (true) {
            String body = Rig.read(reversed(socket.getInputStream())).body();
            asked.add(body);
            String answer = answers.apply(body);
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
          }
        } catch (IOException e) {
          // the client is gone: the next one
        }
      }
    }

    /** {@link Rig#read} reads a status from the fixed place where a request has its path. */
    private static InputStream reversed(InputStream in) throws IOException {
      in.skipNBytes("POST /012345 ".length());
      return new java.io.SequenceInputStream(
          new java.io.ByteArrayInputStream("HTTP/1.1 200 ".getBytes(StandardCharsets.US_ASCII)),
          in);
    }

    String asked() throws InterruptedException {
      return asked.poll(30, TimeUnit.SECONDS);
    }

    URI uri() {
      return URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/012345");
    }

    @Override
    public void close() throws IOException {
      listening.close();
    }
  }

  @AfterEach
  void close() throws Exception {
    if (fake != null) {
      fake.close();
    }
    rig.close();
  }

  private static String transaction(String body) {
    Matcher matcher = TRANSACTION.matcher(body);
    assertTrue(matcher.find(), body);
    return matcher.group(1);
  }

  private static String http(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static String response(String transaction, String more) {
    return "{\"PPSPTrackerProtocol\":{\"version\":1,\"response_type\":0,\"error_code\":0,"
        + "\"transaction_id\":\""
        + transaction
        + "\""
        + more
        + "}}";
  }

  private static ClientSettings impatient(Duration request) {
    return new ClientSettings(
        Optional.empty(),
        TlsFiles.SYSTEM,
        Optional.empty(),
        new ClientTimes(
            request, Duration.ofSeconds(1), Duration.ofMillis(5), Duration.ofMillis(20)),
        new MessageLimits(4096, 12, 256, 64, 8));
  }

  private void join(Duration request, Function<String, String> answers) throws Exception {
    fake = new FakeTracker(answers);
    rig.client(impatient(request), heard, 1001).join("aa", PeerMode.LEECH, List.of(fake.uri()));
  }

  private void join(Function<String, String> answers) throws Exception {
    join(Duration.ofSeconds(10), answers);
  }

  @Test
  void anInvalidResponseIsAnsweredByTheSameRequestAndThenByANewOne() throws Exception {
    join(body -> http("nonsense"));
    String first = fake.asked();
    assertEquals(first, fake.asked());
    assertEquals(first, fake.asked());
    String fresh = fake.asked();
    assertNotEquals(transaction(first), transaction(fresh));
    assertTrue(heard.await("down").contains("is not of the tracker protocol"));
  }

  @Test
  void anAnswerToAnotherRequestIsNotTaken() throws Exception {
    join(body -> http(response("0000", "")));
    assertTrue(heard.await("down").contains("is for another request"));
  }

  @Test
  void anAnswerThatIsTooLargeIsNotTaken() throws Exception {
    join(body -> http(" ".repeat(4097)));
    heard.await("down");
    assertEquals(fake.asked(), fake.asked());
  }

  @Test
  void silenceEnds() throws Exception {
    join(Duration.ofMillis(300), body -> "");
    assertTrue(heard.await("down").contains("does not answer in time"));
    heard.await("all down");
  }

  @Test
  void anAnswerThatIsNotHttp() throws Exception {
    join(Duration.ofSeconds(2), body -> "SSH-2.0-OpenSSH_9.2\r\n\r\n");
    heard.await("down");
  }

  @Test
  void aTrackerThatTakesNobodyInIsNotAskedWithoutPause() throws Exception {
    join(
        body ->
            http(
                response(
                    transaction(body), ",\"swarm_result\":{\"swarm_id\":\"AA\",\"result\":1}")));
    assertTrue(heard.await("down").contains("does not take this peer in"));
    assertTrue(fake.asked().contains("\"JOIN\""));
    assertTrue(fake.asked().contains("\"JOIN\""));
  }

  @Test
  void aSwarmThatTheTrackerHasLostIsJoinedAgain() throws Exception {
    join(
        body ->
            http(
                response(
                    transaction(body),
                    ",\"track_interval\":1,\"swarm_result\":{\"swarm_id\":\"AA\",\"result\":"
                        + (body.contains("STAT_REPORT") ? "1}" : "0}"))));
    assertTrue(fake.asked().contains("\"JOIN\""));
    assertTrue(fake.asked().contains("STAT_REPORT"));
    assertTrue(fake.asked().contains("\"JOIN\""));
  }

  @Test
  void aPlainAnswerInTheFormOfTheExamplesIsEnough() throws Exception {
    join(
        body ->
            http(
                response(
                    transaction(body),
                    ",\"track_interval\":1,\"swarm_result\":{\"swarm_id\":\"AA\",\"result\":0,"
                        + "\"peer_group\":{\"peer_info\":[{\"peer_id\":\"q\",\"peer_addr\":"
                        + "{\"ip_address\":{\"address_type\":\"ipv4\",\"address\":\"192.0.2.9\"},"
                        + "\"port\":80,\"priority\":1}}]}}")));
    heard.await("up");
    assertEquals("peers aa [192.0.2.9:80]", heard.await("peers"));
    assertTrue(fake.asked().contains("CONNECT"));
    String report = fake.asked();
    assertTrue(report.contains("\"uploaded_bytes\":10"), report);
  }

  @Test
  void eachErrorCodeIsSaidInWords() throws Exception {
    for (ErrorCode code : ErrorCode.values()) {
      if (code != ErrorCode.NO_ERROR) {
        Heard ear = new Heard();
        try (FakeTracker refusing =
            new FakeTracker(
                body ->
                    http(
                        new String(
                            MessageWriter.write(Response.failed(code, transaction(body))),
                            StandardCharsets.UTF_8)))) {
          TrackerClient client = rig.client(impatient(Duration.ofSeconds(10)), ear, 1001);
          client.join("aa", PeerMode.LEECH, List.of(refusing.uri()));
          assertTrue(ear.await("down").contains("; it is asked again"));
          client.shutdown().get(10, TimeUnit.SECONDS);
        }
      }
    }
  }

  @Test
  void wrongUrisAndSwarmIdsAreToldApart() throws Exception {
    TrackerClient client = rig.client(ClientSettings.DEFAULT, heard, 1);
    for (String uri : List.of("udp://x:1/", "http:/x", "tracker", "http://")) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              client.join(
                  "aa",
                  PeerMode.LEECH,
                  List.of(URI.create(uri.equals("http://") ? "http:///" : uri))),
          uri);
    }
    URI good = URI.create("http://127.0.0.1:1/");
    assertThrows(
        IllegalArgumentException.class, () -> client.join("x y", PeerMode.LEECH, List.of(good)));
    List<URI> many = java.util.Collections.nCopies(TrackerClient.MOST_TRACKERS + 1, good);
    assertThrows(IllegalArgumentException.class, () -> client.join("aa", PeerMode.LEECH, many));
  }

  @Test
  void waitsDoubleUpToTheirBoundWithinTheirUpperHalf() {
    Backoff backoff = new Backoff(ClientTimes.DEFAULT, new Random(4));
    long[] full = {1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000};
    for (long most : full) {
      long wait = backoff.nextMillis();
      assertTrue(wait >= most / 2 && wait <= most, wait + " of " + most);
    }
    backoff.reset();
    assertTrue(backoff.nextMillis() <= 1000);
  }

  private static Response.PeerInfo peer(String id, String... sockets) {
    return new Response.PeerInfo(
        id,
        java.util.stream.Stream.of(sockets)
            .map(ip -> PeerAddress.host(new InetSocketAddress(ip, 80)))
            .toList());
  }

  @Test
  void foundPeersComeBestAddressesFirstWithoutOurselves() {
    List<Response.PeerInfo> list =
        List.of(
            peer("a", "192.0.2.1", "192.0.2.2"),
            peer("me", "192.0.2.3"),
            peer("b", "192.0.2.4", "192.0.2.9", "127.0.0.1"),
            peer("c", "224.0.0.1"));
    List<PeerAddress> own = List.of(PeerAddress.host(new InetSocketAddress("192.0.2.9", 80)));
    assertEquals(
        List.of("192.0.2.1", "192.0.2.4", "192.0.2.2"), ips(FoundPeers.of(list, "me", own, false)));
    assertEquals(
        List.of("192.0.2.1", "192.0.2.4", "192.0.2.2", "127.0.0.1"),
        ips(FoundPeers.of(list, "me", own, true)));
  }

  private static List<String> ips(List<InetSocketAddress> sockets) {
    return sockets.stream().map(one -> one.getAddress().getHostAddress()).toList();
  }

  @Test
  void ownAddresses() {
    InetSocketAddress bound = new InetSocketAddress(InetAddress.getLoopbackAddress(), 6778);
    assertEquals(List.of(PeerAddress.host(bound)), OwnAddresses.of(bound));
    List<PeerAddress> any = OwnAddresses.of(new InetSocketAddress("0.0.0.0", 6778));
    assertTrue(!any.isEmpty() && any.size() <= 8);
    assertTrue(any.stream().allMatch(one -> one.port() == 6778));
  }
}
