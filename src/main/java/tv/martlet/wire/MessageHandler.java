package tv.martlet.wire;

import java.nio.ByteBuffer;

/**
 * Takes the messages of a datagram one by one, in their order (RFC 7574 §3). Chunks are 0-based
 * indices, ranges inclusive. Buffers are the received datagram itself and good only during the
 * call. Each method returns false to call the message invalid here: reading stops then.
 */
public interface MessageHandler {
  /** RFC 7574 §8.4. The handshake is reused for the next datagram. */
  boolean handshake(Handshake handshake);

  /**
   * RFC 7574 §8.6: a chunk of 1 to chunk-size bytes.
   *
   * @param timestamp the sender's clock in microseconds
   */
  boolean data(long chunk, long timestamp, ByteBuffer d, int offset, int length);

  /**
   * RFC 7574 §8.7.
   *
   * @param delayMicros one-way delay sample as it came: unsigned on the wire, clocks differ, so any
   *     value can be
   */
  boolean ack(long first, long last, long delayMicros);

  /** RFC 7574 §8.5. */
  boolean have(long first, long last);

  /** RFC 7574 §8.8: the hash of the node over these chunks, {@link Format#hashLength} bytes. */
  boolean integrity(long first, long last, ByteBuffer d, int offset);

  /**
   * RFC 7574 §8.9: a signature of {@link Format#signatureLength} bytes.
   *
   * @param ntp the signer's clock as an NTP timestamp
   */
  boolean signedIntegrity(long first, long last, long ntp, ByteBuffer d, int offset);

  /** RFC 7574 §8.10. */
  boolean request(long first, long last);

  /** RFC 7574 §8.11. */
  boolean cancel(long first, long last);

  /** RFC 7574 §8.12. */
  boolean choke();

  /** RFC 7574 §8.12. */
  boolean unchoke();

  /** RFC 7574 §8.13. */
  boolean pexRequest();

  /** RFC 7574 §8.13: 4 octets of address and 2 of port. */
  boolean pexV4(ByteBuffer d, int offset);

  /** RFC 7574 §8.13: 16 octets of address and 2 of port. */
  boolean pexV6(ByteBuffer d, int offset);

  /** RFC 7574 §8.13: a membership certificate, not looked into; may be of 0 bytes. */
  boolean pexCertificate(ByteBuffer d, int offset, int length);
}
