package tv.martlet.chunk;

import java.util.Arrays;

/**
 * A set of chunks, kept as sorted, disjoint, non-adjacent inclusive ranges. The number of ranges is
 * capped: where one more would be needed, the smallest is forgotten, so that the set never claims a
 * chunk that was not added. Not thread-safe.
 */
public final class ChunkRanges {
  /** Ranges looked at beyond the last answer before the set is searched. */
  private static final int NEAR = 3;

  private final int cap;
  private long[] firsts;
  private long[] lasts;
  private int count;
  private long size;
  private int hint; // the place that was found last; may be any number

  /** Makes an empty set of at most so many ranges. */
  public ChunkRanges(int maxRanges) {
    if (maxRanges < 1) {
      throw new IllegalArgumentException(
          "a set of chunks needs room for at least one range, not " + maxRanges);
    }
    cap = maxRanges;
    firsts = new long[Math.min(cap, 8) + 1];
    lasts = new long[firsts.length];
  }

  /** Adds a range (inclusive) and tells whether any of it was new. */
  public boolean add(long first, long last) {
    checkRange(first, last);
    int from = indexEndingAtOrAfter(first == 0 ? 0 : first - 1);
    if (from < count && firsts[from] <= first && lasts[from] >= last) {
      return false;
    }
    int to = from; // [from, to) touch or overlap the new range
    long low = first;
    long high = last;
    while (to < count && firsts[to] - 1 <= last) {
      low = Math.min(low, firsts[to]);
      high = Math.max(high, lasts[to]);
      to++;
    }
    splice(from, to, 1);
    set(from, low, high);
    if (count > cap) {
      forgetSmallest();
    }
    return true;
  }

  /** Removes a range (inclusive). */
  public void remove(long first, long last) {
    checkRange(first, last);
    int from = indexEndingAtOrAfter(first);
    if (from == count || firsts[from] > last) {
      return;
    }
    int to = from;
    while (to < count && firsts[to] <= last) {
      to++;
    }
    long low = firsts[from];
    long high = lasts[to - 1];
    boolean left = low < first;
    boolean right = high > last;
    splice(from, to, (left ? 1 : 0) + (right ? 1 : 0));
    if (left) {
      set(from, low, first - 1);
    }
    if (right) {
      set(left ? from + 1 : from, last + 1, high);
    }
    if (count > cap) {
      forgetSmallest();
    }
  }

  /** Removes all chunks below the given one. */
  public void removeBelow(long chunk) {
    if (count > 0 && firsts[0] < chunk) {
      remove(firsts[0], chunk - 1);
    }
  }

  /** Tells whether the chunk is in the set. */
  public boolean contains(long chunk) {
    int i = indexEndingAtOrAfter(chunk);
    return i < count && firsts[i] <= chunk;
  }

  /** Tells whether all chunks of the range are in the set. */
  public boolean containsAll(long first, long last) {
    int i = indexEndingAtOrAfter(first);
    return i < count && firsts[i] <= first && lasts[i] >= last;
  }

  /** Tells whether any chunk of the range is in the set. */
  public boolean intersects(long first, long last) {
    int i = indexEndingAtOrAfter(first);
    return i < count && firsts[i] <= last;
  }

  /** Returns the first chunk of the range around a chunk, or -1 if the chunk is absent. */
  public long rangeFirst(long chunk) {
    int i = indexEndingAtOrAfter(chunk);
    return i < count && firsts[i] <= chunk ? firsts[i] : -1;
  }

  /** Returns the last chunk of the range around a chunk, or -1 if the chunk is absent. */
  public long rangeLast(long chunk) {
    int i = indexEndingAtOrAfter(chunk);
    return i < count && firsts[i] <= chunk ? lasts[i] : -1;
  }

  /** Returns the first chunk from the given one on that is not in the set. */
  public long nextAbsent(long from) {
    int i = indexEndingAtOrAfter(from);
    return i < count && firsts[i] <= from ? lasts[i] + 1 : from;
  }

  /** Returns the first chunk from the given one on that is in the set, or -1 if there is none. */
  public long nextPresent(long from) {
    int i = indexEndingAtOrAfter(from);
    return i < count ? Math.max(from, firsts[i]) : -1;
  }

  /** Returns the number of ranges. */
  public int count() {
    return count;
  }

  /** Returns the first chunk of a range by its place. */
  public long first(int i) {
    return firsts[checkIndex(i)];
  }

  /** Returns the last chunk of a range by its place. */
  public long last(int i) {
    return lasts[checkIndex(i)];
  }

  /** Returns the number of chunks. */
  public long size() {
    return size;
  }

  /** Returns the lowest chunk, or -1 if there is none. */
  public long min() {
    return count == 0 ? -1 : firsts[0];
  }

  /** Returns the highest chunk, or -1 if there is none. */
  public long max() {
    return count == 0 ? -1 : lasts[count - 1];
  }

  /** Tells whether there is no chunk. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** Removes all chunks. */
  public void clear() {
    count = 0;
    size = 0;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " ").append(firsts[i]).append('-').append(lasts[i]);
    }
    return text.append(']').toString();
  }

  /** Returns the place of the first range that ends at the chunk or after it. */
  private int indexEndingAtOrAfter(long chunk) {
    // Most questions are about the newest range: look there before the search.
    if (count == 0 || lasts[count - 1] < chunk) {
      return count;
    }
    int high = count - 1;
    if (high > 0 && lasts[high - 1] < chunk) {
      return high;
    }
    return near(chunk) ? hint : search(chunk, high);
  }

  /** Looks at the last answer and a little beyond: runs go through a set from left to right. */
  private boolean near(long chunk) {
    int i = hint;
    if (i >= count || (i > 0 && lasts[i - 1] >= chunk)) {
      return false;
    }
    for (int end = Math.min(count, i + NEAR); i < end; i++) {
      if (lasts[i] >= chunk) {
        hint = i;
        return true;
      }
    }
    return false;
  }

  private int search(long chunk, int highest) {
    int low = 0;
    int high = highest;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (lasts[middle] < chunk) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    hint = low;
    return low;
  }

  /** Replaces the ranges [from, to) by the given number of unset ones. */
  private void splice(int from, int to, int replacement) {
    for (int i = from; i < to; i++) {
      size -= lasts[i] - firsts[i] + 1;
    }
    int grown = count - (to - from) + replacement;
    if (grown > firsts.length) {
      int length = Math.min(cap + 1, firsts.length * 2);
      firsts = Arrays.copyOf(firsts, length);
      lasts = Arrays.copyOf(lasts, length);
    }
    System.arraycopy(firsts, to, firsts, from + replacement, count - to);
    System.arraycopy(lasts, to, lasts, from + replacement, count - to);
    count = grown;
  }

  private void set(int i, long first, long last) {
    firsts[i] = first;
    lasts[i] = last;
    size += last - first + 1;
  }

  private void forgetSmallest() {
    int smallest = 0;
    for (int i = 1; i < count; i++) {
      if (lasts[i] - firsts[i] < lasts[smallest] - firsts[smallest]) {
        smallest = i;
      }
    }
    splice(smallest, smallest + 1, 0);
  }

  private int checkIndex(int i) {
    if (i < 0 || i >= count) {
      throw new IndexOutOfBoundsException(i);
    }
    return i;
  }

  private static void checkRange(long first, long last) {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException("no range of chunks: " + first + " to " + last);
    }
  }
}
