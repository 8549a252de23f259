package tv.martlet.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tv.martlet.wire.MessageReader.Outcome;

/**
 * Spoilt datagrams, two million or {@code -Dmartlet.fuzz.count}: never an exception, never a call
 * beyond the bounds.
 */
class MutationTest {
  private static final long SEED = 0x10ad;
  private static final long COUNT = Long.getLong("martlet.fuzz.count", 2_000_000);
  private static final int CAPACITY = 1600;

  /**
   * All that seeds with hashes and signatures, fewer messages than the cap and no refusals give.
   */
  private static final Set<Outcome> EXPECTED =
      EnumSet.of(
          Outcome.OK,
          Outcome.TRUNCATED,
          Outcome.UNKNOWN_TYPE,
          Outcome.BAD_RANGE,
          Outcome.BAD_OPTION,
          Outcome.MISPLACED_HANDSHAKE);

  private record Seed(Format format, ByteBuffer bytes) {}

  private static List<Seed> seeds(SplittableRandom random) {
    RandomMessages messages = new RandomMessages(random);
    List<Seed> seeds = new ArrayList<>();
    for (int i = 0; i < 512; i++) {
      Format format = messages.format();
      MessageWriter writer = new MessageWriter(format);
      ByteBuffer buffer = ByteBuffer.allocate(1500);
      writer.begin(buffer, random.nextInt(4, 1501), 1);
      messages.write(writer, format, random.nextInt(12));
      seeds.add(new Seed(format, buffer.flip().position(4).slice()));
    }
    return seeds;
  }

  @Test
  void spoiltDatagrams() {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Seed> seeds = seeds(random);
    Mutator mutator = new Mutator(random);
    MessageReader reader = new MessageReader();
    CountingHandler handler = new CountingHandler(seeds.get(0).format);
    byte[] bytes = new byte[CAPACITY];
    ByteBuffer d = ByteBuffer.wrap(bytes);
    Map<Outcome, Long> seen = new EnumMap<>(Outcome.class);
    for (long i = 0; i < COUNT; i++) {
      Seed seed = seeds.get(random.nextInt(seeds.size()));
      seed.bytes.get(0, bytes, 0, seed.bytes.limit());
      int length = mutator.spoil(bytes, seed.bytes.limit());
      // now and then what the bytes were not meant for
      Format format = i % 8 == 0 ? seeds.get(random.nextInt(seeds.size())).format : seed.format;
      handler.expect(format, length);
      d.limit(length);
      seen.merge(read(reader, d, format, handler, i), 1L, Long::sum);
      assertTrue(handler.calls <= 2 * MessageReader.MAX_MESSAGES);
      d.clear();
    }
    assertEquals(COUNT, seen.values().stream().mapToLong(Long::longValue).sum());
    assertEquals(EXPECTED, seen.keySet(), "the spoilt ones are too much alike");
  }

  private static Outcome read(
      MessageReader reader, ByteBuffer d, Format format, CountingHandler handler, long number) {
    try {
      return reader.read(d, 0, d.limit(), format, handler);
    } catch (RuntimeException | AssertionError e) {
      String hex = HexFormat.of().formatHex(copy(d));
      throw new AssertionError("datagram " + number + " of seed " + SEED + ": " + hex, e);
    }
  }

  private static byte[] copy(ByteBuffer d) {
    byte[] bytes = new byte[d.limit()];
    d.get(0, bytes);
    return bytes;
  }
}
