package tv.martlet.chunk;

import java.nio.ByteBuffer;

/** Where the verified chunks of a swarm are kept. Owned by the swarm's loop. */
public abstract sealed class ChunkStore implements AutoCloseable permits ChunkRing, ChunkFile {
  private final int chunkSize;
  private final ChunkRanges available;

  ChunkStore(int chunkSize, int maxRanges) {
    this.chunkSize = chunkSize;
    this.available = new ChunkRanges(maxRanges);
  }

  /** Returns the size of a full chunk in bytes. */
  public final int chunkSize() {
    return chunkSize;
  }

  /** Returns the chunks that are here. For reading only: the store itself changes it. */
  public final ChunkRanges available() {
    return available;
  }

  /** Tells whether a chunk is here. */
  public final boolean contains(long chunk) {
    return available.contains(chunk);
  }

  /** Returns the number of bytes of a chunk that is here. */
  public abstract int length(long chunk);

  /** Puts the bytes of a chunk that is here at the buffer's position. */
  public abstract void copyTo(long chunk, ByteBuffer dst);

  /**
   * Puts some bytes of a chunk that is here, from an offset inside it, at the buffer's position.
   */
  public abstract void copyTo(long chunk, int from, int length, ByteBuffer dst);

  /**
   * Keeps a verified chunk, which lies in the buffer at the offset.
   *
   * @return false if the chunk lies outside the window of what is kept, or was here already
   */
  public abstract boolean put(long chunk, ByteBuffer src, int offset, int length);

  /** Returns how many chunks can be kept at a time; -1 while unknown. */
  public abstract long capacity();

  /** Returns the lowest chunk number that can still be kept. */
  public abstract long oldestKept();

  /** Lets go of memory and files, on the loop of the swarm when that has been left. */
  @Override
  public abstract void close();
}
