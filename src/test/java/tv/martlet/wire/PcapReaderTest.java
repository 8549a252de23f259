package tv.martlet.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PcapReaderTest {
  private static final HexFormat HEX = HexFormat.of();

  /** 5 bytes from 192.0.2.1:6778 to 192.0.2.2:6779. */
  private static final String UDP = "1a7a1a7b000d0000" + "0102030405";

  private static final String V4 = "450000210000000040110000c0000201c0000202" + UDP;
  private static final String V6_ADDRESSES =
      "20010db8000000000000000000000001" + "20010db8000000000000000000000002";
  private static final String V6 = "60000000000d1140" + V6_ADDRESSES + UDP;
  private static final String MACS = "000000000000000000000000";

  private static String le32(int value) {
    return HEX.toHexDigits(Integer.reverseBytes(value));
  }

  private static String header(int link) {
    return "d4c3b2a1" + "02000400" + "0000000000000000" + le32(262_144) + le32(link);
  }

  private static String frame(String hex) {
    int length = hex.length() / 2;
    return le32(1_700_000_000) + le32(123_456) + le32(length) + le32(length) + hex;
  }

  private static PcapReader open(String hex) throws IOException {
    return new PcapReader(new ByteArrayInputStream(HEX.parseHex(hex)));
  }

  private static void expectUdp(UdpDatagram d, String source, String destination) {
    assertEquals(1_700_000_000_123_456L, d.micros());
    assertEquals(source, d.source().getAddress().getHostAddress());
    assertEquals(6778, d.source().getPort());
    assertEquals(destination, d.destination().getAddress().getHostAddress());
    assertEquals(6779, d.destination().getPort());
    byte[] payload = new byte[d.payload().remaining()];
    d.payload().get(0, payload);
    assertEquals("0102030405", HEX.formatHex(payload));
    assertEquals(5, d.length());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 02000000",
    "108, 00000002",
    "1, 0000000000000000000000000800",
    "1, 00000000000000000000000081000001 0800",
    "1, 00000000000000000000000088a80001 81000002 0800",
    "12, ''",
    "14, ''",
    "101, ''",
    "228, ''",
    "113, 00000001000600000000000000000800",
    "276, 0800000000000001000104060000000000000000"
  })
  void ipv4OnEveryLink(int link, String before) throws IOException {
    try (PcapReader pcap = open(header(link) + frame(before.replace(" ", "") + V4))) {
      expectUdp(pcap.next(), "192.0.2.1", "192.0.2.2");
      assertNull(pcap.next());
      assertEquals(1, pcap.frames());
      assertEquals(0, pcap.others());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1e000000",
    "1, 00000000000000000000000086dd",
    "101, ''",
    "229, ''",
    "113, 000000010006000000000000000086dd",
    "276, 86dd000000000001000104060000000000000000"
  })
  void ipv6OnEveryLink(int link, String before) throws IOException {
    try (PcapReader pcap = open(header(link) + frame(before + V6))) {
      expectUdp(pcap.next(), "2001:db8:0:0:0:0:0:1", "2001:db8:0:0:0:0:0:2");
    }
  }

  @Test
  void ipv6ExtensionsAreStepped() throws IOException {
    String hopByHop = "3c00000000000000";
    String destination = "2c01" + "00".repeat(14);
    String wholeFragment = "1100000000000000";
    String v6 = "6000000000000040" + V6_ADDRESSES + hopByHop + destination + wholeFragment + UDP;
    try (PcapReader pcap = open(header(101) + frame(v6))) {
      expectUdp(pcap.next(), "2001:db8:0:0:0:0:0:1", "2001:db8:0:0:0:0:0:2");
    }
  }

  @Test
  void bigEndianAndNanoseconds() throws IOException {
    String big =
        "a1b23c4d"
            + "00020004"
            + "0000000000000000"
            + "00040000"
            + "00000065"
            + "6553f100"
            + HEX.toHexDigits(123_456_999)
            + "00000021"
            + "00000021"
            + V4;
    try (PcapReader pcap = open(big)) {
      expectUdp(pcap.next(), "192.0.2.1", "192.0.2.2");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing
        "45", // cut header
        "50000000000000000000000000000000000000000000", // neither 4 nor 6
        "450000210000000040060000c0000201c0000202" + UDP, // TCP
        "450000210000200040110000c0000201c0000202" + UDP, // first fragment
        "450000210000000140110000c0000201c0000202" + UDP, // another fragment
        "440000210000000040110000c0000201c0000202" + UDP, // header too short
        "4f0000210000000040110000c0000201c0000202" + UDP, // header longer than the packet
        "450000210000000040110000c0000201c0000202" + "1a7a1a7b0007", // cut UDP header
        "450000210000000040110000c0000201c0000202" + "1a7a1a7b00070000", // UDP length below 8
        "60000000000d1140" + "00", // cut
        "60000000000d0640" + V6_ADDRESSES + UDP, // TCP
        "60000000000d0040" + V6_ADDRESSES + "00ff000000000000", // extension beyond the packet
        "60000000000d2c40" + V6_ADDRESSES + "1100000100000000" + UDP, // fragment
      })
  void framesWithoutUdpArePassedOver(String frame) throws IOException {
    try (PcapReader pcap = open(header(101) + frame(frame) + frame(V4))) {
      expectUdp(pcap.next(), "192.0.2.1", "192.0.2.2");
      assertEquals(1, pcap.others());
      assertEquals(2, pcap.frames());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        MACS + "08", // cut
        MACS + "0806" + "0001", // ARP
        MACS + "8100" + "0001", // cut tag
        MACS + "8100" + "00018100" + "00018100" + "00010800" + V4, // three tags
      })
  void ethernetFramesWithoutIpArePassedOver(String frame) throws IOException {
    try (PcapReader pcap = open(header(1) + frame(frame))) {
      assertNull(pcap.next());
      assertEquals(1, pcap.others());
    }
  }

  @Test
  void extensionsAreCounted() throws IOException {
    String nine = "0000000000000000".repeat(8) + "1100000000000000" + UDP;
    try (PcapReader pcap = open(header(101) + frame("60000000000d0040" + V6_ADDRESSES + nine))) {
      assertNull(pcap.next());
      assertEquals(1, pcap.others());
    }
  }

  @Test
  void cutFramesSaySo() throws IOException {
    String cut = V4.substring(0, V4.length() - 4);
    try (PcapReader pcap = open(header(101) + frame(cut))) {
      UdpDatagram d = pcap.next();
      assertTrue(d.cut());
      assertEquals(3, d.payload().limit());
      assertEquals(5, d.length());
    }
  }

  @Test
  void aFileThatEndsInAFrameIsTruncated() throws IOException {
    String whole = header(101) + frame(V4);
    for (int bytes = 25; bytes < whole.length() / 2; bytes++) {
      try (PcapReader pcap = open(whole.substring(0, bytes * 2))) {
        assertNull(pcap.next());
        assertTrue(pcap.truncated());
        assertEquals(0, pcap.frames());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | This is no capture: it ends after 0 bytes.",
        "d4c3b2a1 | The capture ends inside its header.",
        "0a0d0d0a1c000000 | This is a pcapng file; turn it into pcap first: editcap -F pcap FILE OUT.pcap",
        "89504e470d0a1a0a | This is no pcap file; capture with: tcpdump -w FILE udp"
      })
  void otherFilesAreRefusedWithASentence(String hex, String sentence) {
    PcapException e = assertThrows(PcapException.class, () -> open(hex));
    assertEquals(sentence, e.getMessage());
  }

  @Test
  void unknownLinksAreRefusedWithASentence() {
    PcapException e = assertThrows(PcapException.class, () -> open(header(105)));
    assertTrue(e.getMessage().startsWith("Link type 105 is not known"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {PcapReader.MAX_FRAME + 1, -1, Integer.MIN_VALUE})
  void aFrameBeyondTheBoundIsDamage(int length) throws IOException {
    String bad = le32(0) + le32(0) + le32(length) + le32(length);
    try (PcapReader pcap = open(header(101) + frame(V4) + bad)) {
      pcap.next();
      PcapException e = assertThrows(PcapException.class, pcap::next);
      assertTrue(e.getMessage().startsWith("The capture is damaged: frame 2"), e.getMessage());
    }
  }

  @Test
  void spoiltCaptures() throws IOException {
    SplittableRandom random = new SplittableRandom(4711);
    Mutator mutator = new Mutator(random);
    String small = header(1) + frame(MACS + "0800" + V4) + frame(MACS + "86dd" + V6);
    byte[][] seeds = {
      HEX.parseHex(small),
      HEX.parseHex(header(276) + frame("86dd" + MACS + "000000000000" + V6)),
      capture()
    };
    byte[] bytes = new byte[8192];
    long datagrams = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] seed = seeds[random.nextInt(seeds.length)];
      System.arraycopy(seed, 0, bytes, 0, seed.length);
      datagrams += count(bytes, mutator.spoil(bytes, seed.length));
    }
    assertTrue(datagrams > 100_000, "only " + datagrams);
  }

  private static byte[] capture() throws IOException {
    try (InputStream in =
        PcapReaderTest.class.getResourceAsStream("/tv/martlet/vectors/" + CaptureTest.STATIC)) {
      return in.readNBytes(6000);
    }
  }

  private static int count(byte[] bytes, int length) throws IOException {
    int count = 0;
    try (PcapReader pcap = new PcapReader(new ByteArrayInputStream(bytes, 0, length))) {
      for (UdpDatagram d = pcap.next(); d != null; d = pcap.next()) {
        assertTrue(d.payload().limit() <= d.length() && d.length() <= 65_527);
        count++;
      }
    } catch (PcapException e) {
      assertTrue(e.getMessage().endsWith(".") || e.getMessage().contains(": "), e.getMessage());
    }
    return count;
  }
}
