package tv.martlet.node;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import tv.martlet.chunk.ChunkStore;
import tv.martlet.chunk.Integrity;
import tv.martlet.http.StreamReader;

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

  /** How far back a newcomer starts where no signature tells the time. */
  private static final int UNTIMED_CHUNKS = 512;

  private final LiveFeed feed;
  private final BlockQueue queue;

  // engine's thread
  private long cursor = -1;
  private long gap;

  ChannelStream(LiveFeed feed, Consumer<ChannelStream> onClose) {
    this.feed = feed;
    this.queue =
        new BlockQueue(MAX_QUEUED, () -> feed.onEngine(this::pump), () -> onClose.accept(this));
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
    while (cursor < feed.next() && queue.hasRoom()) {
      if (cursor < store.oldestKept()) {
        queue.overrun();
        return;
      }
      addBlock(store, feed.next());
      news = true;
    }
    if (news) {
      queue.wake();
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

  /** Some chunks in order, and the bytes missing before them. */
  private void addBlock(ChunkStore store, long until) {
    long first = store.available().nextPresent(cursor);
    long begin = first < 0 ? until : Math.min(first, until);
    long missing = gap + (begin - cursor) * store.chunkSize();
    gap = 0;
    cursor = begin;
    long last = begin < until ? store.available().rangeLast(begin) : begin - 1;
    int most = Math.max(1, BlockQueue.BLOCK_BYTES / store.chunkSize());
    int count = (int) Math.min(most, Math.min(last + 1, until) - begin);
    ByteBuffer bytes = ByteBuffer.allocate(count * store.chunkSize());
    while (bytes.hasRemaining()) {
      store.copyTo(cursor++, bytes);
    }
    queue.add(missing, bytes.flip());
  }

  /** The channel is being left. */
  void end() {
    queue.end();
  }

  // ---- web's thread ----

  @Override
  public void onReadable(Runnable runnable) {
    queue.onReadable(runnable);
  }

  @Override
  public int read(ByteBuffer dst) {
    return queue.read(dst);
  }

  @Override
  public void close() {
    queue.close();
  }
}
