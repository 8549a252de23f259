package tv.martlet.media;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands bytes from a source's thread to another in order, through a ring of fixed size. One thread
 * puts, one takes. When the ring is full, either what comes is lost and counted (a live stream does
 * not wait), or the source waits (a pipe or a file does).
 */
public final class HandoverQueue implements ByteSink, AutoCloseable {
  /** What happens to bytes that find the ring full. */
  public enum WhenFull {
    /** They are lost, counted, and {@link #gaps} goes up. */
    DROP,
    /** The putting thread waits for room. */
    WAIT
  }

  /** The largest ring. */
  public static final int MAX_CAPACITY = 64 << 20;

  private final byte[] ring;
  private final WhenFull whenFull;
  private final Runnable onBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private int first;
  private int size;
  private boolean dropping;
  private boolean closed;
  private long lost;
  private long gaps;

  /**
   * @param capacity bytes, 1 to {@value #MAX_CAPACITY}
   * @param onBytes called on the putting thread when the ring stops being empty; must not block
   */
  public HandoverQueue(int capacity, WhenFull whenFull, Runnable onBytes) {
    if (capacity < 1 || capacity > MAX_CAPACITY) {
      throw new IllegalArgumentException("capacity " + capacity + " is not 1 to " + MAX_CAPACITY);
    }
    this.ring = new byte[capacity];
    this.whenFull = whenFull;
    this.onBytes = onBytes;
  }

  @Override
  public void accept(ByteBuffer bytes) {
    while (bytes.hasRemaining() && putSome(bytes)) {
      // more than the ring holds goes through in parts
    }
  }

  /** Puts what fits; false if the rest is lost. */
  private boolean putSome(ByteBuffer bytes) {
    boolean wasEmpty;
    lock.lock();
    try {
      if (!makeRoom(bytes.remaining())) {
        lost += bytes.remaining();
        bytes.position(bytes.limit());
        return false;
      }
      wasEmpty = size == 0;
      int n = Math.min(bytes.remaining(), ring.length - size);
      int at = (first + size) % ring.length;
      int straight = Math.min(n, ring.length - at);
      bytes.get(ring, at, straight).get(ring, 0, n - straight);
      size += n;
    } finally {
      lock.unlock();
    }
    if (wasEmpty) {
      onBytes.run();
    }
    return true;
  }

  private boolean makeRoom(int wanted) {
    if (whenFull == WhenFull.DROP) {
      boolean fits = wanted <= ring.length - size;
      gaps += !fits && !dropping ? 1 : 0;
      dropping = !fits;
      return fits && !closed;
    }
    try {
      while (size == ring.length && !closed) {
        room.await();
      }
      return !closed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Takes bytes into {@code to} as far as both go; returns how many. Never waits. */
  public int take(ByteBuffer to) {
    lock.lock();
    try {
      int n = Math.min(size, to.remaining());
      int straight = Math.min(n, ring.length - first);
      to.put(ring, first, straight).put(ring, 0, n - straight);
      first = (first + n) % ring.length;
      size -= n;
      room.signal();
      return n;
    } finally {
      lock.unlock();
    }
  }

  /** Bytes waiting to be taken. */
  public int size() {
    lock.lock();
    try {
      return size;
    } finally {
      lock.unlock();
    }
  }

  /** Bytes lost because the taker was slow. */
  public long lost() {
    lock.lock();
    try {
      return lost;
    } finally {
      lock.unlock();
    }
  }

  /** How many times in a row bytes were lost: holes in the stream. */
  public long gaps() {
    lock.lock();
    try {
      return gaps;
    } finally {
      lock.unlock();
    }
  }

  /** Lets a waiting source go; what comes from now on is lost. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
