package tv.martlet.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tv.martlet.chunk.ChunkAddressing;
import tv.martlet.wire.MessageReader.Outcome;

class MessageWriterTest {
  private static final Format BINS = new Format(ChunkAddressing.BINS_32, 1024, 20, 64);
  private static final Format CHUNKS = new Format(ChunkAddressing.CHUNKS_32, 1024, 20, 64);

  private final ByteBuffer buffer = ByteBuffer.allocate(1500);

  private List<String> read(Format format, int length) {
    RecordingHandler handler = new RecordingHandler(format);
    assertEquals(Outcome.OK, new MessageReader().read(buffer, 4, length - 4, format, handler));
    return handler.lines;
  }

  @Test
  void aRangeThatIsNoBinBecomesSeveral() {
    MessageWriter writer = new MessageWriter(BINS);
    writer.begin(buffer, 1500, 1);
    assertEquals(12, writer.have(3, 11));
    assertEquals(List.of("have 3-3", "have 4-7", "have 8-11"), read(BINS, writer.length()));
  }

  @Test
  void tellsWhereARangeFoundNoMoreRoom() {
    MessageWriter writer = new MessageWriter(BINS);
    writer.begin(buffer, 4 + 2 * MessageWriter.rangeLength(BINS) + 4, 1);
    assertEquals(8, writer.request(3, 11));
    assertEquals(List.of("request 3-3", "request 4-7"), read(BINS, writer.length()));
    assertEquals(8, writer.cancel(8, 11));
    assertEquals(8, writer.ack(8, 11, 1));
  }

  @Test
  void startsAtThePositionOfTheBuffer() {
    MessageWriter writer = new MessageWriter(CHUNKS);
    buffer.position(100);
    writer.begin(buffer, 5, 1);
    assertTrue(writer.choke());
    assertFalse(writer.choke());
    assertEquals(5, writer.length());
    assertEquals(105, buffer.position());
  }

  @Test
  void refusesALimitBeyondTheBuffer() {
    MessageWriter writer = new MessageWriter(CHUNKS);
    assertThrows(IllegalArgumentException.class, () -> writer.begin(buffer, 1501, 1));
    assertThrows(IllegalArgumentException.class, () -> writer.begin(buffer, 3, 1));
  }

  @Test
  void aHandshakeAfterAnotherMessageIsAProgrammingError() {
    MessageWriter writer = new MessageWriter(CHUNKS);
    writer.begin(buffer, 1500, 1);
    writer.choke();
    assertThrows(IllegalStateException.class, () -> writer.handshake(Handshake.ofClosing()));
  }

  @Test
  void aHandshakeThatDoesNotFitIsNotWritten() {
    MessageWriter writer = new MessageWriter(CHUNKS);
    writer.begin(buffer, 9, 1);
    assertFalse(writer.handshake(Handshake.ofClosing()));
    assertTrue(writer.isEmpty());
  }

  @Test
  void aChunkThatTheAddressingCannotNameIsAProgrammingError() {
    MessageWriter writer = new MessageWriter(CHUNKS);
    writer.begin(buffer, 1500, 1);
    long beyond = 1L << 32;
    assertThrows(IllegalArgumentException.class, () -> writer.have(beyond, beyond));
    assertThrows(IllegalArgumentException.class, () -> writer.ack(beyond, beyond, 0));
    assertThrows(IllegalArgumentException.class, () -> writer.dataHeader(beyond, 0));
    assertThrows(IllegalArgumentException.class, () -> writer.integrityHeader(beyond, beyond));
    assertThrows(IllegalArgumentException.class, () -> writer.signedIntegrityHeader(1, 0, 0));
    assertTrue(writer.isEmpty());
  }

  @Test
  void refusesAnUnresolvedAddressAndAnEndlessCertificate() {
    MessageWriter writer = new MessageWriter(CHUNKS);
    writer.begin(buffer, 1500, 1);
    InetSocketAddress unresolved = InetSocketAddress.createUnresolved("peer.example", 1);
    assertThrows(IllegalArgumentException.class, () -> writer.pexAddress(unresolved));
    assertThrows(IllegalArgumentException.class, () -> writer.pexCertificate(new byte[65_536]));
  }

  @ParameterizedTest
  @EnumSource(ChunkAddressing.class)
  void lengthsAreThoseWritten(ChunkAddressing addressing) {
    Format format = new Format(addressing, 1024, 32, 96);
    MessageWriter writer = new MessageWriter(format);
    writer.begin(buffer, 1500, 1);
    writer.have(4, 7);
    assertEquals(4 + MessageWriter.rangeLength(format), writer.length());
    writer.begin(buffer.clear(), 1500, 1);
    writer.ack(4, 7, 1);
    assertEquals(4 + MessageWriter.ackLength(format), writer.length());
    writer.begin(buffer.clear(), 1500, 1);
    writer.dataHeader(4, 1);
    assertEquals(4 + MessageWriter.dataOverhead(format), writer.length());
    writer.begin(buffer.clear(), 1500, 1);
    writer.integrityHeader(4, 7);
    assertEquals(4 + MessageWriter.integrityLength(format) - 32, writer.length());
    writer.begin(buffer.clear(), 1500, 1);
    writer.signedIntegrityHeader(4, 7, 1);
    assertEquals(4 + MessageWriter.signedIntegrityLength(format) - 96, writer.length());
  }

  @Test
  void formatHasBounds() {
    ChunkAddressing any = ChunkAddressing.CHUNKS_32;
    assertThrows(IllegalArgumentException.class, () -> new Format(any, 0, 20, 0));
    assertThrows(IllegalArgumentException.class, () -> new Format(any, 65_536, 20, 0));
    assertThrows(IllegalArgumentException.class, () -> new Format(any, 1024, 65, 0));
    assertThrows(IllegalArgumentException.class, () -> new Format(any, 1024, 20, 513));
    assertThrows(IllegalArgumentException.class, () -> new Format(any, 1024, -1, 0));
    assertThrows(NullPointerException.class, () -> new Format(null, 1024, 20, 0));
  }
}
