package tv.martlet.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.tinylog.Logger;
import tv.martlet.chunk.ChunkStore;
import tv.martlet.chunk.SwarmId;
import tv.martlet.chunk.SwarmMetadata;

/**
 * Writes a live stream's chunks to a file, so that the broadcast can be had as static content once
 * it is over (RFC 7574 §6.1.2.1). The engine's thread copies chunks from the ring into blocks, a
 * thread of its own writes them.
 *
 * <pre>
 *   ring ─ engine's thread ─► blocks (at most 4 MiB) ─ disk's thread ─► file
 * </pre>
 *
 * While the disk is slow the chunks wait in the ring; those that the ring forgets meanwhile are
 * lost to the recording, which is counted, and to nobody else.
 */
final class Recording {
  private static final int BLOCK_BYTES = 64 << 10;
  private static final int MAX_BLOCKS = 64;
  private static final ByteBuffer END = ByteBuffer.allocate(0);

  /** Where the bytes go; a test may put a disk in its place that is slow or full. */
  interface Disk extends AutoCloseable {
    void write(ByteBuffer bytes) throws IOException;

    @Override
    void close() throws IOException;
  }

  /**
   * What the engine's side is asked for.
   *
   * @param thread runs something on the engine's thread
   * @param onRoom what to run there when blocks are taken again: should pump
   */
  record Engine(Consumer<Runnable> thread, Runnable onRoom) {
    void tellRoom() {
      thread.accept(onRoom);
    }
  }

  /**
   * What has been recorded.
   *
   * @param first chunk; -1 if nothing came
   * @param chunks written
   * @param lost chunks between the first and the last that are not in the file
   * @param root root hash of the file; null if it is empty
   * @param failure why writing stopped; null if it did not
   */
  record Outcome(long first, long chunks, long lost, SwarmId root, String failure) {
    /** True if the file is the broadcast from its first chunk on. */
    boolean isWhole() {
      return first == 0 && isSeamless();
    }

    /** True if the file holds all chunks from its first to its last. */
    boolean isSeamless() {
      return failure == null && chunks > 0 && lost == 0;
    }
  }

  private final Path file;
  private final Disk disk;
  private final Engine engine;
  private final RootHash root;
  private final Object lock = new Object();
  private final ArrayDeque<ByteBuffer> blocks = new ArrayDeque<>();
  private final CompletableFuture<Void> written = new CompletableFuture<>();
  private boolean full;
  private String failure;

  // engine's thread
  private long first = -1;
  private long cursor = -1;
  private long chunks;
  private long lost;
  private boolean finished;

  private Recording(Path file, SwarmMetadata metadata, Disk disk, Engine engine) {
    this.file = file;
    this.disk = disk;
    this.engine = engine;
    this.root = new RootHash(metadata.hash(), metadata.chunkSize());
  }

  /**
   * Makes the file and begins.
   *
   * @param metadata of the live stream
   * @throws IOException with a sentence if there is such a file or it cannot be made
   */
  static Recording begin(Path file, SwarmMetadata metadata, Engine engine) throws IOException {
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return begin(file, metadata, new DiskFile(channel), engine);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(file + " exists already: move it away or record to another name", e);
    } catch (IOException e) {
      throw new IOException(
          file + " cannot be made (" + e.getClass().getSimpleName() + "): record to another name",
          e);
    }
  }

  static Recording begin(Path file, SwarmMetadata metadata, Disk disk, Engine engine) {
    Recording recording = new Recording(file, metadata, disk, engine);
    Thread thread = new Thread(recording::write, "martlet-record");
    thread.setDaemon(true);
    thread.start();
    return recording;
  }

  private record DiskFile(FileChannel channel) implements Disk {
    @Override
    public void write(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    @Override
    public void close() throws IOException {
      channel.force(true);
      channel.close();
    }
  }

  Path file() {
    return file;
  }

  // ---- engine's thread ----

  /**
   * Copies what has come since.
   *
   * @param start the chunk where it began, or began anew
   * @param next the first chunk that is not out yet
   */
  void pump(ChunkStore store, long start, long next) {
    if (finished || next <= start) {
      return;
    }
    if (cursor < 0) {
      cursor = start;
      first = start;
    }
    while (cursor < next && hasRoom()) {
      take(store, next);
    }
  }

  private void take(ChunkStore store, long next) {
    long present = store.available().nextPresent(cursor);
    long begin = present < 0 ? next : Math.min(present, next);
    lost += begin - cursor;
    cursor = begin;
    if (begin == next) {
      return;
    }
    long last = Math.min(store.available().rangeLast(begin), next - 1);
    int most = Math.max(1, BLOCK_BYTES / store.chunkSize());
    int count = (int) Math.min(most, last - begin + 1);
    ByteBuffer block = ByteBuffer.allocate(count * store.chunkSize());
    while (block.hasRemaining()) {
      store.copyTo(cursor++, block);
    }
    chunks += count;
    add(block.flip());
  }

  /** Chunks taken so far. */
  long chunks() {
    return chunks;
  }

  /** Whether blocks are taken now; after a false one, {@code onRoom} runs when they are again. */
  boolean hasRoom() {
    synchronized (lock) {
      full = blocks.size() >= MAX_BLOCKS;
      return !full && failure == null;
    }
  }

  /** Whether an input should wait: the disk is behind, and not because it failed. */
  boolean isBehind() {
    return !hasRoom() && failure() == null;
  }

  private void add(ByteBuffer block) {
    synchronized (lock) {
      blocks.add(block);
      lock.notifyAll();
    }
  }

  private String failure() {
    synchronized (lock) {
      return failure;
    }
  }

  /**
   * Takes no more; the file is complete when the future is. What still waits in the ring is lost.
   */
  CompletableFuture<Outcome> finish(ChunkStore store, long next) {
    finished = true;
    while (cursor >= 0 && cursor < next && failure() == null) {
      take(store, next); // at most a ring's worth beyond the blocks, once
    }
    add(END);
    return written.thenApply(none -> outcome());
  }

  private Outcome outcome() {
    return new Outcome(first, chunks, lost, root.value(), failure());
  }

  // ---- disk's thread ----

  private void write() {
    try (disk) {
      for (ByteBuffer block = await(); block.hasRemaining(); block = await()) {
        root.append(block);
        disk.write(block);
      }
    } catch (IOException e) {
      fail(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail("interrupted");
    } finally {
      written.complete(null);
    }
  }

  private void fail(String why) {
    synchronized (lock) {
      failure = why;
      blocks.clear();
    }
    Logger.error(
        "recording to {} has stopped ({}); the broadcast goes on: make room and record the next one",
        file,
        why);
    engine.tellRoom(); // an input may be waiting
  }

  private ByteBuffer await() throws InterruptedException {
    ByteBuffer block;
    boolean wasFull;
    synchronized (lock) {
      while (blocks.isEmpty()) {
        lock.wait();
      }
      block = blocks.poll();
      wasFull = full && blocks.size() <= MAX_BLOCKS / 2;
      full &= !wasFull;
    }
    if (wasFull) {
      engine.tellRoom();
    }
    return block;
  }
}
