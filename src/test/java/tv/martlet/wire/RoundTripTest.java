package tv.martlet.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tv.martlet.chunk.ChunkAddressing;
import tv.martlet.wire.MessageReader.Outcome;

/** What was written is what is read, whatever it is. */
class RoundTripTest {
  private static final long SEED = 0x7574;
  private static final int DATAGRAMS = 50_000;

  @Test
  void randomMessages() {
    RandomMessages messages = new RandomMessages(new SplittableRandom(SEED));
    SplittableRandom random = new SplittableRandom(SEED + 1);
    MessageReader reader = new MessageReader();
    ByteBuffer buffer = ByteBuffer.allocateDirect(1500);
    for (int i = 0; i < DATAGRAMS; i++) {
      Format format = messages.format();
      MessageWriter writer = new MessageWriter(format);
      int limit = random.nextInt(4, 1501);
      writer.begin(buffer.clear(), limit, i);
      List<String> written = messages.write(writer, format, 20);
      assertTrue(writer.length() <= limit);
      RecordingHandler handler = new RecordingHandler(format);
      Outcome outcome = reader.read(buffer, 4, writer.length() - 4, format, handler);
      assertEquals(Outcome.OK, outcome, "datagram " + i);
      assertEquals(written, handler.lines, "datagram " + i);
      assertEquals(i, buffer.getInt(0));
    }
  }

  /** Any range, over as many datagrams as it needs: no chunk is lost and none is said twice. */
  @ParameterizedTest
  @EnumSource(ChunkAddressing.class)
  void anyRangeInPieces(ChunkAddressing addressing) {
    SplittableRandom random = new SplittableRandom(SEED);
    Format format = new Format(addressing, 1024, 20, 0);
    MessageWriter writer = new MessageWriter(format);
    ByteBuffer buffer = ByteBuffer.allocate(60);
    MessageReader reader = new MessageReader();
    for (int i = 0; i < 5_000; i++) {
      long first = random.nextLong(1L << 31) >>> random.nextInt(31);
      long last = first + (random.nextLong((1L << 31) - first) >>> random.nextInt(31));
      Consecutive ranges = new Consecutive(first);
      long next = first;
      int datagrams = 0;
      while (next <= last) {
        writer.begin(buffer.clear(), 60, 1);
        next = writer.have(next, last);
        Outcome outcome = reader.read(buffer, 4, writer.length() - 4, format, ranges);
        assertEquals(Outcome.OK, outcome);
        assertEquals(next, ranges.next);
        assertTrue(++datagrams <= 62, "a range needs at most two bins a layer");
      }
      assertEquals(last + 1, ranges.next);
    }
  }

  /** Accepts HAVEs that follow each other without a gap. */
  private static final class Consecutive extends CountingHandler {
    private long next;

    Consecutive(long first) {
      super(new Format(ChunkAddressing.CHUNKS_64, 1, 0, 0));
      next = first;
    }

    @Override
    public boolean have(long first, long last) {
      assertEquals(next, first);
      next = last + 1;
      return true;
    }
  }
}
