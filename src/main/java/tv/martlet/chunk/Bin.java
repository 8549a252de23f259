package tv.martlet.chunk;

/**
 * Bin numbers: one number for a binary interval of chunks (RFC 7574 §4.2). Also the index of a node
 * in a hash tree.
 *
 * <pre>
 *                7                     layer 3: chunks C0..C7
 *        3               11            layer 2
 *    1       5       9       13        layer 1
 *  0   2   4   6   8   10  12  14      layer 0: bin = 2 * chunk
 *  C0  C1  C2  C3  C4  C5  C6  C7
 * </pre>
 *
 * A bin's layer is the count of its trailing one bits; the bits above the lowest zero are its
 * offset in the layer. Chunk numbers up to {@link #MAX_CHUNK} have bins.
 */
public final class Bin {
  /** The empty interval. */
  public static final long NONE = -1;

  /** Everything. */
  public static final long ALL = Long.MAX_VALUE;

  /** The largest chunk number that a bin can address. */
  public static final long MAX_CHUNK = (1L << 62) - 1;

  private Bin() {}

  /** Returns the leaf of a chunk. */
  public static long ofChunk(long chunk) {
    return chunk << 1;
  }

  /** Returns the bin at the given place of a layer; the leaves are layer 0. */
  public static long of(int layer, long offset) {
    return (offset << (layer + 1)) + (1L << layer) - 1;
  }

  /** Returns the height of a bin above the leaves. */
  public static int layer(long bin) {
    return Long.numberOfTrailingZeros(~bin);
  }

  /** Returns the first chunk of a bin. */
  public static long first(long bin) {
    return (bin & (bin + 1)) >>> 1;
  }

  /** Returns the last chunk of a bin; {@link #MAX_CHUNK} for {@link #ALL}. */
  public static long last(long bin) {
    return (bin | (bin + 1)) >>> 1 == Long.MAX_VALUE ? MAX_CHUNK : (bin | (bin + 1)) >>> 1;
  }

  /** Returns the number of chunks of a bin. */
  public static long width(long bin) {
    return Math.min(1L << Math.min(layer(bin), 62), MAX_CHUNK + 1);
  }

  /** Returns the bin twice as wide that contains the given one. */
  public static long parent(long bin) {
    long bit = lowestZero(bin);
    return (bin | bit) & ~(bit << 1);
  }

  /** Returns the other child of the bin's parent. */
  public static long sibling(long bin) {
    return bin ^ (lowestZero(bin) << 1);
  }

  /** Returns the left half; a leaf has none and gives itself. */
  public static long left(long bin) {
    return bin - (lowestZero(bin) >>> 1);
  }

  /** Returns the right half; a leaf has none and gives itself. */
  public static long right(long bin) {
    return bin + (lowestZero(bin) >>> 1);
  }

  /** Tells whether the bin is the left child of its parent. */
  public static boolean isLeft(long bin) {
    return (bin & (lowestZero(bin) << 1)) == 0;
  }

  /** Returns the bin of exactly these chunks (inclusive), or {@link #NONE} if they are no bin. */
  public static long ofRange(long first, long last) {
    long width = last - first + 1;
    boolean aligned = width > 0 && Long.bitCount(width) == 1 && (first & (width - 1)) == 0;
    return aligned && first >= 0 && last <= MAX_CHUNK ? (first << 1) + width - 1 : NONE;
  }

  /** Returns the widest bin that starts at the first chunk and does not go beyond the last. */
  public static long largestPrefix(long first, long last) {
    long width = Long.highestOneBit(last - first + 1);
    if (first != 0) {
      width = Math.min(width, Long.lowestOneBit(first));
    }
    return (first << 1) + width - 1;
  }

  private static long lowestZero(long bin) {
    return ~bin & (bin + 1);
  }
}
