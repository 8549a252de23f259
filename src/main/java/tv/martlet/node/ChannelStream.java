package tv.martlet.node;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import tv.martlet.chunk.ChunkStore;
import tv.martlet.chunk.Integrity;
import tv.martlet.http.StreamReader;
import tv.martlet.media.TsJoiner;
import tv.martlet.media.TsJoiner.AfterGap;

/**
 * One viewer's place in a channel. The engine's thread copies chunks from the ring into blocks, the
 * web's thread makes a stream of them that starts at a random access point.
 *
 * <pre>
 *   ring ─ engine's thread ─► blocks (at most 256 KiB) ─ web's thread ─► TsJoiner ─► HTTP
 * </pre>
 *
 * A viewer that takes no blocks stops the copying for itself alone; when the ring has moved past
 * its place it is overrun. One that opens before the channel plays waits for it.
 */
final class ChannelStream implements StreamReader {
  static final int MAX_QUEUED = 256 << 10;
  private static final int BLOCK_BYTES = 32 << 10;

  /** How far back a newcomer starts where no signature tells the time. */
  private static final int UNTIMED_CHUNKS = 512;

  /** Some chunks in order; the bytes missing before them. */
  private record Block(long gap, ByteBuffer bytes) {}

  private final LiveFeed feed;
  private final Consumer<ChannelStream> onClose;
  private final Object lock = new Object();
  private final ArrayDeque<Block> blocks = new ArrayDeque<>();
  private volatile Runnable wake = () -> {};
  private int queued;
  private boolean full;
  private boolean overrun;
  private boolean ended;

  // engine's thread
  private long cursor = -1;
  private long gap;

  // web's thread
  private final TsJoiner joiner = new TsJoiner(this::joined, AfterGap.RANDOM_ACCESS);
  private ByteBuffer ready = ByteBuffer.allocate(2 * BLOCK_BYTES).flip();

  ChannelStream(LiveFeed feed, Consumer<ChannelStream> onClose) {
    this.feed = feed;
    this.onClose = onClose;
  }

  // ---- engine's thread ----

  /** Copies what has come since. */
  void pump() {
    if (!feed.isReady() || feed.next() == feed.start()) {
      return;
    }
    ChunkStore store = feed.content().store();
    if (cursor < 0) {
      cursor = firstChunk(store);
    }
    if (cursor < feed.start()) {
      // The stream went on somewhere else: nobody was too slow.
      gap += (feed.start() - cursor) * store.chunkSize();
      cursor = feed.start();
    }
    boolean news = false;
    while (cursor < feed.next() && hasRoom()) {
      if (cursor < store.oldestKept()) {
        overrun();
        return;
      }
      add(block(store, feed.next()));
      news = true;
    }
    if (news) {
      wake.run();
    }
  }

  /** As far back as newcomers start: a little behind the newest, so that a picture is in it. */
  private long firstChunk(ChunkStore store) {
    Integrity integrity = feed.content().integrity();
    // What the ring is about to forget would be gone before the viewer has read it.
    long oldest = store.oldestKept();
    long floor = Math.max(feed.start(), oldest == 0 ? 0 : oldest + store.capacity() / 8);
    long newest = feed.next() - 1;
    long width = Math.max(16, integrity.munroWidth());
    long newestTime = 0;
    for (long from = newest; from > floor; from -= width) {
      long time = integrity.timestampMicros(from);
      newestTime = newestTime == 0 ? time : newestTime;
      boolean farEnough =
          time == 0 ? newest - from >= UNTIMED_CHUNKS : newestTime - time >= feed.offsetMicros();
      if (farEnough) {
        return from;
      }
    }
    return Math.min(floor, newest);
  }

  private Block block(ChunkStore store, long until) {
    long first = store.available().nextPresent(cursor);
    long begin = first < 0 ? until : Math.min(first, until);
    long missing = gap + (begin - cursor) * store.chunkSize();
    gap = 0;
    cursor = begin;
    long last = begin < until ? store.available().rangeLast(begin) : begin - 1;
    int most = Math.max(1, BLOCK_BYTES / store.chunkSize());
    int count = (int) Math.min(most, Math.min(last + 1, until) - begin);
    ByteBuffer bytes = ByteBuffer.allocate(count * store.chunkSize());
    while (bytes.hasRemaining()) {
      store.copyTo(cursor++, bytes);
    }
    return new Block(missing, bytes.flip());
  }

  private boolean hasRoom() {
    synchronized (lock) {
      full = queued >= MAX_QUEUED;
      return !full && !ended && !overrun;
    }
  }

  private void add(Block block) {
    synchronized (lock) {
      blocks.add(block);
      queued += block.bytes().remaining();
    }
  }

  private void overrun() {
    synchronized (lock) {
      overrun = true;
    }
    wake.run();
  }

  /** The channel is being left. */
  void end() {
    synchronized (lock) {
      ended = true;
    }
    wake.run();
  }

  // ---- web's thread ----

  @Override
  public void onReadable(Runnable runnable) {
    wake = runnable;
    wake.run();
  }

  @Override
  public int read(ByteBuffer dst) {
    int before = dst.position();
    while (dst.hasRemaining()) {
      if (!ready.hasRemaining() && !join()) {
        break;
      }
      int length = Math.min(dst.remaining(), ready.remaining());
      dst.put(dst.position(), ready, ready.position(), length);
      dst.position(dst.position() + length);
      ready.position(ready.position() + length);
    }
    int read = dst.position() - before;
    return read > 0 ? read : state();
  }

  /** Blocks that came since the last was taken have a wake-up of their own. */
  private int state() {
    synchronized (lock) {
      if (!blocks.isEmpty()) {
        return 0;
      }
      if (overrun) {
        return OVERRUN;
      }
      return ended ? ENDED : 0;
    }
  }

  /** Takes one block through the joiner; false if there is none. */
  private boolean join() {
    Block block;
    boolean wasFull;
    synchronized (lock) {
      block = blocks.poll();
      queued -= block == null ? 0 : block.bytes().remaining();
      wasFull = full;
      full = false;
    }
    if (wasFull) {
      feed.onEngine(this::pump);
    }
    if (block == null) {
      return false;
    }
    ready.clear();
    if (block.gap() > 0) {
      joiner.gap(block.gap());
    }
    joiner.push(block.bytes());
    ready.flip();
    return true;
  }

  private void joined(ByteBuffer bytes) {
    if (ready.remaining() < bytes.remaining()) {
      ByteBuffer more = ByteBuffer.allocate(2 * (ready.position() + bytes.remaining()));
      ready = more.put(ready.flip());
    }
    ready.put(bytes);
  }

  @Override
  public void close() {
    synchronized (lock) {
      ended = true;
      blocks.clear();
      queued = 0;
    }
    onClose.accept(this);
  }
}
