package tv.martlet.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tv.martlet.chunk.ChunkAddressing;
import tv.martlet.wire.MessageReader.Outcome;

/** Each message both ways by hand-written bytes, in each addressing; then broken ones. */
class MessageBytesTest {
  private static final String HASH = "ab".repeat(20);
  private static final String SIGNATURE = "cd".repeat(64);
  private static final String CHUNK = "11".repeat(1024);
  private static final HexFormat HEX = HexFormat.of();

  /** The bytes of chunk 5 and of chunks 8 to 11, and some that no sender may write. */
  private record Spec(
      ChunkAddressing addressing, String five, String eightToEleven, List<String> bad) {
    Format format() {
      return new Format(addressing, 1024, 20, 64);
    }

    @Override
    public String toString() {
      return addressing.toString();
    }
  }

  private static Stream<Spec> specs() {
    return Stream.of(
        new Spec(ChunkAddressing.BINS_32, "0000000a", "00000013", List.of("ffffffff")),
        new Spec(
            ChunkAddressing.BYTES_64,
            "000000000000140000000000000017ff",
            "00000000000020000000000000002fff",
            List.of(
                "00000000000014010000000000002fff",
                "00000000000020000000000000001fff",
                "80000000000000008000000000000fff")),
        new Spec(
            ChunkAddressing.CHUNKS_32,
            "0000000500000005",
            "000000080000000b",
            List.of("0000000900000008")),
        new Spec(
            ChunkAddressing.BINS_64,
            "000000000000000a",
            "0000000000000013",
            List.of("ffffffffffffffff", "8000000000000000")),
        new Spec(
            ChunkAddressing.CHUNKS_64,
            "00000000000000050000000000000005",
            "0000000000000008000000000000000b",
            List.of("00000000000000090000000000000008", "ffffffffffffffffffffffffffffffff")));
  }

  /** One message as bytes, as the call it makes, and as written. */
  private record Sample(String hex, String line, Consumer<MessageWriter> write) {}

  private static List<Sample> samples(Spec spec) throws UnknownHostException {
    String range = spec.eightToEleven;
    InetSocketAddress v4 = new InetSocketAddress(InetAddress.getByName("192.0.2.7"), 6778);
    InetSocketAddress v6 = new InetSocketAddress(InetAddress.getByName("2001:db8::1"), 65535);
    return List.of(
        new Sample(
            "02" + range + "00000000000186a0", "ack 8-11 +100000", w -> w.ack(8, 11, 100_000)),
        new Sample("03" + range, "have 8-11", w -> w.have(8, 11)),
        new Sample("03" + spec.five, "have 5-5", w -> w.have(5, 5)),
        new Sample(
            "04" + range + HASH,
            "integrity 8-11 " + HASH,
            w -> put(w.integrityHeader(8, 11), w, HASH)),
        new Sample("05c00002071a7a", "pexV4 c00002071a7a", w -> w.pexAddress(v4)),
        new Sample("06", "pexRequest", MessageWriter::pexRequest),
        new Sample(
            "07" + range + "ee0102030405aa06" + SIGNATURE,
            "signed 8-11 @" + 0xee0102030405aa06L + " " + SIGNATURE,
            w -> put(w.signedIntegrityHeader(8, 11, 0xee0102030405aa06L), w, SIGNATURE)),
        new Sample("08" + range, "request 8-11", w -> w.request(8, 11)),
        new Sample("09" + range, "cancel 8-11", w -> w.cancel(8, 11)),
        new Sample("0a", "choke", MessageWriter::choke),
        new Sample("0b", "unchoke", MessageWriter::unchoke),
        new Sample(
            "0c20010db8000000000000000000000001ffff",
            "pexV6 20010db8000000000000000000000001ffff",
            w -> w.pexAddress(v6)),
        new Sample(
            "0d0003308201", "pexCertificate 308201", w -> w.pexCertificate(HEX.parseHex("308201"))),
        new Sample("0d0000", "pexCertificate ", w -> w.pexCertificate(new byte[0])),
        new Sample(
            "01" + spec.five + "000660dad681e98e" + CHUNK,
            "data 5 @" + 0x000660dad681e98eL + " " + CHUNK,
            w -> put(w.dataHeader(5, 0x000660dad681e98eL), w, CHUNK)));
  }

  private static void put(boolean fits, MessageWriter w, String hex) {
    if (fits) {
      w.buffer().put(HEX.parseHex(hex));
    }
  }

  private static Outcome read(Format format, String hex, RecordingHandler handler) {
    // at an odd offset, with bytes behind that do not belong to it
    ByteBuffer d = ByteBuffer.allocateDirect(7 + hex.length() / 2 + 9).position(7);
    d.put(HEX.parseHex(hex)).position(3);
    Outcome outcome = new MessageReader().read(d, 7, hex.length() / 2, format, handler);
    assertEquals(3, d.position());
    return outcome;
  }

  private static void expect(Outcome outcome, List<String> lines, Format format, String hex) {
    RecordingHandler handler = new RecordingHandler(format);
    assertEquals(outcome, read(format, hex, handler), hex);
    assertEquals(lines, handler.lines);
  }

  @ParameterizedTest
  @MethodSource("specs")
  void eachMessageFromBytes(Spec spec) throws UnknownHostException {
    for (Sample sample : samples(spec)) {
      expect(Outcome.OK, List.of(sample.line), spec.format(), sample.hex);
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void eachMessageToBytes(Spec spec) throws UnknownHostException {
    MessageWriter writer = new MessageWriter(spec.format());
    for (Sample sample : samples(spec)) {
      ByteBuffer buffer = ByteBuffer.allocate(1500);
      writer.begin(buffer, 1500, 0xfedcba98);
      sample.write.accept(writer);
      assertEquals(
          "fedcba98" + sample.hex, HEX.formatHex(buffer.array(), 0, writer.length()), sample.line);
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void allMessagesInOneDatagram(Spec spec) throws UnknownHostException {
    StringBuilder hex = new StringBuilder();
    List<String> lines = new ArrayList<>();
    for (Sample sample : samples(spec)) {
      hex.append(sample.hex);
      lines.add(sample.line);
    }
    expect(Outcome.OK, lines, spec.format(), hex.toString());
  }

  /** A DATA takes all that is left, so every cut behind its first byte is a shorter chunk. */
  @ParameterizedTest
  @MethodSource("specs")
  void eachTruncation(Spec spec) throws UnknownHostException {
    int overhead = MessageWriter.dataOverhead(spec.format());
    for (Sample sample : samples(spec)) {
      int bytes = sample.hex.startsWith("01") ? overhead + 1 : sample.hex.length() / 2;
      for (int length = 1; length < bytes; length++) {
        expect(Outcome.TRUNCATED, List.of(), spec.format(), sample.hex.substring(0, length * 2));
        String behind = "0a" + sample.hex.substring(0, length * 2);
        expect(Outcome.TRUNCATED, List.of("choke"), spec.format(), behind);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void whatDoesNotFitIsNotWritten(Spec spec) throws UnknownHostException {
    MessageWriter writer = new MessageWriter(spec.format());
    for (Sample sample : samples(spec)) {
      for (int limit = 4; limit < 4 + sample.hex.length() / 2; limit++) {
        writer.begin(ByteBuffer.allocate(1500), limit, 1);
        sample.write.accept(writer);
        assertTrue(writer.isEmpty(), sample.line);
        assertEquals(limit - 4, writer.remaining());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void malformedSpecifications(Spec spec) {
    String zeros = "00".repeat(80);
    for (String bad : spec.bad) {
      for (String type : List.of("01", "02", "03", "04", "07", "08", "09")) {
        expect(Outcome.BAD_RANGE, List.of("choke"), spec.format(), "0a" + type + bad + zeros);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void dataIsOfOneChunk(Spec spec) {
    String hex = "01" + spec.eightToEleven + "000660dad681e98e" + CHUNK;
    expect(Outcome.BAD_RANGE, List.of(), spec.format(), hex);
  }

  @ParameterizedTest
  @MethodSource("specs")
  void severalData(Spec spec) {
    String header = "01" + spec.five + "0000000000000001";
    String full = "data 5 @1 " + CHUNK;
    expect(
        Outcome.OK,
        List.of(full, full, "data 5 @1 2233"),
        spec.format(),
        header + CHUNK + header + CHUNK + header + "2233");
    expect(Outcome.OK, List.of(full, "choke"), spec.format(), header + CHUNK + "0a");
  }

  @Test
  void shortLastChunkInByteRangesEndsWithItsLastByte() {
    MessageWriter writer = new MessageWriter(new Format(ChunkAddressing.BYTES_64, 1024, 20, 0));
    ByteBuffer buffer = ByteBuffer.allocate(100);
    writer.begin(buffer, 100, 1);
    assertTrue(writer.dataHeader(5, 1, 2));
    String hex = HEX.formatHex(buffer.array(), 5, 21);
    assertEquals("00000000000014000000000000001401", hex);
  }

  @Test
  void unassignedTypes() {
    Format format = new Format(ChunkAddressing.CHUNKS_32, 1024, 20, 64);
    for (int type = 14; type <= 255; type++) {
      String hex = "0b" + HEX.toHexDigits((byte) type) + "0a";
      expect(Outcome.UNKNOWN_TYPE, List.of("unchoke"), format, hex);
    }
  }

  @Test
  void proofsOfAnotherKind() {
    Format bare = new Format(ChunkAddressing.CHUNKS_32, 1024, 0, 0);
    String range = "0000000000000000";
    expect(Outcome.NO_SUCH_PROOF, List.of("choke"), bare, "0a04" + range + HASH);
    expect(Outcome.NO_SUCH_PROOF, List.of("choke"), bare, "0a07" + range + range + SIGNATURE);
  }

  @Test
  void handshakeMustBeFirst() {
    Format format = new Format(ChunkAddressing.CHUNKS_32, 1024, 20, 64);
    String closing = "0000000000ff";
    List<String> line = List.of("handshake 00000000ff");
    expect(Outcome.OK, line, format, closing);
    expect(Outcome.MISPLACED_HANDSHAKE, line, format, closing + closing);
    expect(Outcome.MISPLACED_HANDSHAKE, List.of("choke"), format, "0a" + closing);
  }

  @Test
  void messagesAreCapped() {
    Format format = new Format(ChunkAddressing.CHUNKS_32, 1024, 20, 64);
    int cap = MessageReader.MAX_MESSAGES;
    RecordingHandler handler = new RecordingHandler(format);
    assertEquals(Outcome.OK, read(format, "0b".repeat(cap), handler));
    assertEquals(cap, handler.lines.size());
    handler.lines.clear();
    assertEquals(Outcome.TOO_MANY, read(format, "0b".repeat(cap + 1), handler));
    assertEquals(cap, handler.lines.size());
  }

  @ParameterizedTest
  @MethodSource("specs")
  void readingStopsWhereTheHandlerRefuses(Spec spec) throws UnknownHostException {
    for (Sample sample : samples(spec)) {
      String word = sample.line.split(" ", 2)[0];
      RecordingHandler handler = new RecordingHandler(spec.format(), word);
      assertEquals(Outcome.REFUSED, read(spec.format(), sample.hex + sample.hex, handler));
      assertEquals(List.of(sample.line), handler.lines);
    }
  }

  @Test
  void certificateLongerThanTheDatagram() {
    Format format = new Format(ChunkAddressing.CHUNKS_32, 1024, 20, 64);
    expect(Outcome.TRUNCATED, List.of(), format, "0dffff" + "00".repeat(65534));
    expect(
        Outcome.OK,
        List.of("pexCertificate " + "00".repeat(65535)),
        format,
        "0dffff" + "00".repeat(65535));
  }
}
