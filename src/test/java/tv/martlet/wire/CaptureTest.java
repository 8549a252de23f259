package tv.martlet.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tv.martlet.chunk.ChunkAddressing;
import tv.martlet.wire.MessageReader.Outcome;

/** What libswift said on the wire is understood to the last byte. */
class CaptureTest {
  static final String STATIC = "libswift-static-first60.pcap";
  static final String LIVE = "libswift-live-first80.pcap";

  static List<UdpDatagram> datagrams(String name) throws IOException {
    List<UdpDatagram> all = new ArrayList<>();
    try (PcapReader pcap =
        new PcapReader(CaptureTest.class.getResourceAsStream("/tv/martlet/vectors/" + name))) {
      for (UdpDatagram d = pcap.next(); d != null; d = pcap.next()) {
        all.add(d);
      }
      assertFalse(pcap.truncated());
      assertEquals(0, pcap.others());
      assertEquals(all.size(), pcap.frames());
    }
    return all;
  }

  /** SHA-1, 32-bit chunk ranges, chunks of 1,024 bytes, P-256. */
  private static Format format(String name) {
    return new Format(ChunkAddressing.CHUNKS_32, 1024, 20, name.equals(LIVE) ? 64 : 0);
  }

  @ParameterizedTest
  @CsvSource({STATIC + ", 60", LIVE + ", 80"})
  void everyDatagramIsRead(String name, int count) throws IOException {
    List<UdpDatagram> all = datagrams(name);
    assertEquals(count, all.size());
    for (UdpDatagram datagram : all) {
      assertFalse(datagram.cut());
      CountingHandler handler = new CountingHandler(format(name));
      int end = datagram.payload().limit();
      handler.expect(format(name), end);
      Outcome outcome =
          new MessageReader().read(datagram.payload(), 4, end - 4, format(name), handler);
      assertEquals(Outcome.OK, outcome);
      assertEquals(end > 4, handler.calls > 0);
    }
  }

  /** Nobody tells the decoder the format: the handshakes at the beginning do. */
  @ParameterizedTest
  @ValueSource(strings = {STATIC, LIVE})
  void theDecoderLearnsTheFormat(String name) throws IOException {
    DatagramDecoder decoder = new DatagramDecoder();
    DatagramDecoder told = new DatagramDecoder();
    for (UdpDatagram d : datagrams(name)) {
      DecodedDatagram learned = decoder.decode(d.source(), d.destination(), d.payload());
      assertEquals(told.decode(format(name), d.payload()), learned);
      assertEquals(Outcome.OK, learned.outcome());
      assertEquals("", learned.note());
    }
  }

  private static Map<String, Integer> histogram(String name) throws IOException {
    DatagramDecoder decoder = new DatagramDecoder();
    Map<String, Integer> count = new HashMap<>();
    for (UdpDatagram d : datagrams(name)) {
      DecodedDatagram decoded = decoder.decode(d.source(), d.destination(), d.payload());
      decoded.messages().forEach(message -> count.merge(message.name(), 1, Integer::sum));
      if (decoded.messages().isEmpty()) {
        count.merge("keep-alive", 1, Integer::sum);
      }
    }
    return count;
  }

  @Test
  void messagesOfTheStaticSwarm() throws IOException {
    assertEquals(
        Map.ofEntries(
            Map.entry("ACK", 23),
            Map.entry("DATA", 30),
            Map.entry("HANDSHAKE", 2),
            Map.entry("HAVE", 25),
            Map.entry("INTEGRITY", 47),
            Map.entry("PEX_REQ", 1),
            Map.entry("REQUEST", 26)),
        histogram(STATIC));
  }

  @Test
  void messagesOfTheLiveSwarm() throws IOException {
    assertEquals(
        Map.ofEntries(
            Map.entry("ACK", 32),
            Map.entry("DATA", 32),
            Map.entry("HANDSHAKE", 2),
            Map.entry("HAVE", 35),
            Map.entry("INTEGRITY", 51),
            Map.entry("PEX_REQ", 2),
            Map.entry("REQUEST", 6),
            Map.entry("SIGNED_INTEGRITY", 4),
            Map.entry("keep-alive", 8)),
        histogram(LIVE));
  }

  @Test
  void theFirstDatagramsInWords() throws IOException {
    DatagramDecoder decoder = new DatagramDecoder();
    List<String> lines = new ArrayList<>();
    for (UdpDatagram d : datagrams(LIVE).subList(0, 4)) {
      lines.addAll(decoder.decode(d.source(), d.destination(), d.payload()).lines());
    }
    String key =
        "0d386025799660f4e237b3bd1b42e993a855c2f1fba31a40e33fe48ae0c1513275"
            + "a465a5ae4b7aa86a9b1ae50860390256304d08a5f14ad168052e5e8185f91a";
    String agreed =
        " integrity=UNIFIED_MERKLE_TREE signature=ECDSAP256SHA256"
            + " addressing=CHUNKS_32 discard-window=keeps all";
    String signature =
        "dd22fc18c34fde7a749b68f684e80944644b241f0009cf97bc5ded9c8b8c383a"
            + "bc20d0a40c03298ad68c22cb23a99c73b25fa6cd1dc42eb98248e466b1ae59b2";
    assertEquals(
        List.of(
            "channel 00000000",
            "  HANDSHAKE source=e0efec1b version=1 minimum-version=1 swarm=0d" + key + agreed,
            "channel e0efec1b",
            "  HANDSHAKE source=e0c256a3 version=1 minimum-version=1" + agreed,
            "  HAVE first=0 last=511",
            "  HAVE first=512 last=767",
            "  HAVE first=768 last=831",
            "channel e0c256a3",
            "  PEX_REQ",
            "channel e0efec1b",
            "  PEX_REQ",
            "  INTEGRITY first=800 last=831 hash=306e0344b8d21588b920e9e6193fb5ba2fd9a6d1",
            "  SIGNED_INTEGRITY first=800 last=831 timestamp=660dae0efb0e3"
                + " time=2026-11-22T10:24:13.205731Z signature="
                + signature),
        lines);
  }

  @Test
  void aCaptureThatBeginsTooLateSaysSo() throws IOException {
    List<UdpDatagram> all = datagrams(STATIC);
    UdpDatagram d = all.get(5);
    DecodedDatagram decoded =
        new DatagramDecoder().decode(d.source(), d.destination(), d.payload());
    assertTrue(decoded.note().startsWith("no handshake of this channel was seen"), decoded.note());
    assertEquals(2, decoded.lines().size());
  }
}
