package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tv.martlet.chunk.ChunkAddressing;
import tv.martlet.chunk.ChunkRanges;
import tv.martlet.wire.Format;

/** What ACK and HAVE tell of: {@link Cover}. */
class CoverTest {
  private final ChunkRanges here = new ChunkRanges(64);

  private Cover cover(ChunkAddressing addressing) {
    return new Cover(here, new Format(addressing, 1024, 32, 0));
  }

  private void assertCovered(long from, long to, Cover cover, long first, long last) {
    assertEquals(from, cover.first(first), "first of " + first + ".." + last);
    assertEquals(to, cover.last(first, last), "last of " + first + ".." + last);
  }

  @Test
  void aRangeIsAllThatIsHereAroundTheChunk() {
    here.add(3, 12);
    here.add(14, 20);
    Cover cover = cover(ChunkAddressing.CHUNKS_32);
    assertCovered(3, 12, cover, 7, 7);
    assertCovered(3, 12, cover, 3, 4);
    assertCovered(3, 12, cover, 12, 12);
    assertCovered(14, 20, cover, 14, 20);
  }

  @Test
  void aBinIsTheWidestThatIsCompletelyHere() {
    here.add(3, 12);
    Cover cover = cover(ChunkAddressing.BINS_32);
    assertCovered(3, 3, cover, 3, 3); // 2 is missing
    assertCovered(4, 7, cover, 5, 5); // 0 to 3 are not all here
    assertCovered(8, 11, cover, 11, 11); // 12 to 15 are not
    assertCovered(12, 12, cover, 12, 12);
  }

  @Test
  void aBinGrowsWithWhatComes() {
    Cover cover = cover(ChunkAddressing.BINS_64);
    here.add(0, 0);
    assertCovered(0, 0, cover, 0, 0);
    here.add(1, 1);
    assertCovered(0, 1, cover, 1, 1);
    here.add(2, 3);
    assertCovered(0, 3, cover, 1, 1);
    here.add(4, 1023);
    assertCovered(0, 1023, cover, 1000, 1000);
  }

  @Test
  void whatIsToldReachesToTheEndOfWhatCame() {
    here.add(6, 9);
    Cover cover = cover(ChunkAddressing.BINS_32);
    assertCovered(6, 9, cover, 6, 9); // the bin of 6 ends with 7: the rest is a message more
  }

  @ParameterizedTest
  @EnumSource(ChunkAddressing.class)
  void whatIsNotHereCoversItselfAlone(ChunkAddressing addressing) {
    assertCovered(5, 5, cover(addressing), 5, 5);
    here.add(0, 4);
    here.add(6, 9);
    assertCovered(5, 5, cover(addressing), 5, 5);
  }

  @ParameterizedTest
  @EnumSource(ChunkAddressing.class)
  void aChunkAtEitherEndOfWhatCanBeSaid(ChunkAddressing addressing) {
    long max = addressing.maxChunk();
    here.add(0, 0);
    here.add(max, max);
    assertCovered(0, 0, cover(addressing), 0, 0);
    assertCovered(max, max, cover(addressing), max, max);
  }

  @Test
  void aRangeEndsWhereNumbersDo() {
    long max = ChunkAddressing.CHUNKS_32.maxChunk();
    here.add(max - 9, max + 9);
    assertCovered(max - 9, max, cover(ChunkAddressing.CHUNKS_32), max - 5, max - 5);
    assertCovered(max - 9, max + 9, cover(ChunkAddressing.CHUNKS_64), max - 5, max - 5);
  }

  @Test
  void aBinOfMoreThanAnyoneHasIsNotLookedFor() {
    here.add(0, (1L << 50) - 1);
    assertCovered(0, (1L << 40) - 1, cover(ChunkAddressing.BINS_64), 5, 5);
  }

  @ParameterizedTest
  @EnumSource(ChunkAddressing.class)
  void allThatIsToldIsHereAndHoldsTheChunk(ChunkAddressing addressing) {
    Random random = new Random(17);
    for (int i = 0; i < 40; i++) {
      long first = random.nextInt(2_000);
      here.add(first, first + random.nextInt(30));
    }
    Cover cover = cover(addressing);
    for (long chunk = here.nextPresent(0); chunk >= 0; chunk = here.nextPresent(chunk + 1)) {
      long from = cover.first(chunk);
      long to = cover.last(chunk, chunk);
      assertTrue(from <= chunk && chunk <= to && here.containsAll(from, to), chunk + "");
      assertTrue(addressing.canExpress(from, to), from + ".." + to);
      assertEquals(to, cover.last(from, from), "both ends are of one interval");
    }
  }
}
