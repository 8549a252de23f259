package tv.martlet.chunk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Where static content is kept: a mapped file. What is being fetched is in NAME.part, which {@link
 * #complete} cuts to its exact length and renames.
 */
public final class ChunkFile extends ChunkStore {
  private static final int MAX_RANGES = 65_536;

  private final Path target;
  private final Path part; // null where the file was complete from the start
  private Region region;
  private long count = -1;
  private int lastLength;
  private boolean renamed;

  private ChunkFile(Path target, Path part, int chunkSize) {
    super(chunkSize, MAX_RANGES);
    this.target = target;
    this.part = part;
  }

  /**
   * Opens a complete file for reading.
   *
   * @throws IOException with a sentence, also if the file is empty
   */
  public static ChunkFile open(Path file, int chunkSize) throws IOException {
    long bytes = Files.size(file);
    if (bytes == 0) {
      throw new IOException(file + " is empty: there is nothing to share");
    }
    ChunkFile store = new ChunkFile(file, null, chunkSize);
    store.count = (bytes - 1) / chunkSize + 1;
    store.lastLength = (int) (bytes - (store.count - 1) * chunkSize);
    store.region = Region.map(file, bytes, chunkSize, false);
    store.available().add(0, store.count - 1);
    return store;
  }

  /**
   * Makes a store for a file to be fetched, whose size is not known yet.
   *
   * @throws IOException with a sentence, if there is such a file already or it cannot be made
   */
  public static ChunkFile create(Path file, int chunkSize) throws IOException {
    if (Files.exists(file)) {
      throw new IOException(file + " exists already: move it away or choose another name");
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
    return new ChunkFile(file, part, chunkSize);
  }

  /** Makes room for so many chunks: what is fetched is as large as this. */
  void size(long chunks) {
    long bytes = Math.multiplyExact(chunks, (long) chunkSize());
    try {
      long free = Files.getFileStore(part.toAbsolutePath()).getUsableSpace();
      if (free < bytes) {
        throw new IOException(
            "the content has " + bytes + " bytes, but the disk has only " + free + " left");
      }
      region = Region.map(part, bytes, chunkSize(), true);
    } catch (IOException e) {
      throw new UncheckedIOException(part + ": " + e.getMessage(), e);
    }
    count = chunks;
  }

  @Override
  public int length(long chunk) {
    checkHere(chunk);
    return chunk == count - 1 ? lastLength : chunkSize();
  }

  @Override
  public void copyTo(long chunk, ByteBuffer dst) {
    copyTo(chunk, 0, length(chunk), dst);
  }

  @Override
  public void copyTo(long chunk, int from, int length, ByteBuffer dst) {
    checkHere(chunk);
    if (from < 0 || length < 0 || length > length(chunk) - from) {
      throw new IndexOutOfBoundsException(
          "bytes " + from + " + " + length + " of a chunk of " + length(chunk));
    }
    region.copyTo(chunk * chunkSize() + from, length, dst);
  }

  @Override
  public boolean put(long chunk, ByteBuffer src, int offset, int length) {
    boolean last = chunk == count - 1;
    boolean fits = last ? length > 0 && length <= chunkSize() : length == chunkSize();
    if (part == null || chunk < 0 || chunk >= count || !fits || contains(chunk)) {
      return false;
    }
    region.put(chunk * chunkSize(), src, offset, length);
    if (last) {
      lastLength = length;
    }
    available().add(chunk, chunk);
    return true;
  }

  /** Tells whether all chunks are here. */
  public boolean isComplete() {
    return count > 0 && available().size() == count;
  }

  /**
   * Cuts a complete file to its exact length and gives it its name. Its chunks can be read as
   * before.
   *
   * @throws IOException with a sentence
   */
  public void complete() throws IOException {
    if (!isComplete()) {
      throw new IOException(
          target + " is not complete: " + available().size() + " of " + count + " chunks are here");
    }
    if (part == null || renamed) {
      return;
    }
    region.force();
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.truncate((count - 1) * chunkSize() + lastLength);
      channel.force(true);
    }
    Files.move(part, target);
    renamed = true;
  }

  /** Returns the number of chunks of the whole, -1 while unknown. */
  @Override
  public long capacity() {
    return count;
  }

  @Override
  public long oldestKept() {
    return 0;
  }

  @Override
  public void close() {
    available().clear();
    count = -1;
    region = null;
  }

  private void checkHere(long chunk) {
    if (!contains(chunk)) {
      throw new IllegalArgumentException("chunk " + chunk + " is not here");
    }
  }
}
