package tv.martlet.chunk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A fixed number of off-heap bytes with long addresses, in memory or mapped from a file. It
 * consists of segments below 2 GiB; a unit, of the size told when it was made, never straddles two.
 * Its memory goes back when it is freed by its owner, or else when nobody refers to it any longer.
 *
 * <p>One thread owns a region, and frees it: whoever asks for a segment afterwards gets an
 * exception, never memory that is another's by now. So nobody keeps a segment.
 */
public final class Region {
  private static final long MAX_SEGMENT = 1L << 30;

  /** Larger scratch regions are in a file instead of memory. */
  private static final long MAX_SCRATCH_MEMORY = 64L << 20;

  private static final ByteBuffer[] FREED = {};

  private ByteBuffer[] segments;
  private final long segmentBytes;
  private final long bytes;

  private Region(ByteBuffer[] segments, long segmentBytes, long bytes) {
    this.segments = segments;
    this.segmentBytes = segmentBytes;
    this.bytes = bytes;
  }

  /** Makes a region of zeros in memory, to hold units of the given size in bytes. */
  public static Region allocate(long bytes, int unit) {
    return make(bytes, unit, (offset, length) -> ByteBuffer.allocateDirect(length));
  }

  /** Maps the first bytes of a file; a file mapped for writing grows to that length. */
  public static Region map(Path file, long bytes, int unit, boolean writable) throws IOException {
    try (FileChannel channel = open(file, writable)) {
      return map(channel, bytes, unit, writable);
    }
  }

  /**
   * Makes a region of zeros for as long as the program runs: in memory, or in a nameless file if it
   * is large.
   */
  static Region scratch(long bytes, int unit) throws IOException {
    if (bytes <= MAX_SCRATCH_MEMORY) {
      return allocate(bytes, unit);
    }
    Path file = Files.createTempFile("martlet", ".tree");
    try (FileChannel channel = open(file, true)) {
      Files.delete(file);
      return map(channel, bytes, unit, true);
    }
  }

  private static FileChannel open(Path file, boolean writable) throws IOException {
    return writable
        ? FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)
        : FileChannel.open(file, StandardOpenOption.READ);
  }

  private static Region map(FileChannel channel, long bytes, int unit, boolean writable)
      throws IOException {
    FileChannel.MapMode mode =
        writable ? FileChannel.MapMode.READ_WRITE : FileChannel.MapMode.READ_ONLY;
    return make(bytes, unit, (offset, length) -> channel.map(mode, offset, length));
  }

  private interface Source<E extends Exception> {
    ByteBuffer segment(long offset, int length) throws E;
  }

  private static <E extends Exception> Region make(long bytes, int unit, Source<E> source)
      throws E {
    if (bytes < 1 || unit < 1 || bytes / MAX_SEGMENT > 1 << 20) {
      throw new IllegalArgumentException("no region has " + bytes + " bytes in units of " + unit);
    }
    long segmentBytes = MAX_SEGMENT / unit * unit;
    ByteBuffer[] segments = new ByteBuffer[(int) ((bytes - 1) / segmentBytes) + 1];
    for (int i = 0; i < segments.length; i++) {
      long offset = i * segmentBytes;
      segments[i] = source.segment(offset, (int) Math.min(segmentBytes, bytes - offset));
    }
    return new Region(segments, segmentBytes, bytes);
  }

  /** Returns the number of bytes. */
  public long bytes() {
    return bytes;
  }

  /** Returns the segment that holds an address; its position and limit are nobody's to change. */
  public ByteBuffer segment(long offset) {
    return segments.length == 1 ? segments[0] : segments[(int) (offset / segmentBytes)];
  }

  /** Returns the index of an address in its segment. */
  public int index(long offset) {
    return segments.length == 1 ? (int) offset : (int) (offset % segmentBytes);
  }

  /** Copies bytes of a buffer, from its given index, to an address. */
  public void put(long offset, ByteBuffer src, int srcOffset, int length) {
    segment(offset).put(index(offset), src, srcOffset, length);
  }

  /** Copies bytes of an array to an address. */
  public void put(long offset, byte[] src, int srcOffset, int length) {
    segment(offset).put(index(offset), src, srcOffset, length);
  }

  /** Copies bytes from an address to an array. */
  public void get(long offset, byte[] dst, int dstOffset, int length) {
    segment(offset).get(index(offset), dst, dstOffset, length);
  }

  /** Puts bytes from an address at the buffer's position. */
  public void copyTo(long offset, int length, ByteBuffer dst) {
    int position = dst.position();
    dst.put(position, segment(offset), index(offset), length);
    dst.position(position + length);
  }

  long getLong(long offset) {
    return segment(offset).getLong(index(offset));
  }

  void putLong(long offset, long value) {
    segment(offset).putLong(index(offset), value);
  }

  /** Gives the memory back at once; nothing can be read or written any longer. */
  void free() {
    ByteBuffer[] mine = segments;
    segments = FREED;
    for (ByteBuffer each : mine) {
      OffHeap.free(each);
    }
  }

  /** Writes what is in memory of a mapped file to the disk. */
  void force() {
    for (ByteBuffer each : segments) {
      if (each instanceof java.nio.MappedByteBuffer mapped) {
        mapped.force();
      }
    }
  }
}
