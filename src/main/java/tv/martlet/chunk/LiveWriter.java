package tv.martlet.chunk;

import java.nio.ByteBuffer;

/**
 * The injector's pen: cuts a live stream into chunks, hashes and signs them, and only then makes
 * them available (RFC 7574 §6.1.2.3).
 */
public final class LiveWriter {
  /** Hears of chunks that have become available. */
  @FunctionalInterface
  public interface Listener {
    /** These chunks (inclusive) may now be announced. */
    void available(long first, long last);
  }

  LiveWriter() {}

  /** Appends the buffer's remaining bytes to the stream and consumes them. */
  public void append(ByteBuffer bytes, long nowMicros) {
    // follows
  }

  /** Returns the number of the chunk that the next byte goes into. */
  public long nextChunk() {
    return 0;
  }

  /** Returns the number of bytes since the last signature, which are not available yet. */
  public int pendingBytes() {
    return 0;
  }

  /** Returns the number of bytes from signature to signature. */
  public int signedBytes() {
    return 0;
  }

  /**
   * Returns the root hash of all that was signed, if it began with chunk 0; otherwise null (RFC
   * 7574 §6.1.2.1).
   */
  public SwarmId finalRoot() {
    return null;
  }
}
