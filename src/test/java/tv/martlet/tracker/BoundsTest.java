package tv.martlet.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tv.martlet.tracker.Samples.HOME;
import static tv.martlet.tracker.Samples.connect;
import static tv.martlet.tracker.Samples.join;
import static tv.martlet.tracker.Samples.leech;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each bound, at it and just beyond it. */
class BoundsTest {
  private static final MessageLimits SMALL = new MessageLimits(2048, 8, 64, 3, 2);

  private static Request read(String body) throws MessageException {
    return new RequestReader(SMALL).read(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
  }

  private static void assertBad(String body) {
    MessageException e = assertThrows(MessageException.class, () -> read(body));
    assertEquals(ErrorCode.BAD_REQUEST, e.error());
  }

  private static String request(String type, String transaction, String peer, String data) {
    return String.format(
        "{\"PPSPTrackerProtocol\":{\"version\":1,\"request_type\":\"%s\",\"transaction_id\":\"%s\","
            + "\"peer_id\":\"%s\"%s}}",
        type, transaction, peer, data);
  }

  private static String report(String data) {
    return request("STAT_REPORT", "t", "p", data);
  }

  private static String swarms(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"swarm_id\":\"" + i + "\",\"action\":\"JOIN\",\"peer_mode\":\"LEECH\"}")
        .collect(Collectors.joining(",", ",\"connect\":{\"swarm_action\":[", "]}"));
  }

  private static String addresses(int count) {
    String one = "{\"ip_address\":{\"address\":\"192.0.2.1\"},\"port\":1}";
    return ",\"swarm_action\":{\"swarm_id\":\"1\",\"action\":\"JOIN\",\"peer_mode\":\"LEECH\"},"
        + "\"peer_addr\":["
        + String.join(",", Collections.nCopies(count, one))
        + "]";
  }

  @Test
  void bodySize() throws Exception {
    String report = report("");
    read(report + " ".repeat(2048 - report.length()));
    assertBad(report + " ".repeat(2049 - report.length()));
  }

  @Test
  void nesting() throws Exception {
    read(report(",\"x\":" + "[".repeat(6) + "]".repeat(6)));
    assertBad(report(",\"x\":" + "[".repeat(7) + "]".repeat(7)));
    assertBad("[".repeat(2000));
  }

  @Test
  void values() throws Exception {
    // the root, the message and its four members are six
    read(report(",\"x\":[" + "0,".repeat(56) + "0]").replace("[0,", "[0,"));
    assertBad(report(",\"x\":[" + "0,".repeat(57) + "0]"));
  }

  @Test
  void swarmsOfARequest() throws Exception {
    read(request("CONNECT", "t", "p", swarms(3)));
    assertBad(request("CONNECT", "t", "p", swarms(4)));
    String stats =
        ",\"stat_report\":{\"stat\":[{\"swarm_id\":\"1\"},{\"swarm_id\":\"2\"},{\"swarm_id\":\"3\"}%s]}";
    read(report(String.format(stats, "")));
    assertBad(report(String.format(stats, ",{\"swarm_id\":\"4\"}")));
  }

  @Test
  void addressesOfAPeer() throws Exception {
    read(request("CONNECT", "t", "p", addresses(2)));
    assertBad(request("CONNECT", "t", "p", addresses(3)));
  }

  @Test
  void lengthsOfStrings() throws Exception {
    String longest = "x".repeat(128);
    read(request("STAT_REPORT", longest, longest, ""));
    assertBad(request("STAT_REPORT", longest + "x", "p", ""));
    assertBad(request("STAT_REPORT", "t", longest + "x", ""));
    assertBad(request("STAT_REPORT", "", "p", ""));
    assertBad(request("STAT_REPORT", "t", "", ""));
    assertBad(request("STAT_REPORT", "t", "line\\nbreak", ""));
    RequestReader large = new RequestReader(MessageLimits.REQUEST);
    String find = request("FIND", "t", "p", ",\"swarm_id\":\"" + "a".repeat(2560) + "%s\"}");
    find = find.substring(0, find.length() - 1);
    large.read(ByteBuffer.wrap(String.format(find, "").getBytes(StandardCharsets.UTF_8)));
    byte[] over = String.format(find, "a").getBytes(StandardCharsets.UTF_8);
    assertThrows(MessageException.class, () -> large.read(ByteBuffer.wrap(over)));
    assertBad(request("FIND", "t", "p", ",\"swarm_id\":\"not hex\""));
    String asn = addresses(1).replace("\"port\":1", "\"port\":1,\"asn\":\"%s\"");
    read(request("CONNECT", "t", "p", String.format(asn, "9".repeat(32))));
    assertBad(request("CONNECT", "t", "p", String.format(asn, "9".repeat(33))));
  }

  @Test
  void numbers() throws Exception {
    for (String port : new String[] {"1", "\"65535\"", "80.0", "\"0x50\""}) {
      read(request("CONNECT", "t", "p", addresses(1).replace("\"port\":1", "\"port\":" + port)));
    }
    for (String port :
        new String[] {"0", "65536", "-1", "1.5", "1e3", "\"\"", "true", "[]", "{}"}) {
      assertBad(
          request("CONNECT", "t", "p", addresses(1).replace("\"port\":1", "\"port\":" + port)));
    }
    String stats = ",\"stat_report\":{\"stat\":{\"swarm_id\":\"1\",\"uploaded_bytes\":%s}}";
    Request.StatReport huge =
        (Request.StatReport) read(report(String.format(stats, "9".repeat(40))));
    assertEquals(Long.MAX_VALUE, huge.stats().get(0).uploadedBytes());
    assertBad(report(String.format(stats, "9".repeat(41))));
    assertBad(report(String.format(stats, "-1")));
  }

  @Test
  void twoOfOneAreBad() {
    assertBad(report(",\"peer_id\":\"q\""));
    assertBad(request("CONNECT", "t", "p", swarms(2).replace("\"1\"", "\"0\"")));
    assertBad(report(",\"stat_report\":{\"stat\":[{\"swarm_id\":\"ab\"},{\"swarm_id\":\"AB\"}]}"));
  }

  @Test
  void notUtf8IsBad() {
    byte[] body = report("").getBytes(StandardCharsets.UTF_8);
    body[body.length - 4] = (byte) 0xFF;
    assertThrows(
        MessageException.class, () -> new RequestReader(SMALL).read(ByteBuffer.wrap(body)));
  }

  private static ErrorCode ask(SwarmStore store, Request request, String from) {
    return store.handle(request, Samples.source(from), 0).error();
  }

  @Test
  void peersSwarmsMembersMemberships() {
    SwarmStore store = Samples.store(new StoreLimits(4, 3, 2, 5, 100));
    assertEquals(ErrorCode.NO_ERROR, ask(store, leech("t", "p1", "a1"), "192.0.2.1"));
    assertEquals(ErrorCode.NO_ERROR, ask(store, leech("t", "p2", "a1"), "192.0.2.1"));
    assertEquals(
        ErrorCode.SERVICE_UNAVAILABLE, ask(store, leech("t", "p3", "a1"), "192.0.2.1"), "members");
    assertEquals(2, store.peers(), "who could join nothing is not kept");
    assertEquals(ErrorCode.NO_ERROR, ask(store, leech("t", "p3", "a2"), "192.0.2.1"));
    assertEquals(ErrorCode.NO_ERROR, ask(store, leech("t", "p4", "a3"), "192.0.2.1"));
    assertEquals(
        ErrorCode.SERVICE_UNAVAILABLE, ask(store, leech("u", "p4", "a4"), "192.0.2.1"), "swarms");
    assertEquals(
        ErrorCode.SERVICE_UNAVAILABLE, ask(store, leech("t", "p5", "a2"), "192.0.2.1"), "peers");
    assertEquals(ErrorCode.NO_ERROR, ask(store, leech("u", "p4", "a2"), "192.0.2.1"));
    assertEquals(5, store.memberships());
    assertEquals(
        ErrorCode.SERVICE_UNAVAILABLE,
        ask(store, leech("u", "p3", "a3"), "192.0.2.1"),
        "memberships");
    assertEquals(3, store.swarms());
    assertEquals(2, store.largestSwarm());
  }

  @Test
  void peersOfOneSource() {
    SwarmStore store = Samples.store(new StoreLimits(100, 10, 100, 100, 2));
    for (String source : new String[] {"192.0.2.1", "192.0.2.2"}) {
      assertEquals(ErrorCode.NO_ERROR, ask(store, leech("t", source + "a", "aa"), source));
      assertEquals(ErrorCode.NO_ERROR, ask(store, leech("t", source + "b", "aa"), source));
      assertEquals(
          ErrorCode.SERVICE_UNAVAILABLE, ask(store, leech("t", source + "c", "aa"), source));
    }
    assertEquals(ErrorCode.NO_ERROR, ask(store, leech("t", "x", "aa"), "2001:db8::1"));
    assertEquals(ErrorCode.NO_ERROR, ask(store, leech("t", "y", "aa"), "2001:db8::2"));
    assertEquals(ErrorCode.SERVICE_UNAVAILABLE, ask(store, leech("t", "z", "aa"), "2001:db8::3"));
    store.expire(StorePolicy.DEFAULT.trackTimer().toMillis());
    Response again = store.handle(leech("t", "z", "aa"), Samples.source("2001:db8::3"), 1_000_000);
    assertEquals(ErrorCode.NO_ERROR, again.error(), "the places come free again");
  }

  @Test
  void swarmsOfAPeer() {
    SwarmStore store = Samples.store();
    for (int i = 0; i < StoreLimits.SWARMS_PER_PEER; i++) {
      assertEquals(ErrorCode.NO_ERROR, ask(store, leech("t" + i, "p", "a" + i), "192.0.2.1"));
    }
    assertEquals(ErrorCode.SERVICE_UNAVAILABLE, ask(store, leech("t", "p", "ffff"), "192.0.2.1"));
  }

  @Test
  void whoLeftIsRememberedForAsManyAsThereMayBePeers() {
    SwarmStore store = Samples.store(new StoreLimits(10, 10, 10, 10, 10));
    for (int i = 0; i < 50; i++) {
      store.handle(connect("t", "p" + i, join("aa", PeerMode.LEECH)), HOME, 0);
      store.handle(connect("u", "p" + i, Samples.leave("aa")), HOME, 0);
    }
    assertEquals(10, store.remembered());
    assertEquals(0, store.peers());
  }

  @Test
  void ratesOfSources() throws Exception {
    RequestRates rates = new RequestRates(new ServerLimits(2, 3, 2, 1, 1));
    InetAddress one = InetAddress.getByName("192.0.2.1");
    for (int i = 0; i < 3; i++) {
      assertTrue(rates.allow(one, 0));
    }
    assertFalse(rates.allow(one, 0));
    assertFalse(rates.allow(one, 499));
    assertTrue(rates.allow(one, 500));
    assertFalse(rates.allow(one, 500));
    assertTrue(rates.allow(InetAddress.getByName("2001:db8::1"), 500));
    for (int i = 0; i < 100; i++) {
      rates.allow(InetAddress.getByName("192.0.2." + i), 500);
    }
    assertEquals(2, rates.remembered());
  }

  @Test
  void limitsOutOfRangeAreToldApart() {
    assertThrows(IllegalArgumentException.class, () -> new StoreLimits(0, 1, 1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new ServerLimits(0, 1, 1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new MessageLimits(1, 8, 64, 1, 1));
  }
}
