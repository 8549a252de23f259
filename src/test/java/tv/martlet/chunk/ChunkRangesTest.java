package tv.martlet.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkRangesTest {
  private static final int SPACE = 300;

  @Test
  void agreesWithABitSetWhateverIsDone() {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      ChunkRanges ranges = new ChunkRanges(1000);
      BitSet model = new BitSet();
      for (int step = 0; step < 150; step++) {
        int first = random.nextInt(SPACE);
        int last = Math.min(SPACE - 1, first + random.nextInt(1 + random.nextInt(30)));
        act(random.nextInt(10), ranges, model, first, last);
        compare(ranges, model, random, "seed " + seed + ", step " + step);
      }
    }
  }

  private static void act(int what, ChunkRanges ranges, BitSet model, int first, int last) {
    if (what < 6) {
      boolean news = model.nextClearBit(first) <= last;
      assertEquals(news, ranges.add(first, last));
      model.set(first, last + 1);
    } else if (what < 9) {
      ranges.remove(first, last);
      model.clear(first, last + 1);
    } else {
      ranges.removeBelow(first / 4);
      model.clear(0, first / 4);
    }
  }

  private static void compare(ChunkRanges ranges, BitSet model, Random random, String when) {
    assertEquals(model.cardinality(), ranges.size(), when);
    assertEquals(model.isEmpty(), ranges.isEmpty(), when);
    assertEquals(model.nextSetBit(0), ranges.min(), when);
    assertEquals(model.length() - 1, ranges.max(), when);
    int at = model.nextSetBit(0);
    for (int i = 0; i < ranges.count(); i++) {
      assertEquals(at, ranges.first(i), when);
      assertEquals(model.nextClearBit(at) - 1, ranges.last(i), when);
      at = model.nextSetBit(model.nextClearBit(at));
    }
    assertEquals(-1, at, when);
    for (int i = 0; i < 10; i++) {
      int chunk = random.nextInt(SPACE);
      int last = chunk + random.nextInt(20);
      boolean there = model.get(chunk);
      assertEquals(there, ranges.contains(chunk), when);
      assertEquals(there ? model.previousClearBit(chunk) + 1 : -1, ranges.rangeFirst(chunk), when);
      assertEquals(there ? model.nextClearBit(chunk) - 1 : -1, ranges.rangeLast(chunk), when);
      assertEquals(model.nextClearBit(chunk), ranges.nextAbsent(chunk), when);
      assertEquals(model.nextSetBit(chunk), ranges.nextPresent(chunk), when);
      assertEquals(model.nextClearBit(chunk) > last, ranges.containsAll(chunk, last), when);
      int next = model.nextSetBit(chunk);
      assertEquals(next >= 0 && next <= last, ranges.intersects(chunk, last), when);
    }
  }

  @Test
  void forgetsTheSmallestRangeOverItsCapAndNeverClaimsMore() {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      ChunkRanges ranges = new ChunkRanges(1 + random.nextInt(9));
      BitSet model = new BitSet();
      int cap = 9;
      for (int step = 0; step < 200; step++) {
        int first = random.nextInt(SPACE);
        int last = Math.min(SPACE - 1, first + random.nextInt(6));
        if (random.nextInt(4) == 0) {
          ranges.remove(first, last);
          model.clear(first, last + 1);
        } else {
          ranges.add(first, last);
          model.set(first, last + 1);
        }
        assertTrue(ranges.count() <= cap);
        for (int i = 0; i < ranges.count(); i++) {
          assertTrue(model.nextClearBit((int) ranges.first(i)) > ranges.last(i));
        }
      }
    }
  }

  @Test
  void keepsTheWiderOfTwo() {
    ChunkRanges ranges = new ChunkRanges(2);
    ranges.add(0, 9);
    ranges.add(20, 24);
    ranges.add(30, 36);
    assertEquals("[0-9 30-36]", ranges.toString());
    ranges.remove(3, 3);
    assertEquals("[4-9 30-36]", ranges.toString());
  }

  @Test
  void takesTheHighestNumbers() {
    ChunkRanges ranges = new ChunkRanges(4);
    ranges.add(Bin.MAX_CHUNK, Bin.MAX_CHUNK);
    ranges.add(0, Bin.MAX_CHUNK - 2);
    assertEquals(2, ranges.count());
    ranges.add(Bin.MAX_CHUNK - 1, Bin.MAX_CHUNK - 1);
    assertEquals(1, ranges.count());
    assertEquals(Bin.MAX_CHUNK + 1, ranges.size());
    ranges.clear();
    assertTrue(ranges.isEmpty());
    assertEquals(0, ranges.size());
  }

  @Test
  void refusesWhatIsNoRange() {
    ChunkRanges ranges = new ChunkRanges(4);
    assertThrows(IllegalArgumentException.class, () -> ranges.add(2, 1));
    assertThrows(IllegalArgumentException.class, () -> ranges.add(-1, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> ranges.first(0));
    assertThrows(IllegalArgumentException.class, () -> new ChunkRanges(0));
    assertFalse(ranges.contains(0));
  }
}
