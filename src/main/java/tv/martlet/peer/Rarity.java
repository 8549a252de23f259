package tv.martlet.peer;

import java.util.List;

/**
 * How many neighbours have a block of chunks. Looked up anew when the last look is old: a picker
 * asks for the same few dozen blocks again and again.
 */
final class Rarity {
  /** Chunks of a block, as binary logarithm. */
  static final int SHIFT = 4;

  private static final int PLACES = 1024;
  private static final long FRESH = 40_000;

  private final long[] blocks = new long[PLACES];
  private final long[] lookedAt = new long[PLACES];
  private final int[] counts = new int[PLACES];

  /** Neighbours that would give the middle of a block. */
  int of(long block, List<Channel> neighbours, long now) {
    int place = (int) block & (PLACES - 1);
    if (blocks[place] != block || now - lookedAt[place] >= FRESH) {
      blocks[place] = block;
      lookedAt[place] = now;
      counts[place] = count(block, neighbours);
    }
    return counts[place];
  }

  private static int count(long block, List<Channel> neighbours) {
    long middle = (block << SHIFT) + (1L << (SHIFT - 1));
    int count = 0;
    for (int i = 0; i < neighbours.size(); i++) {
      Channel neighbour = neighbours.get(i);
      count += neighbour.mayAsk() && neighbour.remote().contains(middle) ? 1 : 0;
    }
    return count;
  }
}
