package tv.martlet.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tv.martlet.chunk.ChunkAddressing;
import tv.martlet.wire.MessageReader.Outcome;

class DatagramDecoderTest {
  private static final InetSocketAddress A = new InetSocketAddress("192.0.2.1", 1);
  private static final InetSocketAddress B = new InetSocketAddress("192.0.2.2", 2);
  private static final Format FORMAT = new Format(ChunkAddressing.CHUNKS_32, 1024, 20, 64);

  private final DatagramDecoder decoder = new DatagramDecoder();

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  private DecodedDatagram aToB(String hex) {
    return decoder.decode(A, B, bytes(hex));
  }

  private DecodedDatagram bToA(String hex) {
    return decoder.decode(B, A, bytes(hex));
  }

  @Test
  void learnsAnotherFormatForEachChannel() {
    // bins and SHA-256; then byte ranges, no protection and chunks of 512 bytes
    aToB("00000000 00 00000001 0001 0101 020001aa 0301 0402 0600 0900000400 ff");
    aToB("00000000 00 00000002 0001 0101 020001bb 0300 0601 0900000200 ff");
    bToA("00000001 00 00000011 0001 ff");
    bToA("00000002 00 00000012 0001 ff");
    assertEquals(
        List.of("channel 00000001", "  HAVE first=0 last=1"), bToA("00000001 03 00000001").lines());
    assertEquals(
        List.of("channel 00000011", "  HAVE first=0 last=1"), aToB("00000011 03 00000001").lines());
    assertEquals(
        List.of("channel 00000012", "  REQUEST first=1 last=2"),
        aToB("00000012 08 0000000000000200 00000000000005ff").lines());
  }

  @Test
  void everyKindOfMessageInWords() {
    String hash = "ab".repeat(20);
    String signature = "cd".repeat(64);
    DecodedDatagram decoded =
        decoder.decode(
            FORMAT,
            bytes(
                "00000009 02 0000000100000002 0000000000000064 09 0000000300000004 0a 0b 06"
                    + "05 c00002071a7a 0c 20010db8000000000000000000000001 0050 0d 0002 3082"
                    + "04 0000000000000001"
                    + hash
                    + "07 0000000000000001 ec97d4f180000000"
                    + signature
                    + "01 0000000500000005 0000000000000007 ffee"));
    assertEquals(
        List.of(
            "channel 00000009",
            "  ACK first=1 last=2 delay=100",
            "  CANCEL first=3 last=4",
            "  CHOKE",
            "  UNCHOKE",
            "  PEX_REQ",
            "  PEX_RESv4 peer=192.0.2.7:6778",
            "  PEX_RESv6 peer=[2001:db8:0:0:0:0:0:1]:80",
            "  PEX_REScert certificate=3082",
            "  INTEGRITY first=0 last=1 hash=" + hash,
            "  SIGNED_INTEGRITY first=0 last=1 timestamp=ec97d4f180000000"
                + " time=2025-10-13T19:43:45.500Z signature="
                + signature,
            "  DATA chunk=5 timestamp=7 bytes=2"),
        decoded.lines());
  }

  @Test
  void handshakeInWords() {
    DecodedDatagram decoded =
        aToB(
            "00000000 00 00000001 0001 0101 020001aa 03ee 0402 0604"
                + "0700000000000000ff 080130 09ffffffff ff");
    assertEquals("the handshake has codes that are not assigned", decoded.note());
    decoded =
        decoder.decode(
            FORMAT,
            bytes(
                "00000000 00 00000001 0001 03ee 0604" + "0700000000000000ff 080130 09ffffffff ff"));
    assertEquals(
        "  HANDSHAKE source=00000001 version=1 integrity=238 addressing=CHUNKS_64"
            + " discard-window=255 supported=[ACK, HAVE] chunk-size=variable",
        decoded.lines().get(1));
    assertEquals(255L, decoded.messages().get(0).fields().get("discard-window"));
  }

  @ParameterizedTest
  @CsvSource({
    "05, 258, RSA with an exponent of 3 bytes",
    "08, 256, RSA with an exponent of 1 byte",
    "0d, 64, P-256",
    "0e, 96, P-384",
    "0f, 64, Ed25519"
  })
  void signatureLengthFollowsFromTheSwarmId(String algorithm, int length, String why) {
    String id = algorithm + ("05".equals(algorithm) ? "03010001" : "0103") + "5a".repeat(258);
    if ("08".equals(algorithm)) {
      id = id.substring(0, id.length() - 4);
    }
    String idLength = HexFormat.of().toHexDigits((short) (id.length() / 2));
    aToB(
        "00000000 00 00000001 0001 0101 02"
            + idLength
            + id
            + "0302 05"
            + algorithm
            + "0602 0900000400 ff");
    String signed = "00000001 07 0000000000000000 0000000000000001" + "cd".repeat(length) + "0a";
    DecodedDatagram decoded = bToA(signed);
    assertEquals(Outcome.OK, decoded.outcome(), why);
    assertEquals(2, decoded.messages().size(), why);
  }

  @ParameterizedTest
  @CsvSource({
    "00000009, '', OK",
    "000009, shorter than a channel ID: 3 bytes, TRUNCATED",
    "00000000 04 7fffffff aabb 00 01020304, a handshake of the protocol before RFC 7574, UNKNOWN_TYPE",
    "00000000 00 0000, a malformed HANDSHAKE, BAD_OPTION",
    "00000000 00 00000000 ff, '', OK"
  })
  void datagramsOfUnknownChannels(String hex, String note, Outcome outcome) {
    DecodedDatagram decoded = aToB(hex);
    assertEquals(note, decoded.note());
    assertEquals(outcome, decoded.outcome());
  }

  @Test
  void keepAliveInWords() {
    assertEquals(List.of("channel 00000009 keep-alive"), aToB("00000009").lines());
  }

  @ParameterizedTest
  @CsvSource({
    "0a 03 0000, the datagram ends inside message 2, TRUNCATED",
    "0a 77, message 2 is of an unassigned type, UNKNOWN_TYPE",
    "0a 03 0000000200000001, message 2 has a malformed chunk specification, BAD_RANGE",
    "00 00000001 0101 0001 ff, message 1 has a malformed option, BAD_OPTION",
    "0a 00 00000000 ff, message 2 is a HANDSHAKE that is not first, MISPLACED_HANDSHAKE"
  })
  void saysWhatIsWrong(String messages, String note, Outcome outcome) {
    DecodedDatagram decoded = decoder.decode(FORMAT, bytes("00000001" + messages));
    assertEquals(note, decoded.note());
    assertEquals(outcome, decoded.outcome());
    assertEquals("  ! " + note, decoded.lines().get(decoded.lines().size() - 1));
  }

  @Test
  void saysWhatTheSwarmHasNot() {
    Format bare = new Format(ChunkAddressing.CHUNKS_32, 1024, 0, 0);
    assertEquals(
        "message 1 is a proof of a kind that this swarm has not",
        decoder.decode(bare, bytes("00000001 04 0000000000000000")).note());
    assertEquals(
        "more than 512 messages",
        decoder.decode(bare, bytes("00000001" + "0a".repeat(513))).note());
  }

  @Test
  void forgetsTheChannelUnusedForLongest() {
    for (int channel = 1; channel <= DatagramDecoder.MAX_CHANNELS + 1; channel++) {
      aToB("00000000 00" + DecodedDatagram.hex(channel) + "0001 0101 020001aa 0301 0400 0602 ff");
    }
    assertTrue(bToA("00000001 0a").note().startsWith("no handshake"));
    assertEquals("", bToA("00000002 0a").note());
  }

  @Test
  void readsFromThePositionAndLeavesIt() {
    ByteBuffer d = bytes("ffff 00000009 0a ee").position(2).limit(7);
    assertEquals(1, decoder.decode(FORMAT, d).messages().size());
    assertEquals(2, d.position());
  }

  @Test
  void spoiltDatagrams() {
    SplittableRandom random = new SplittableRandom(77);
    Mutator mutator = new Mutator(random);
    RandomMessages messages = new RandomMessages(random);
    byte[] bytes = new byte[1600];
    EnumSet<Outcome> seen = EnumSet.noneOf(Outcome.class);
    for (int i = 0; i < 50_000; i++) {
      Format format = messages.format();
      MessageWriter writer = new MessageWriter(format);
      ByteBuffer d = ByteBuffer.wrap(bytes);
      writer.begin(d, 1500, random.nextInt(4));
      messages.write(writer, format, 5);
      int length = mutator.spoil(bytes, writer.length());
      DecodedDatagram decoded =
          decoder.decode(i % 2 == 0 ? A : B, i % 2 == 0 ? B : A, d.clear().limit(length));
      assertNotNull(decoded.lines());
      seen.add(decoded.outcome());
    }
    assertTrue(seen.size() >= 5, seen::toString);
  }
}
