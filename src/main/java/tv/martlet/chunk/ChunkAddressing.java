package tv.martlet.chunk;

import java.nio.ByteBuffer;

/**
 * How messages name chunks (RFC 7574 §4 and §7.8, Table 6): to and from inclusive ranges of chunk
 * numbers. Chunk numbers beyond {@link Bin#MAX_CHUNK} are taken as malformed.
 */
public enum ChunkAddressing {
  BINS_32(0, 4, 4),
  BYTES_64(1, 16, 8),
  CHUNKS_32(2, 8, 4),
  BINS_64(3, 8, 8),
  CHUNKS_64(4, 16, 8);

  /** What {@link #first} and {@link #last} return for a malformed chunk specification. */
  public static final long INVALID = -1;

  private static final long MAX_32 = 0xffffffffL;
  private static final ChunkAddressing[] BY_CODE = values();

  private final int code;
  private final int specLength;
  private final int valueLength;

  ChunkAddressing(int code, int specLength, int valueLength) {
    this.code = code;
    this.specLength = specLength;
    this.valueLength = valueLength;
  }

  /** Returns the code of option 6. */
  public int code() {
    return code;
  }

  /** Returns the method of a code, or null where the code is unassigned. */
  public static ChunkAddressing ofCode(int code) {
    return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }

  /** Returns the length of a chunk specification in bytes. */
  public int specLength() {
    return specLength;
  }

  /** Returns the length of one value in bytes: 4 or 8. The discard window (§7.9) is one value. */
  public int valueLength() {
    return valueLength;
  }

  /** Tells whether chunks are named by bins, so that only binary intervals can be told. */
  public boolean isBins() {
    return this == BINS_32 || this == BINS_64;
  }

  /** Returns the largest chunk number that this method can express. */
  public long maxChunk() {
    return switch (this) {
      case BINS_32 -> MAX_32 >>> 1;
      case BYTES_64 -> Long.MAX_VALUE / SwarmMetadata.MAX_CHUNK_SIZE - 1;
      case CHUNKS_32 -> MAX_32;
      case BINS_64, CHUNKS_64 -> Bin.MAX_CHUNK;
    };
  }

  /** Tells whether one chunk specification can say exactly this range. */
  public boolean canExpress(long first, long last) {
    return first >= 0 && first <= last && expressibleLast(first, last) == last;
  }

  /**
   * Returns the last chunk of the longest expressible range that starts with the first, or -1 if
   * there is none.
   */
  public long expressibleLast(long first, long last) {
    long end = Math.min(last, maxChunk());
    if (first > end || first < 0) {
      return INVALID;
    }
    return isBins() ? Bin.last(Bin.largestPrefix(first, end)) : end;
  }

  /** Puts an expressible range at the buffer's position. */
  public void put(ByteBuffer dst, long first, long last, int chunkSize) {
    switch (this) {
      case BINS_32 -> dst.putInt((int) (first + last));
      case BINS_64 -> dst.putLong(first + last);
      case CHUNKS_32 -> dst.putInt((int) first).putInt((int) last);
      case CHUNKS_64 -> dst.putLong(first).putLong(last);
      case BYTES_64 -> dst.putLong(first * chunkSize).putLong((last + 1) * chunkSize - 1);
    }
  }

  /**
   * Returns the first chunk of the specification at an offset, or {@link #INVALID} if it is
   * malformed.
   */
  public long first(ByteBuffer src, int offset, int chunkSize) {
    return switch (this) {
      case BINS_32 -> firstOfBin(bin32(src, offset));
      case BINS_64 -> firstOfBin(src.getLong(offset));
      case CHUNKS_32 -> first(value32(src, offset), value32(src, offset + 4));
      case CHUNKS_64 -> first(src.getLong(offset), src.getLong(offset + 8));
      case BYTES_64 -> firstOfBytes(src.getLong(offset), src.getLong(offset + 8), chunkSize);
    };
  }

  /**
   * Returns the last chunk of the specification at an offset, or {@link #INVALID} if it is
   * malformed.
   */
  public long last(ByteBuffer src, int offset, int chunkSize) {
    if (first(src, offset, chunkSize) == INVALID) {
      return INVALID;
    }
    return switch (this) {
      case BINS_32 -> Bin.last(bin32(src, offset));
      case BINS_64 -> Bin.last(src.getLong(offset));
      case CHUNKS_32 -> value32(src, offset + 4);
      case CHUNKS_64 -> src.getLong(offset + 8);
      // The end may lie inside the last chunk of static content, which may be short.
      case BYTES_64 -> src.getLong(offset + 8) / chunkSize;
    };
  }

  private static long value32(ByteBuffer src, int offset) {
    return src.getInt(offset) & MAX_32;
  }

  /** RFC 7574 §4.2: all ones stand for the empty interval. */
  private static long bin32(ByteBuffer src, int offset) {
    int bin = src.getInt(offset);
    return bin == -1 ? Bin.NONE : bin & MAX_32;
  }

  private static long firstOfBin(long bin) {
    return bin < 0 ? INVALID : Bin.first(bin);
  }

  private static long first(long first, long last) {
    return first < 0 || last < first || last > Bin.MAX_CHUNK ? INVALID : first;
  }

  private static long firstOfBytes(long first, long last, int chunkSize) {
    boolean sound = first >= 0 && last >= first && last < Long.MAX_VALUE && first % chunkSize == 0;
    return sound ? first(first / chunkSize, last / chunkSize) : INVALID;
  }
}
