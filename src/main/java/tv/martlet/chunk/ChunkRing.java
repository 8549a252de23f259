package tv.martlet.chunk;

import java.nio.ByteBuffer;

/**
 * Where a live stream's chunks are kept: one fixed off-heap region, which holds the chunks, their
 * tree's hashes and the signatures. Chunk c lies in slot c modulo the capacity; the newest chunk
 * pushes the oldest out.
 *
 * <pre>
 * slot: | chunk | hash of bin 2c | hash of bin 2c+1 | timestamp | signature or a half of it |
 * </pre>
 *
 * A munro is at least two chunks wide, so that its signature fits the slots of its first two chunks
 * by halves.
 */
public final class ChunkRing extends ChunkStore {
  private static final int MAX_RANGES = 4096;
  private static final int MIN_CAPACITY = 16;
  private static final int MAX_MUNRO_WIDTH = 1024;

  private final Region region;
  private final HashTree tree;
  private final int stride;
  private final int timestampAt;
  private final int share; // bytes of signature a slot
  private final int signatureLength;
  private final long capacity;
  private final int maxMunroWidth;
  private long low;

  /**
   * Makes a ring of at most so many bytes.
   *
   * @throws IllegalArgumentException with a sentence, if it would hold fewer than 16 chunks
   */
  public ChunkRing(SwarmMetadata metadata, long bytes) {
    super(metadata.chunkSize(), MAX_RANGES);
    int hashes = metadata.chunkSize();
    signatureLength = metadata.signatureLength();
    share =
        metadata.integrity() == IntegrityMethod.SIGN_ALL
            ? signatureLength
            : (signatureLength + 1) / 2;
    timestampAt = hashes + 2 * metadata.hashLength();
    int used = timestampAt + (signatureLength == 0 ? 0 : Long.BYTES + share);
    stride = (used + 7) & ~7;
    long slots = Math.min(bytes / stride, Integer.MAX_VALUE);
    if (slots < MIN_CAPACITY) {
      throw new IllegalArgumentException(
          "a ring of "
              + bytes
              + " bytes is too small: give it at least "
              + MIN_CAPACITY * stride
              + " bytes");
    }
    maxMunroWidth = (int) Math.min(MAX_MUNRO_WIDTH, Long.highestOneBit(slots / 2));
    capacity = slots / maxMunroWidth * maxMunroWidth;
    region = Region.allocate(capacity * stride, stride);
    tree =
        metadata.hashLength() == 0
            ? null
            : new HashTree(region, stride, hashes, metadata.hashLength(), capacity);
  }

  /**
   * Returns the widest munro that the ring can hold, at most 1,024 chunks: the capacity is a
   * multiple of it.
   */
  int maxMunroWidth() {
    return maxMunroWidth;
  }

  HashTree tree() {
    return tree;
  }

  @Override
  public int length(long chunk) {
    checkHere(chunk);
    return chunkSize();
  }

  @Override
  public void copyTo(long chunk, ByteBuffer dst) {
    copyTo(chunk, 0, chunkSize(), dst);
  }

  @Override
  public void copyTo(long chunk, int from, int length, ByteBuffer dst) {
    checkHere(chunk);
    if (from < 0 || length < 0 || length > chunkSize() - from) {
      throw new IndexOutOfBoundsException(
          "bytes " + from + " + " + length + " of a chunk of " + chunkSize());
    }
    region.copyTo(slot(chunk) + from, length, dst);
  }

  @Override
  public boolean put(long chunk, ByteBuffer src, int offset, int length) {
    if (chunk < low || chunk > Bin.MAX_CHUNK || length != chunkSize() || contains(chunk)) {
      return false;
    }
    makeRoom(chunk);
    region.put(slot(chunk), src, offset, length);
    available().add(chunk, chunk);
    return true;
  }

  /**
   * Slides the window so that it ends with this chunk or a later one, and forgets what falls out of
   * it.
   */
  void makeRoom(long lastChunk) {
    long begin = lastChunk + 1 - capacity;
    if (begin > low) {
      available().removeBelow(begin);
      if (tree != null) {
        tree.slide(begin);
      }
      low = begin;
    }
  }

  /** Writes some bytes of a chunk that is being made and is not available yet. */
  void write(long chunk, int at, ByteBuffer src, int offset, int length) {
    region.put(slot(chunk) + at, src, offset, length);
  }

  /** Makes written chunks available. */
  void publish(long first, long last) {
    available().add(first, last);
  }

  /** Returns the buffer that holds a chunk; see {@link #chunkIndex}. */
  ByteBuffer chunkBuffer(long chunk) {
    return region.segment(slot(chunk));
  }

  /** Returns where in its buffer a chunk begins. */
  int chunkIndex(long chunk) {
    return region.index(slot(chunk));
  }

  /** Tells whether a chunk that is here consists of these bytes. */
  boolean holds(long chunk, ByteBuffer src, int offset) {
    checkHere(chunk);
    ByteBuffer mine = chunkBuffer(chunk);
    int index = chunkIndex(chunk);
    int i = 0;
    for (; i + Long.BYTES <= chunkSize(); i += Long.BYTES) {
      if (mine.getLong(index + i) != src.getLong(offset + i)) {
        return false;
      }
    }
    while (i < chunkSize() && mine.get(index + i) == src.get(offset + i)) {
      i++;
    }
    return i == chunkSize();
  }

  /** Keeps a genuine signature and its timestamp in the slots from its first chunk on. */
  void putSignature(long firstChunk, long timestamp, byte[] signature) {
    region.putLong(slot(firstChunk) + timestampAt, timestamp);
    for (int done = 0, i = 0; done < signatureLength; done += share, i++) {
      region.put(
          signatureAt(firstChunk + i), signature, done, Math.min(share, signatureLength - done));
    }
  }

  /** Puts a signature at the buffer's position. */
  void copySignature(long firstChunk, ByteBuffer dst) {
    for (int done = 0, i = 0; done < signatureLength; done += share, i++) {
      region.copyTo(signatureAt(firstChunk + i), Math.min(share, signatureLength - done), dst);
    }
  }

  /** Returns the timestamp of the signature that was kept with its first chunk. */
  long timestamp(long firstChunk) {
    return region.getLong(slot(firstChunk) + timestampAt);
  }

  private long signatureAt(long chunk) {
    return slot(chunk) + timestampAt + Long.BYTES;
  }

  @Override
  public long capacity() {
    return capacity;
  }

  @Override
  public long oldestKept() {
    return low;
  }

  /** Forgets all and gives the memory back at once; what comes later is refused as too old. */
  @Override
  public void close() {
    available().clear();
    low = Bin.MAX_CHUNK + 1;
    if (tree != null) {
      tree.slide(low);
    }
    region.free();
  }

  private long slot(long chunk) {
    return chunk % capacity * stride;
  }

  private void checkHere(long chunk) {
    if (!contains(chunk)) {
      throw new IllegalArgumentException("chunk " + chunk + " is not here");
    }
  }
}
