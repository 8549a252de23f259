package tv.martlet.peer;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Datagrams that wait for a signature check going on elsewhere; at most a few, the oldest makes
 * room.
 */
final class Parking {
  private static final int MAX_DATAGRAMS = 128;

  private record Parked(Channel channel, ByteBuffer datagram) {}

  private final ArrayDeque<Parked> parked = new ArrayDeque<>();

  /** Copies a datagram's messages. */
  void park(Channel channel, ByteBuffer d, int offset, int length) {
    if (parked.size() == MAX_DATAGRAMS) {
      parked.poll();
    }
    ByteBuffer copy = ByteBuffer.allocateDirect(length);
    copy.put(0, d, offset, length);
    parked.add(new Parked(channel, copy));
  }

  /** Gives all datagrams of open channels again; those that still must wait park anew. */
  void release(Reception reception, long now) {
    for (int n = parked.size(); n > 0; n--) {
      Parked next = parked.poll();
      if (next == null) {
        return;
      }
      if (next.channel().isOpen()) {
        reception.receive(next.channel(), next.datagram(), 0, next.datagram().capacity(), now);
      }
    }
  }

  int size() {
    return parked.size();
  }
}
