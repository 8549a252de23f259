package tv.martlet.media;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Puts RTP payloads back in order (RFC 3550 §5.1 sequence numbers). Waits for a missing packet
 * until {@value #WAIT} later ones have come, then counts it lost and goes on.
 *
 * <pre>
 *          next                      next + SLOTS
 *  handed | missing | here | here | ...      |
 * </pre>
 */
final class RtpReorder {
  /** How many packets may overtake one. */
  static final int WAIT = 16;

  /** The largest payload that is kept for later. */
  static final int MAX_PAYLOAD = 2048;

  /** RFC 3550 appendix A.1: a step further than this is a restart of the sender. */
  private static final int MAX_STEP = 3000;

  private static final int SLOTS = 32;

  private final ByteBuffer[] slots = new ByteBuffer[SLOTS];
  private final boolean[] full = new boolean[SLOTS];
  private final ByteSink out;
  private int next = -1;
  private int waiting;
  private int source;
  private final AtomicLong lost = new AtomicLong();
  private long late;
  private long malformed;
  private long restarts;

  RtpReorder(ByteSink out) {
    this.out = out;
    for (int i = 0; i < SLOTS; i++) {
      slots[i] = ByteBuffer.allocate(MAX_PAYLOAD);
    }
  }

  /** Takes one datagram. */
  void accept(ByteBuffer datagram) {
    int at = datagram.position();
    if (!RtpPacket.unwrap(datagram) || datagram.remaining() > MAX_PAYLOAD) {
      malformed++;
      return;
    }
    int sequence = RtpPacket.sequence(datagram, at);
    follow(sequence, RtpPacket.source(datagram, at));
    int ahead = ahead(sequence);
    if (ahead > 0x7FFF) {
      late++;
    } else if (ahead == 0) {
      next = (next + 1) & 0xFFFF;
      out.accept(datagram);
      handOn();
    } else {
      keep(sequence, datagram);
    }
  }

  /** Starts over when the sender does. */
  private void follow(int sequence, int from) {
    int ahead = ahead(sequence);
    boolean restarted = ahead > MAX_STEP && ahead < 0x10000 - MAX_STEP;
    if (next < 0 || from != source || restarted) {
      restarts += next < 0 ? 0 : 1;
      flush();
      source = from;
      next = sequence;
    }
  }

  private int ahead(int sequence) {
    return (sequence - next) & 0xFFFF;
  }

  private void keep(int sequence, ByteBuffer payload) {
    // What does not fit in the window makes the missing ones lost.
    while (ahead(sequence) >= SLOTS) {
      skip();
    }
    if (ahead(sequence) == 0) {
      next = (next + 1) & 0xFFFF;
      out.accept(payload);
      handOn();
      return;
    }
    int slot = sequence % SLOTS;
    if (full[slot]) {
      late++; // a second copy
      return;
    }
    slots[slot].clear();
    slots[slot].put(payload).flip();
    full[slot] = true;
    waiting++;
    if (waiting >= WAIT) {
      while (!full[next % SLOTS]) {
        skip();
      }
      handOn();
    }
  }

  /** The packet that is next goes out if it is there, and is lost if not. */
  private void skip() {
    if (!full[next % SLOTS]) {
      lost.incrementAndGet();
      next = (next + 1) & 0xFFFF;
    } else {
      handOn();
    }
  }

  private void handOn() {
    while (full[next % SLOTS]) {
      full[next % SLOTS] = false;
      waiting--;
      out.accept(slots[next % SLOTS]);
      next = (next + 1) & 0xFFFF;
    }
  }

  /** Hands on what waits. */
  private void flush() {
    while (waiting > 0) {
      skip();
    }
  }

  /** Packets that never came, or too late. */
  long lost() {
    return lost.get();
  }

  /** Packets that came twice or after they had been counted lost. */
  long late() {
    return late;
  }

  /** Datagrams that were no RTP. */
  long malformed() {
    return malformed;
  }

  /** How often the sender started anew. */
  long restarts() {
    return restarts;
  }
}
