package tv.martlet.media;

import java.nio.ByteBuffer;

/**
 * Cuts a stream of bytes into transport packets, wherever it starts and however it is split.
 *
 * <pre>
 *          push()            push()            push()
 *  ...---------------+----------------+------------------...
 *      |G.........|G.....|....|G.........|G...
 *       in place          window            in place
 * </pre>
 *
 * While in step, packets are handed on in the caller's own buffer; only a packet that straddles two
 * pushes is copied, into the window. Out of step, bytes gather in the window until {@value #LOCK}
 * sync bytes stand 188 apart; what lies before is dropped and counted.
 */
public final class TsFramer {
  /** How many sync bytes in a row make sure of the step. */
  static final int LOCK = 4;

  private static final int SIZE = TsPacket.SIZE;
  private static final int SPAN = SIZE * (LOCK - 1);
  private static final int WINDOW = SIZE * 8;

  /** Takes whole packets. */
  public interface Packets {
    /**
     * One packet, valid during the call only.
     *
     * @param at index of the sync byte; 188 bytes are there
     * @param offset where the packet starts in the stream, in bytes
     */
    void packet(ByteBuffer buffer, int at, long offset);

    /** In step from this offset on. */
    void locked(long offset);

    /** Out of step at this offset. */
    void lost(long offset);
  }

  private final Packets packets;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW);
  private boolean locked;
  private int filled;
  private int skip;
  private long offset;
  private long dropped;
  private long losses;

  public TsFramer(Packets packets) {
    this.packets = packets;
  }

  /** Takes the remaining bytes of {@code in}; its position ends at its limit. */
  public void push(ByteBuffer in) {
    while (in.hasRemaining()) {
      if (!locked) {
        acquire(in);
      } else if (skip > 0) {
        skipTo(in);
      } else if (filled > 0) {
        complete(in);
      } else {
        run(in);
      }
    }
  }

  /**
   * Bytes are missing between the last push and the next. The packet begun is dropped.
   *
   * @param missing how many bytes; the step is kept through them. Negative if unknown.
   */
  public void gap(long missing) {
    dropped += filled;
    if (!locked || missing < 0) {
      offset += filled + Math.max(missing, 0);
      filled = 0;
      unlock();
      return;
    }
    // The next packet starts where the step leads to behind the hole.
    long into = (filled - skip + missing) % SIZE;
    into = into < 0 ? into + SIZE : into;
    offset += filled + missing;
    filled = 0;
    skip = into == 0 ? 0 : (int) (SIZE - into);
  }

  /** Where the next byte stands in the stream. */
  public long offset() {
    return offset + filled;
  }

  /** Whether the stream is in step. */
  public boolean isLocked() {
    return locked;
  }

  /** Bytes that belonged to no packet so far. */
  public long dropped() {
    return dropped;
  }

  /** How often the step was lost so far. */
  public long losses() {
    return losses;
  }

  private void skipTo(ByteBuffer in) {
    int n = Math.min(skip, in.remaining());
    in.position(in.position() + n);
    skip -= n;
    offset += n;
    dropped += n;
  }

  private void run(ByteBuffer in) {
    int at = in.position();
    int end = in.limit();
    while (end - at >= SIZE) {
      if (in.get(at) != TsPacket.SYNC) {
        in.position(at);
        unlock();
        return;
      }
      packets.packet(in, at, offset);
      at += SIZE;
      offset += SIZE;
    }
    in.position(at);
    if (at < end) {
      fill(in, end - at);
      if (window.get(0) != TsPacket.SYNC) {
        unlock();
      }
    }
  }

  private void complete(ByteBuffer in) {
    fill(in, Math.min(SIZE - filled, in.remaining()));
    if (filled == SIZE) {
      filled = 0;
      packets.packet(window, 0, offset);
      offset += SIZE;
    }
  }

  private void acquire(ByteBuffer in) {
    fill(in, Math.min(WINDOW - filled, in.remaining()));
    int candidates = filled - SPAN;
    for (int s = 0; s < candidates; s++) {
      if (inStep(s)) {
        lock(s);
        return;
      }
    }
    if (candidates > 0) {
      discard(candidates);
    }
  }

  private boolean inStep(int s) {
    for (int k = 0; k < LOCK; k++) {
      if (window.get(s + k * SIZE) != TsPacket.SYNC) {
        return false;
      }
    }
    return true;
  }

  private void lock(int s) {
    discard(s);
    locked = true;
    packets.locked(offset);
    int at = 0;
    while (filled - at >= SIZE && window.get(at) == TsPacket.SYNC) {
      packets.packet(window, at, offset);
      at += SIZE;
      offset += SIZE;
    }
    keepFrom(at);
    if (filled > 0 && window.get(0) != TsPacket.SYNC) {
      unlock();
    }
  }

  private void unlock() {
    skip = 0;
    if (locked) {
      locked = false;
      losses++;
      packets.lost(offset);
    }
  }

  private void discard(int n) {
    dropped += n;
    offset += n;
    keepFrom(n);
  }

  private void keepFrom(int n) {
    filled -= n;
    if (n > 0 && filled > 0) {
      System.arraycopy(window.array(), n, window.array(), 0, filled);
    }
  }

  private void fill(ByteBuffer in, int n) {
    in.get(window.array(), filled, n);
    filled += n;
  }
}
