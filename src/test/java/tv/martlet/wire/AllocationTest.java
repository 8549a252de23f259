package tv.martlet.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import tv.martlet.chunk.ChunkAddressing;
import tv.martlet.chunk.HashFunction;
import tv.martlet.chunk.IntegrityMethod;
import tv.martlet.chunk.SwarmId;
import tv.martlet.wire.MessageReader.Outcome;

/** A datagram costs no garbage, neither written nor read. */
class AllocationTest {
  private static final int DATAGRAMS = 20_000;

  private final Format format = new Format(ChunkAddressing.CHUNKS_64, 1024, 32, 64);
  private final MessageWriter writer = new MessageWriter(format);
  private final MessageReader reader = new MessageReader();
  private final CountingHandler handler = new CountingHandler(format);
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(1500);
  private final SwarmId id = SwarmId.of(new byte[65]);
  private final Handshake handshake =
      Handshake.initiator(7, id)
          .integrity(IntegrityMethod.UNIFIED_MERKLE_TREE)
          .hash(HashFunction.SHA256)
          .addressing(ChunkAddressing.CHUNKS_64)
          .discardWindow(1000)
          .chunkSize(1024);
  private final Handshake received = new Handshake();

  private void datagram(int number) {
    writer.begin(buffer.clear(), 1500, 7);
    if (number % 3 == 0) {
      writer.handshake(handshake);
      MessageReader.readHandshake(buffer, 4, writer.length() - 4, received);
      assertTrue(received.matches(id));
    }
    writer.have(number, number + 7L);
    writer.ack(number, number, number);
    if (writer.integrityHeader(number, number)) {
      buffer.position(buffer.position() + 32);
    }
    if (writer.dataHeader(number, number)) {
      buffer.position(buffer.position() + 1024);
    }
    assertEquals(Outcome.OK, reader.read(buffer, 4, writer.length() - 4, format, handler));
  }

  @Test
  void nothingIsAllocatedForADatagram() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < DATAGRAMS; i++) {
      datagram(i);
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < DATAGRAMS; i++) {
      datagram(i);
    }
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(bytes < DATAGRAMS, () -> bytes + " bytes for " + DATAGRAMS + " datagrams");
  }
}
