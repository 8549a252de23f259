package tv.martlet.chunk;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The known hashes of a tree, all of them verified. The hash of bin b lies at b modulo 2 *
 * capacity, so one tree serves static content, which never wraps, and a live ring, whose window
 * slides over ever higher chunks (each munro's subtree keeps its shape, since the capacity is a
 * multiple of the munro's width). Bins 2c and 2c+1 lie in the slot of chunk c.
 */
public final class HashTree {
  /** The most chunks: 2 TiB of content in chunks of 1 KiB. */
  static final long MAX_CAPACITY = 1L << 31;

  private final Region region;
  private final int stride; // bytes from slot to slot
  private final int base; // of the two hashes in their slot
  private final int hashLength;
  private final long capacity;
  private final long[] known;
  private final byte[] scratch;
  private long low; // the window begins with this chunk

  /** Makes a tree of its own region, for so many chunks. */
  public HashTree(Region region, int hashLength, long capacity) {
    this(region, 2 * hashLength, 0, hashLength, capacity);
  }

  /** Makes a tree in slots that hold other things as well: two hashes at the base of each. */
  HashTree(Region region, int stride, int base, int hashLength, long capacity) {
    if (capacity < 1 || capacity > MAX_CAPACITY) {
      throw new IllegalArgumentException(
          "a hash tree has 1 to " + MAX_CAPACITY + " chunks, not " + capacity);
    }
    this.region = region;
    this.stride = stride;
    this.base = base;
    this.hashLength = hashLength;
    this.capacity = capacity;
    this.known = new long[(int) ((2 * capacity - 1) >>> 6) + 1];
    this.scratch = new byte[hashLength];
  }

  /** Tells whether the hash of a bin is known. */
  public boolean known(long bin) {
    if (bin < 0 || Bin.first(bin) < low || Bin.last(bin) - low >= capacity) {
      return false;
    }
    long bit = bit(bin);
    return (known[(int) (bit >>> 6)] & (1L << bit)) != 0;
  }

  /** Puts a known hash at the buffer's position. */
  public void copyHash(long bin, ByteBuffer dst) {
    checkKnown(bin);
    region.copyTo(offset(bin), hashLength, dst);
  }

  /** Copies a known hash to an array. */
  public void get(long bin, byte[] dst, int offset) {
    checkKnown(bin);
    region.get(offset(bin), dst, offset, hashLength);
  }

  /** Tells whether a known hash is this one. */
  public boolean matches(long bin, byte[] hash, int offset) {
    get(bin, scratch, 0);
    return Arrays.equals(scratch, 0, hashLength, hash, offset, offset + hashLength);
  }

  /** Keeps a verified hash. */
  public void put(long bin, byte[] src, int offset) {
    if (bin < 0 || Bin.first(bin) < low || Bin.last(bin) - low >= capacity) {
      throw new IllegalArgumentException("bin " + bin + " is outside the window from chunk " + low);
    }
    region.put(offset(bin), src, offset, hashLength);
    long bit = bit(bin);
    known[(int) (bit >>> 6)] |= 1L << bit;
  }

  /**
   * Forgets the hashes in the slots of these chunks (inclusive), which must be inside the window.
   */
  public void forget(long firstChunk, long lastChunk) {
    if (lastChunk - firstChunk + 1 >= capacity) {
      Arrays.fill(known, 0);
      return;
    }
    // Two bits a slot, so that a slot never straddles two words of the bitmap.
    for (long chunk = firstChunk; chunk <= lastChunk; chunk++) {
      long bit = slot(chunk) << 1;
      known[(int) (bit >>> 6)] &= ~(3L << bit);
    }
  }

  /** Lets the window begin with a higher chunk and forgets what falls out of it. */
  void slide(long firstChunk) {
    forget(low, Math.min(firstChunk, low + capacity) - 1);
    low = firstChunk;
  }

  private void checkKnown(long bin) {
    if (!known(bin)) {
      throw new IllegalArgumentException("the hash of bin " + bin + " is not known");
    }
  }

  private long slot(long chunk) {
    return chunk < capacity ? chunk : chunk % capacity;
  }

  private long bit(long bin) {
    return (slot(bin >>> 1) << 1) | (bin & 1);
  }

  private long offset(long bin) {
    return slot(bin >>> 1) * stride + base + (bin & 1) * hashLength;
  }
}
