package tv.martlet.peer;

import java.nio.ByteBuffer;

/** A DATA message inside the datagram at hand; reused for the next one. */
final class ArrivedChunk {
  private long chunk;
  private long timestamp;
  private ByteBuffer datagram;
  private int offset;
  private int length;

  void set(long chunk, long timestamp, ByteBuffer datagram, int offset, int length) {
    this.chunk = chunk;
    this.timestamp = timestamp;
    this.datagram = datagram;
    this.offset = offset;
    this.length = length;
  }

  long chunk() {
    return chunk;
  }

  /** The sender's clock when it was sent, microseconds. */
  long timestamp() {
    return timestamp;
  }

  ByteBuffer datagram() {
    return datagram;
  }

  int offset() {
    return offset;
  }

  int length() {
    return length;
  }
}
