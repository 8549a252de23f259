package tv.martlet.node;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import tv.martlet.chunk.ChunkStore;
import tv.martlet.chunk.Integrity;
import tv.martlet.http.StreamReader;
import tv.martlet.media.TsJoiner;
import tv.martlet.media.TsJoiner.AfterGap;
import tv.martlet.peer.Playout;
import tv.martlet.peer.Swarm;

/**
 * One viewer's place in a channel. The engine's thread copies chunks from the ring into blocks, the
 * web's thread makes a stream of them that starts at a random access point.
 *
 * <pre>
 *   ring ─ engine's thread ─► blocks (at most 8) ─ web's thread ─► TsJoiner ─► HTTP
 * </pre>
 *
 * A viewer that takes no blocks stops the copying for itself alone; when the ring has moved past
 * its place it is overrun.
 */
final class ChannelStream implements StreamReader {
  private static final int BLOCK_BYTES = 32 << 10;
  private static final int MAX_BLOCKS = 8;

  /** Some chunks in order; the bytes missing before them. */
  private record Block(long gap, ByteBuffer bytes) {}

  private final LiveChannel channel;
  private final Object lock = new Object();
  private final ArrayDeque<Block> blocks = new ArrayDeque<>();
  private volatile Runnable wake = () -> {};
  private boolean full;
  private boolean overrun;
  private boolean ended;

  // engine's thread
  private long cursor = -1;
  private long gap;

  // web's thread
  private final TsJoiner joiner = new TsJoiner(this::joined, AfterGap.RANDOM_ACCESS);
  private ByteBuffer ready = ByteBuffer.allocate(2 * BLOCK_BYTES).flip();

  ChannelStream(LiveChannel channel) {
    this.channel = channel;
  }

  // ---- engine's thread ----

  void start() {
    pump(channel.swarm());
  }

  /** Copies what has come since. */
  void pump(Swarm swarm) {
    Playout playout = swarm.playout();
    if (playout == null) {
      return;
    }
    ChunkStore store = swarm.content().store();
    if (cursor < 0) {
      cursor = firstChunk(swarm, playout);
    }
    boolean news = false;
    while (cursor < playout.next() && hasRoom()) {
      if (cursor < store.oldestKept()) {
        overrun();
        return;
      }
      add(block(store, playout.next()));
      news = true;
    }
    if (news) {
      wake.run();
    }
  }

  /** As far back as newcomers start: a little behind the newest, so that a picture is in it. */
  private long firstChunk(Swarm swarm, Playout playout) {
    Integrity integrity = swarm.content().integrity();
    long newest = playout.next() - 1;
    long newestTime = integrity.timestampMicros(newest);
    long width = Math.max(16, integrity.munroWidth());
    long offset = channel.host().settings().liveOffsetMicros();
    long from = newest;
    while (from - width >= Math.max(playout.start(), swarm.content().store().oldestKept())
        && newestTime - integrity.timestampMicros(from) < offset) {
      from -= width;
    }
    return newest - from < width ? playout.start() : from;
  }

  private ByteBuffer room() {
    return ByteBuffer.allocate(BLOCK_BYTES);
  }

  private Block block(ChunkStore store, long until) {
    while (cursor < until && !store.contains(cursor)) {
      gap += store.chunkSize();
      cursor++;
    }
    long missing = gap;
    gap = 0;
    ByteBuffer bytes = room();
    while (cursor < until && store.contains(cursor) && bytes.remaining() >= store.chunkSize()) {
      store.copyTo(cursor, bytes);
      cursor++;
    }
    return new Block(missing, bytes.flip());
  }

  private boolean hasRoom() {
    synchronized (lock) {
      full = blocks.size() >= MAX_BLOCKS;
      return !full && !ended;
    }
  }

  private void add(Block block) {
    synchronized (lock) {
      blocks.add(block);
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

  private int state() {
    synchronized (lock) {
      if (overrun) {
        return OVERRUN;
      }
      return ended && blocks.isEmpty() ? ENDED : 0;
    }
  }

  /** Takes one block through the joiner; false if there is none. */
  private boolean join() {
    Block block;
    boolean wasFull;
    synchronized (lock) {
      block = blocks.poll();
      wasFull = full;
      full = false;
    }
    if (wasFull) {
      channel.host().port().execute((engine, now) -> pump(channel.swarm()));
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
    }
    channel.closed(this);
  }
}
