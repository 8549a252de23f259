package tv.martlet.peer;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import tv.martlet.wire.MessageWriter;

/**
 * Writes messages to one neighbour into as few datagrams as they fit, straight into the sink.
 *
 * <p>Use: {@link #open}, then before each message {@link #room} with its size, then {@link #close}.
 */
final class Outbox {
  /** Payload that fits an Ethernet frame over IPv6 (RFC 7574 §8.1: no fragmentation). */
  static final int MAX_PAYLOAD = 1452;

  private final DatagramSink sink;
  private final Counters counters;
  private MessageWriter writer;
  private InetSocketAddress to;
  private int destination;
  private boolean begun;

  Outbox(DatagramSink sink, Counters counters) {
    this.sink = sink;
    this.counters = counters;
  }

  /** To a neighbour with an open channel. */
  void open(Channel channel) {
    open(channel, channel.remoteId());
  }

  /** To a neighbour whose channel is not known yet (0) or only by its handshake. */
  void open(Channel channel, int destinationChannel) {
    writer = channel.swarm().messageWriter();
    to = channel.address();
    destination = destinationChannel;
    begun = false;
  }

  /** A writer with room for {@code bytes} more, in this datagram or in a new one. */
  MessageWriter room(int bytes) {
    if (begun && writer.remaining() < bytes) {
      close();
    }
    if (!begun) {
      int limit = Math.max(MAX_PAYLOAD, bytes + Integer.BYTES);
      ByteBuffer memory = sink.begin(limit);
      writer.begin(memory, limit, destination);
      begun = true;
    }
    return writer;
  }

  /** Room in the datagram begun, 0 if none is. */
  int left() {
    return begun ? writer.remaining() : 0;
  }

  boolean isEmpty() {
    return !begun;
  }

  /** Ends and sends the datagram begun, if any; gives its size. */
  int close() {
    if (!begun) {
      return 0;
    }
    begun = false;
    int length = writer.length();
    sink.send(to);
    counters.datagramsOut++;
    counters.bytesOut += length;
    return length;
  }
}
