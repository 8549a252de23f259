package tv.martlet.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import tv.martlet.chunk.ChunkAddressing;
import tv.martlet.chunk.HashFunction;
import tv.martlet.chunk.IntegrityMethod;
import tv.martlet.chunk.SwarmId;
import tv.martlet.wire.MessageReader.Outcome;

/**
 * The datagrams drawn in RFC 7574 §8.16, byte for byte, both ways. The text calls the swarm ID a
 * 32-byte root hash and leaves the newline of the file out; the drawing, which is followed here,
 * has 20 bytes and the newline. The hash is "47a0...b03b", the SHA-1 of that file.
 */
class RfcExampleTest {
  private static final Format FORMAT = new Format(ChunkAddressing.CHUNKS_32, 1024, 32, 0);
  private static final String ROOT = "47a013e660d408619d894b20806b1d5086aab03b";
  private static final String REPLY_OPTIONS =
      "0001" + "0301" + "0402" + "0602" + "0900000400" + "ff";

  private final ByteBuffer buffer = ByteBuffer.allocate(1500);
  private final MessageWriter writer = new MessageWriter(FORMAT);

  private static List<String> read(String hex) {
    ByteBuffer d = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    RecordingHandler handler = new RecordingHandler(FORMAT);
    assertEquals(Outcome.OK, new MessageReader().read(d, 4, d.limit() - 4, FORMAT, handler));
    return handler.lines;
  }

  private String written() {
    return HexFormat.of().formatHex(buffer.array(), 0, writer.length());
  }

  private static Handshake agreed(Handshake h) {
    return h.integrity(IntegrityMethod.MERKLE_TREE)
        .hash(HashFunction.SHA256)
        .addressing(ChunkAddressing.CHUNKS_32)
        .chunkSize(1024);
  }

  @Test
  void handshake() {
    String body = "00000001" + "0001" + "0101" + "020014" + ROOT + REPLY_OPTIONS.substring(4);
    writer.begin(buffer, 1500, 0);
    assertTrue(writer.handshake(agreed(Handshake.initiator(1, SwarmId.ofHex(ROOT)))));
    assertEquals("00000000" + "00" + body, written());
    assertEquals(List.of("handshake " + body), read(written()));
  }

  @Test
  void replyWithHave() {
    writer.begin(buffer, 1500, 1);
    assertTrue(writer.handshake(agreed(Handshake.responder(8))));
    assertEquals(1, writer.have(0, 0));
    String body = "00000008" + REPLY_OPTIONS;
    assertEquals("00000001" + "00" + body + "03" + "0000000000000000", written());
    assertEquals(List.of("handshake " + body, "have 0-0"), read(written()));
  }

  @Test
  void requestWithPexRequest() {
    writer.begin(buffer, 1500, 8);
    assertEquals(1, writer.request(0, 0));
    assertTrue(writer.pexRequest());
    assertEquals("00000008" + "08" + "0000000000000000" + "06", written());
    assertEquals(List.of("request 0-0", "pexRequest"), read(written()));
  }

  @Test
  void data() {
    String file = "48656c6c6f20776f726c64210a";
    writer.begin(buffer, 1500, 1);
    assertTrue(writer.dataHeader(0, 0x0004e94180b7db44L, 13));
    buffer.put(HexFormat.of().parseHex(file));
    assertEquals("00000001" + "01" + "0000000000000000" + "0004e94180b7db44" + file, written());
    assertEquals(List.of("data 0 @" + 0x0004e94180b7db44L + " " + file), read(written()));
  }

  @Test
  void ackWithHave() {
    writer.begin(buffer, 1500, 8);
    assertEquals(1, writer.ack(0, 0, 100));
    assertEquals(1, writer.have(0, 0));
    String zeros = "0000000000000000";
    assertEquals("00000008" + "02" + zeros + "0000000000000064" + "03" + zeros, written());
    assertEquals(List.of("ack 0-0 +100", "have 0-0"), read(written()));
  }

  @Test
  void close() {
    writer.begin(buffer, 1500, 8);
    assertTrue(writer.handshake(Handshake.ofClosing()));
    assertEquals("00000008" + "00" + "00000000" + "ff", written());
    assertEquals(List.of("handshake 00000000ff"), read(written()));
  }

  /** §8.2: HAVE of bin 1. */
  @Test
  void haveOfABin() {
    Format bins = new Format(ChunkAddressing.BINS_32, 1024, 20, 0);
    MessageWriter binWriter = new MessageWriter(bins);
    binWriter.begin(buffer, 1500, 7);
    assertEquals(2, binWriter.have(0, 1));
    assertEquals(
        "00000007" + "0300000001", HexFormat.of().formatHex(buffer.array(), 0, binWriter.length()));
  }

  /** §7.10: every message except ACKs and PEXs. */
  @Test
  void bitmapOfSupportedMessages() {
    EnumSet<MessageType> types = EnumSet.allOf(MessageType.class);
    types.removeAll(
        List.of(
            MessageType.ACK,
            MessageType.PEX_REQ,
            MessageType.PEX_RESV4,
            MessageType.PEX_RESV6,
            MessageType.PEX_RESCERT));
    Handshake h = Handshake.responder(9).supportsOnly(types);
    ByteBuffer b = ByteBuffer.allocate(h.length());
    h.write(b);
    assertEquals("00000009" + "0001" + "0802" + "d9f0" + "ff", HexFormat.of().formatHex(b.array()));
    Handshake back = new Handshake();
    assertEquals(b.limit(), back.read(b, 0, b.limit()));
    for (MessageType type : MessageType.values()) {
      assertEquals(types.contains(type), back.supports(type), type.name());
    }
  }

  /** §8.14. */
  @Test
  void keepAlive() {
    writer.begin(buffer, 1500, 0x12345678);
    assertTrue(writer.isEmpty());
    assertEquals("12345678", written());
    assertEquals(List.of(), read(written()));
  }
}
