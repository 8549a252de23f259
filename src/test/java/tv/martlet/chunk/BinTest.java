package tv.martlet.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BinTest {
  /** RFC 7574 Figure 2. */
  @Test
  void numbersTheTreeOfEightChunksAsTheFigure() {
    long[][] layers = {{0, 2, 4, 6, 8, 10, 12, 14}, {1, 5, 9, 13}, {3, 11}, {7}};
    for (int layer = 0; layer < layers.length; layer++) {
      for (int i = 0; i < layers[layer].length; i++) {
        long bin = layers[layer][i];
        assertEquals(bin, Bin.of(layer, i));
        assertEquals(layer, Bin.layer(bin));
        assertEquals((long) i << layer, Bin.first(bin));
        assertEquals(((i + 1L) << layer) - 1, Bin.last(bin));
        assertEquals(1L << layer, Bin.width(bin));
        assertEquals(bin, Bin.ofRange(Bin.first(bin), Bin.last(bin)));
      }
    }
    assertEquals(0, Bin.ofChunk(0));
    assertEquals(12, Bin.ofChunk(6));
  }

  /** RFC 7574 §4.2: binP = (binL + binR) / 2. */
  @Test
  void followsTheDefinitionAtRandomPlaces() {
    Random random = new Random(4);
    for (int i = 0; i < 10_000; i++) {
      int layer = random.nextInt(60) + 1;
      long offset = random.nextLong() >>> (layer + 2);
      long bin = Bin.of(layer, offset);
      assertEquals(bin, Bin.left(bin) + (Bin.right(bin) - Bin.left(bin)) / 2);
      assertEquals(bin, Bin.parent(Bin.left(bin)));
      assertEquals(bin, Bin.parent(Bin.right(bin)));
      assertEquals(Bin.right(bin), Bin.sibling(Bin.left(bin)));
      assertEquals(Bin.left(bin), Bin.sibling(Bin.right(bin)));
      assertTrue(Bin.isLeft(Bin.left(bin)));
      assertFalse(Bin.isLeft(Bin.right(bin)));
      assertEquals(Bin.first(bin), Bin.first(Bin.left(bin)));
      assertEquals(Bin.last(bin), Bin.last(Bin.right(bin)));
      assertEquals(Bin.last(Bin.left(bin)) + 1, Bin.first(Bin.right(bin)));
    }
  }

  @Test
  void knowsWhichRangesAreNoBins() {
    assertEquals(Bin.NONE, Bin.ofRange(1, 2));
    assertEquals(Bin.NONE, Bin.ofRange(0, 2));
    assertEquals(Bin.NONE, Bin.ofRange(3, 2));
    assertEquals(Bin.NONE, Bin.ofRange(-2, -1));
    assertEquals(Bin.NONE, Bin.ofRange(0, Long.MAX_VALUE));
    assertEquals(5, Bin.ofRange(2, 3));
  }

  @Test
  void findsTheWidestBinAtTheStartOfARange() {
    for (long first = 0; first < 40; first++) {
      for (long last = first; last < 40; last++) {
        long best = Bin.NONE;
        for (long end = first; end <= last; end++) {
          best = Bin.ofRange(first, end) == Bin.NONE ? best : Bin.ofRange(first, end);
        }
        assertEquals(best, Bin.largestPrefix(first, last), first + "-" + last);
      }
    }
  }

  @Test
  void everythingReachesFromTheFirstToTheLastChunk() {
    assertEquals(0, Bin.first(Bin.ALL));
    assertEquals(Bin.MAX_CHUNK, Bin.last(Bin.ALL));
    assertEquals(Bin.MAX_CHUNK, Bin.last(Bin.ofChunk(Bin.MAX_CHUNK)));
  }
}
