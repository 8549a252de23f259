package tv.martlet.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tv.martlet.chunk.ChunkAddressing;
import tv.martlet.chunk.HashFunction;
import tv.martlet.chunk.IntegrityMethod;
import tv.martlet.chunk.SignatureAlgorithm;
import tv.martlet.chunk.SwarmId;
import tv.martlet.wire.MessageReader.Outcome;

class HandshakeTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final SwarmId ID = SwarmId.ofHex("0d" + "5a".repeat(64));
  private static final String FULL =
      "c0ffee01"
          + "0001"
          + "0101"
          + "020041"
          + ID
          + "0303"
          + "0402"
          + "050d"
          + "0604"
          + "070000000000010000"
          + "0802d9f0"
          + "0900000400"
          + "ff";

  private final Handshake handshake = new Handshake();

  private Outcome read(String hex) {
    ByteBuffer d = ByteBuffer.wrap(HEX.parseHex(hex));
    int end = handshake.read(d, 0, d.limit());
    assertTrue(end < 0 || end <= d.limit());
    return Outcome.ofOffset(end);
  }

  private static String written(Handshake h) {
    ByteBuffer b = ByteBuffer.allocate(h.length());
    h.write(b);
    assertFalse(b.hasRemaining());
    return HEX.formatHex(b.array());
  }

  private static Handshake full() {
    EnumSet<MessageType> types = EnumSet.range(MessageType.HANDSHAKE, MessageType.UNCHOKE);
    types.removeAll(Set.of(MessageType.ACK, MessageType.PEX_RESV4, MessageType.PEX_REQ));
    return Handshake.initiator(0xc0ffee01, ID)
        .integrity(IntegrityMethod.UNIFIED_MERKLE_TREE)
        .hash(HashFunction.SHA256)
        .signature(SignatureAlgorithm.ECDSAP256SHA256)
        .addressing(ChunkAddressing.CHUNKS_64)
        .discardWindow(65_536)
        .supportsOnly(types)
        .chunkSize(1024);
  }

  @Test
  void everyOptionFromBytes() {
    assertEquals(Outcome.OK, read(FULL));
    assertEquals(0xc0ffee01, handshake.sourceChannel());
    assertFalse(handshake.closing());
    assertEquals(1, handshake.version());
    assertEquals(1, handshake.minVersion());
    assertEquals(65, handshake.swarmIdLength());
    assertTrue(handshake.matches(ID));
    assertFalse(handshake.matches(SwarmId.ofHex("0d")));
    assertEquals(ID, handshake.swarmId());
    assertEquals(3, handshake.integrity());
    assertEquals(2, handshake.hash());
    assertEquals(13, handshake.signature());
    assertEquals(4, handshake.addressing());
    assertTrue(handshake.hasDiscardWindow());
    assertEquals(65_536, handshake.discardWindow());
    assertTrue(handshake.hasSupportedMessages());
    assertFalse(handshake.supports(MessageType.ACK));
    assertTrue(handshake.supports(MessageType.UNCHOKE));
    assertEquals(1024, handshake.chunkSize());
  }

  @Test
  void everyOptionToBytes() {
    assertEquals(FULL, written(full()));
  }

  /** libswift answers nobody who sends options 8 or 9. */
  @Test
  void shortForm() {
    String hex = written(full().shortForm());
    assertEquals(FULL.substring(0, FULL.indexOf("0802d9f0")) + "ff", hex);
  }

  @Test
  void everyTruncation() {
    for (int bytes = 0; bytes < FULL.length() / 2; bytes++) {
      assertEquals(Outcome.TRUNCATED, read(FULL.substring(0, bytes * 2)), "cut at " + bytes);
    }
  }

  @Test
  void nothingIsLeftOfTheOneBefore() {
    assertEquals(Outcome.OK, read(FULL));
    assertEquals(Outcome.OK, read("00000000ff"));
    assertTrue(handshake.closing());
    assertEquals(Handshake.ABSENT, handshake.version());
    assertEquals(Handshake.ABSENT, handshake.minVersion());
    assertEquals(Handshake.ABSENT, handshake.swarmIdLength());
    assertNull(handshake.swarmId());
    assertFalse(handshake.matches(ID));
    assertEquals(Handshake.ABSENT, handshake.integrity());
    assertEquals(Handshake.ABSENT, handshake.hash());
    assertEquals(Handshake.ABSENT, handshake.signature());
    assertEquals(Handshake.ABSENT, handshake.addressing());
    assertFalse(handshake.hasDiscardWindow());
    assertFalse(handshake.hasSupportedMessages());
    assertTrue(handshake.supports(MessageType.ACK));
    assertEquals(Handshake.ABSENT, handshake.chunkSize());
    assertEquals("00000000ff", written(handshake));
  }

  @Test
  void bytesBehindTheEndOptionAreNotItsOwn() {
    ByteBuffer d = ByteBuffer.wrap(HEX.parseHex("000000070001ff0001ff"));
    assertEquals(7, handshake.read(d, 0, 10));
  }

  @ParameterizedTest
  @CsvSource({
    "0101 0001, unsorted",
    "0001 0001, repeated",
    "0604 0602, repeated with another value",
    "020001aa 020001aa, repeated swarm ID",
    "07ffffffff 0602, window before addressing",
    "07ffffffff, window without addressing",
    "0605 07ffffffff, window with an unassigned addressing",
    "0900000400 0802d9f0, chunk size before messages",
    "020000, swarm ID of no bytes",
    "020401, swarm ID of 1025 bytes",
    "0821, bitmap of 33 bytes",
    "0a00 0001, unsorted behind an unknown option"
  })
  void invalidOptions(String options, String why) {
    String hex = "00000007" + options.replace(" ", "") + "00".repeat(2000) + "ff";
    assertEquals(Outcome.BAD_OPTION, read(hex), why);
  }

  /** §7: unless stated otherwise, an 8-bit code followed by an 8-bit value. */
  @Test
  void everyUnassignedOptionIsSteppedOver() {
    StringBuilder hex = new StringBuilder("000000070001");
    for (int code = 10; code < 255; code++) {
      hex.append(HEX.toHexDigits((byte) code)).append("ff");
    }
    assertEquals(Outcome.OK, read(hex + "ff"));
    assertEquals(1, handshake.version());
    assertEquals("000000070001ff", written(handshake));
  }

  @Test
  void longestSwarmId() {
    SwarmId longest = SwarmId.of(new byte[Handshake.MAX_SWARM_ID]);
    assertEquals(Outcome.OK, read(written(Handshake.initiator(1, longest))));
    assertTrue(handshake.matches(longest));
  }

  @ParameterizedTest
  @CsvSource({
    "2, 00000000, 0",
    "2, fffffffe, 4294967294",
    "2, ffffffff, -1",
    "0, 00010000, 65536",
    "3, ffffffffffffffff, -1",
    "4, 7fffffffffffffff, 9223372036854775807",
    "1, 0000000000000400, 1024"
  })
  void discardWindows(int addressing, String bytes, long window) {
    String hex = "0000000706" + "0" + addressing + "07" + bytes + "ff";
    assertEquals(Outcome.OK, read(hex));
    assertEquals(window, handshake.discardWindow());
    assertEquals(hex, written(handshake));
  }

  @Test
  void windowsBeyondWhatCanBeSaid() {
    assertEquals(Outcome.OK, read("00000007060407fffffffffffffffeff"));
    assertEquals(Long.MAX_VALUE, handshake.discardWindow());
    Handshake narrow = Handshake.responder(7).addressing(ChunkAddressing.CHUNKS_32);
    assertEquals("000000070001060207fffffffeff", written(narrow.discardWindow(1L << 40)));
    assertThrows(IllegalArgumentException.class, () -> narrow.discardWindow(-2));
    Handshake none = new Handshake().discardWindow(1);
    assertThrows(IllegalStateException.class, none::length);
  }

  @Test
  void supportedMessagesOfAnyLength() {
    assertEquals(Outcome.OK, read("000000070800ff"));
    assertFalse(handshake.supports(MessageType.HANDSHAKE));
    assertEquals(Outcome.OK, read("000000070820" + "ff".repeat(32) + "ff"));
    assertTrue(handshake.supports(MessageType.PEX_RESCERT));
    assertEquals(Outcome.OK, read("000000070803800000ff"));
    assertEquals("00000007080180ff", written(handshake), "zero bytes at the end are left out");
  }

  @Test
  void chunkSizes() {
    assertEquals(Outcome.OK, read("0000000709ffffffffff"));
    assertEquals(Handshake.VARIABLE_CHUNK_SIZE, handshake.chunkSize());
    assertEquals("0000000709ffffffffff", written(handshake));
    assertThrows(IllegalArgumentException.class, () -> handshake.chunkSize(1L << 32));
    assertThrows(IllegalArgumentException.class, () -> handshake.version(256));
  }

  @Test
  void nullLeavesAnOptionOut() {
    Handshake h = full().hash(null).signature(null).swarmId((SwarmId) null).shortForm();
    assertEquals("c0ffee010001010103030604070000000000010000ff", written(h));
  }

  @Test
  void readHandshakeTakesTheFirstMessageAlone() {
    ByteBuffer d = ByteBuffer.wrap(HEX.parseHex("00" + "000000070001ff" + "0a"));
    assertEquals(Outcome.OK, MessageReader.readHandshake(d, 0, d.limit(), handshake));
    assertEquals(7, handshake.sourceChannel());
    assertEquals(Outcome.TRUNCATED, MessageReader.readHandshake(d, 0, 3, handshake));
    assertEquals(Outcome.TRUNCATED, MessageReader.readHandshake(d, 0, 0, handshake));
    assertEquals(Outcome.UNKNOWN_TYPE, MessageReader.readHandshake(d, 8, 1, handshake));
  }
}
