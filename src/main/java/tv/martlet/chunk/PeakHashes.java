package tv.martlet.chunk;

import java.util.Arrays;

/**
 * The peak hashes of some chunks (RFC 7574 §5.6.1): the roots of the widest filled subtrees from
 * left to right, one for each bit of the number of chunks. Grows by received peaks or by whole
 * subtrees, in memory of logarithmic size. Not thread-safe.
 */
public final class PeakHashes {
  private static final int MAX_PEAKS = 63;

  private final Hasher hasher;
  private final int length;
  private final long[] bins = new long[MAX_PEAKS + 1];
  private final byte[] hashes;
  private final byte[] zeros;
  private int count;

  /** Makes an empty list. */
  public PeakHashes(HashFunction function) {
    hasher = new Hasher(function);
    length = function.length();
    hashes = new byte[(MAX_PEAKS + 1) * length];
    zeros = new byte[length];
  }

  /** Returns the peak above a chunk, of content of so many chunks. */
  public static long peakOf(long chunk, long chunks) {
    long first = 0;
    for (long rest = chunks; rest != 0; rest &= ~Long.highestOneBit(rest)) {
      long width = Long.highestOneBit(rest);
      if (chunk < first + width) {
        return (first << 1) + width - 1;
      }
      first += width;
    }
    throw new IllegalArgumentException("chunk " + chunk + " of " + chunks);
  }

  /** Returns the number of chunks. */
  public long chunks() {
    return count == 0 ? 0 : Bin.last(bins[count - 1]) + 1;
  }

  /** Returns the number of peaks. */
  public int count() {
    return count;
  }

  /** Returns a peak's bin. */
  public long bin(int i) {
    return bins[i];
  }

  /** Copies a peak's hash. */
  public void get(int i, byte[] dst, int offset) {
    System.arraycopy(hashes, i * length, dst, offset, length);
  }

  /** Empties the list. */
  public void clear() {
    count = 0;
  }

  /**
   * Adds the next peak and tells whether it can be that: it begins where the last ends and is
   * narrower.
   */
  public boolean add(long bin, byte[] hash, int offset) {
    boolean narrower = count == 0 || Bin.layer(bin) < Bin.layer(bins[count - 1]);
    if (Bin.first(bin) != chunks() || !narrower || count == MAX_PEAKS) {
      return false;
    }
    push(bin, hash, offset);
    return true;
  }

  /**
   * Appends a filled subtree of the given height, no higher than the last peak; equal neighbours
   * become one.
   */
  public void append(int layer, byte[] hash, int offset) {
    push(Bin.of(layer, chunks() >>> layer), hash, offset);
    while (count > 1 && Bin.layer(bins[count - 1]) == Bin.layer(bins[count - 2])) {
      int left = (count - 2) * length;
      hasher.hashPair(hashes, left, hashes, left + length, hashes, left);
      bins[count - 2] = Bin.parent(bins[count - 2]);
      count--;
    }
  }

  private void push(long bin, byte[] hash, int offset) {
    bins[count] = bin;
    System.arraycopy(hash, offset, hashes, count * length, length);
    count++;
  }

  /**
   * Computes the root hash (RFC 7574 §5.6.2): empty hashes stand where there are no chunks. There
   * must be a peak.
   */
  public void root(byte[] out, int offset) {
    int rest = count - 1;
    long bin = bins[rest];
    System.arraycopy(hashes, rest * length, out, offset, length);
    while (rest > 0) {
      if (Bin.isLeft(bin)) {
        hasher.hashPair(out, offset, zeros, 0, out, offset);
      } else {
        rest--; // what lies to the left of a filled or incomplete right child is the next peak
        hasher.hashPair(hashes, rest * length, out, offset, out, offset);
      }
      bin = Bin.parent(bin);
    }
  }

  /** Tells whether the root hash is this one. */
  public boolean provenBy(byte[] root) {
    byte[] mine = new byte[length];
    if (count == 0) {
      return false;
    }
    root(mine, 0);
    return Arrays.equals(mine, root);
  }
}
