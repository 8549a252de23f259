package tv.martlet.node;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import tv.martlet.http.StreamReader;
import tv.martlet.media.TsJoiner;
import tv.martlet.media.TsJoiner.AfterGap;

/**
 * One viewer's part of a stream on its way from the thread that makes it to the web's, which makes
 * a stream of it that starts at a random access point. Holds a bounded number of bytes, give or
 * take a block.
 */
final class BlockQueue implements StreamReader {
  static final int BLOCK_BYTES = 32 << 10;

  /** Bytes in order; how many are missing before them. */
  private record Block(long gap, ByteBuffer bytes) {}

  private final int most;
  private final Runnable onRoom;
  private final Runnable onClose;
  private final Object lock = new Object();
  private final ArrayDeque<Block> blocks = new ArrayDeque<>();
  private volatile Runnable wake = () -> {};
  private int queued;
  private boolean full;
  private boolean overrun;
  private boolean ended;

  // web's thread
  private final TsJoiner joiner = new TsJoiner(this::joined, AfterGap.RANDOM_ACCESS);
  private ByteBuffer ready = ByteBuffer.allocate(2 * BLOCK_BYTES).flip();

  /**
   * Empty.
   *
   * @param most bytes from which on there is no room
   * @param onRoom run on the web's thread when there is room again after {@link #hasRoom} said no
   * @param onClose run on the web's thread when the viewer has gone
   */
  BlockQueue(int most, Runnable onRoom, Runnable onClose) {
    this.most = most;
    this.onRoom = onRoom;
    this.onClose = onClose;
  }

  // ---- the maker's thread ----

  /** Whether more may be added now. */
  boolean hasRoom() {
    synchronized (lock) {
      full = queued >= most;
      return !full && !ended && !overrun;
    }
  }

  /** Adds bytes, which are the queue's from now on; to be followed by {@link #wake}. */
  void add(long gap, ByteBuffer bytes) {
    synchronized (lock) {
      if (!ended) {
        blocks.add(new Block(gap, bytes));
        queued += bytes.remaining();
      }
    }
  }

  /** Tells the viewer that there is something. */
  void wake() {
    wake.run();
  }

  /** The viewer was too slow: nothing more will come. */
  void overrun() {
    synchronized (lock) {
      overrun = true;
    }
    wake.run();
  }

  /** The stream ends behind what is queued. */
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
      onRoom.run();
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
    onClose.run();
  }
}
