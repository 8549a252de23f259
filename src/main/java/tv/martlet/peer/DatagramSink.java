package tv.martlet.peer;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * Where the engine puts the datagrams that it sends. The engine writes each datagram once, straight
 * into the sink's memory; the sink batches runs of equal size to one address into one system call.
 */
public interface DatagramSink {
  /**
   * Memory for the next datagram: at least {@code maxBytes} are free at the buffer's position.
   * Valid until {@link #send}; a datagram begun and not sent is forgotten by the next begin.
   */
  ByteBuffer begin(int maxBytes);

  /** Sends what lies between the position that begin gave and the buffer's position now. */
  void send(InetSocketAddress to);
}
