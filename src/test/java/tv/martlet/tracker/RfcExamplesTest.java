package tv.martlet.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The examples of RFC 7846 §4.1, byte for byte as the RFC prints them. */
class RfcExamplesTest {
  static final List<String> REQUESTS =
      List.of("connect-seeder", "connect-leech", "connect-switch", "find", "stat-report");

  static byte[] example(String name) throws IOException {
    try (InputStream in =
        RfcExamplesTest.class.getResourceAsStream("/tracker/rfc7846/" + name + ".json")) {
      return in.readAllBytes();
    }
  }

  private static Request request(String name) throws Exception {
    return new RequestReader(MessageLimits.REQUEST).read(ByteBuffer.wrap(example(name)));
  }

  private static Response response(String name) throws Exception {
    return new ResponseReader(MessageLimits.RESPONSE).read(ByteBuffer.wrap(example(name)));
  }

  private static PeerAddress address(String ip, long priority, PeerAddress.Note note) {
    return new PeerAddress(new InetSocketAddress(ip, 80), priority, AddressType.HOST, note);
  }

  private static Optional<PeerNum> num() {
    return Optional.of(
        new PeerNum(
            OptionalInt.of(5),
            Optional.of(NatAbility.STUN),
            OptionalInt.of(5),
            OptionalInt.of(200),
            OptionalInt.of(600)));
  }

  @Test
  void aSeederConnects() throws Exception {
    assertEquals(
        new Request.Connect(
            "12345",
            "656164657220",
            Optional.empty(),
            List.of(address("192.0.2.2", 1, new PeerAddress.Note("wired", "45645", ""))),
            List.of(
                new SwarmAction("1111", Action.JOIN, PeerMode.SEEDER),
                new SwarmAction("2222", Action.JOIN, PeerMode.SEEDER))),
        request("connect-seeder"));
  }

  @Test
  void aLeecherConnectsWithTwoAddressesAndNumbersAsStrings() throws Exception {
    assertEquals(
        new Request.Connect(
            "12345.0",
            "656164657221",
            num(),
            List.of(
                address("192.0.2.2", 1, new PeerAddress.Note("wired", "3256546", "")),
                address("2001:db8::2", 2, new PeerAddress.Note("wireless", "34563456", "PPSP-PP"))),
            List.of(new SwarmAction("1111", Action.JOIN, PeerMode.LEECH))),
        request("connect-leech"));
  }

  @Test
  void aLeecherSwitches() throws Exception {
    assertEquals(
        new Request.Connect(
            "12345",
            "656164657221",
            num(),
            List.of(),
            List.of(
                new SwarmAction("1111", Action.LEAVE, PeerMode.LEECH),
                new SwarmAction("2222", Action.JOIN, PeerMode.LEECH))),
        request("connect-switch"));
  }

  @Test
  void aFlatFind() throws Exception {
    assertEquals(new Request.Find("12345", "656164657221", "1111", num()), request("find"));
  }

  @Test
  void aReportWithACapitalStat() throws Exception {
    assertEquals(
        new Request.StatReport(
            "12345", "656164657221", List.of(new StreamStats("1111", 512, 768, 1024000, 5))),
        request("stat-report"));
  }

  @Test
  void aConnectResponse() throws Exception {
    Response response = response("connect-response");
    assertEquals(ErrorCode.NO_ERROR, response.error());
    assertEquals("12345", response.transactionId());
    assertEquals(
        new InetSocketAddress("198.51.100.1", 80), response.peerAddress().orElseThrow().socket());
    Response.SwarmResult result = response.results().get(0);
    assertTrue(result.successful());
    assertEquals("2222", result.swarmId());
    List<Response.PeerInfo> peers = result.peers().orElseThrow();
    assertEquals(
        List.of("956264622298", "3332001256741"),
        peers.stream().map(Response.PeerInfo::peerId).toList());
    assertEquals(
        new PeerAddress(
            new InetSocketAddress("198.51.100.201", 80),
            2,
            AddressType.REFLEXIVE,
            new PeerAddress.Note("wired", "64496", "PPSP-PP")),
        peers.get(1).addresses().get(0));
  }

  @Test
  void aFindResponse() throws Exception {
    Response response = response("find-response");
    assertEquals(3, response.results().get(0).peers().orElseThrow().size());
    assertEquals(Optional.empty(), response.peerAddress());
  }

  @Test
  void aReportResponse() throws Exception {
    assertEquals(
        new Response(
            ErrorCode.NO_ERROR,
            "12345",
            Optional.empty(),
            List.of(new Response.SwarmResult("1111", true, Optional.empty())),
            OptionalInt.empty()),
        response("stat-report-response"));
  }

  @Test
  void whatIsReadIsWrittenAndReadAgain() throws Exception {
    for (String name : REQUESTS) {
      Request request = request(name);
      ByteBuffer again = ByteBuffer.wrap(MessageWriter.write(request));
      assertEquals(request, new RequestReader(MessageLimits.REQUEST).read(again), name);
    }
    for (String name : List.of("connect-response", "find-response", "stat-report-response")) {
      Response response = response(name);
      ByteBuffer again = ByteBuffer.wrap(MessageWriter.write(response));
      Response back = new ResponseReader(MessageLimits.RESPONSE).read(again);
      assertInstanceOf(Response.class, back);
      assertEquals(response.results(), back.results(), name);
    }
  }
}
