package tv.martlet.wire;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import tv.martlet.chunk.ChunkAddressing;

/**
 * Writes the messages of one datagram into the caller's buffer (RFC 7574 §8): the mirror of {@link
 * MessageReader}.
 *
 * <p>Call {@link #begin}, then messages in the order in which they shall be processed, then send
 * the {@link #length} bytes from the position that the buffer had at the beginning. Where a message
 * does not fit any more nothing of it is written. DATA, INTEGRITY and SIGNED_INTEGRITY end with
 * bytes that the caller puts into {@link #buffer} right after the header: space for them has been
 * checked. The buffer must be big-endian (the default); it is the writer's from begin on until the
 * datagram is complete. One writer serves one swarm, allocates nothing but in {@link #pexAddress}.
 */
public final class MessageWriter {
  private final Format format;
  private final ChunkAddressing addressing;
  private ByteBuffer dst;
  private int start;
  private int end;

  public MessageWriter(Format format) {
    this.format = format;
    this.addressing = format.addressing();
  }

  /**
   * Starts a datagram at the buffer's position with the channel ID (RFC 7574 §8.3). By itself it is
   * a keep-alive (§8.14).
   *
   * @param limitBytes the most that the datagram may have, the channel ID included
   */
  public void begin(ByteBuffer dst, int limitBytes, int destinationChannel) {
    if (limitBytes < MessageReader.CHANNEL_BYTES || limitBytes > dst.remaining()) {
      throw new IllegalArgumentException(
          "A datagram of " + limitBytes + " bytes in a buffer of " + dst.remaining());
    }
    this.dst = dst;
    start = dst.position();
    end = start + limitBytes;
    dst.putInt(destinationChannel);
  }

  /** The buffer given to {@link #begin}, its position behind what is written. */
  public ByteBuffer buffer() {
    return dst;
  }

  /** Bytes written since {@link #begin}, the channel ID included. */
  public int length() {
    return dst.position() - start;
  }

  /** Bytes that may still be written. */
  public int remaining() {
    return end - dst.position();
  }

  /** Whether nothing but the channel ID is written: a keep-alive. */
  public boolean isEmpty() {
    return length() == MessageReader.CHANNEL_BYTES;
  }

  /**
   * RFC 7574 §8.4.
   *
   * @throws IllegalStateException where it would not be the first message
   */
  public boolean handshake(Handshake handshake) {
    if (!isEmpty()) {
      // RFC 7574 §3.1: MUST always be the first message in a datagram
      throw new IllegalStateException("A HANDSHAKE must be the first message of its datagram");
    }
    if (!starts(MessageType.HANDSHAKE, 1 + handshake.length())) {
      return false;
    }
    handshake.write(dst);
    return true;
  }

  /** {@link #dataHeader(long, long, int)} of a full chunk. */
  public boolean dataHeader(long chunk, long timestamp) {
    return dataHeader(chunk, timestamp, format.chunkSize());
  }

  /**
   * RFC 7574 §8.6. The caller then puts the chunk. A chunk shorter than the others must be the last
   * thing in its datagram.
   *
   * @param timestamp the sender's clock in microseconds
   * @param length bytes of the chunk, 1 to the chunk size
   * @return false where header and chunk do not fit
   */
  public boolean dataHeader(long chunk, long timestamp, int length) {
    checkExpressible(chunk, chunk);
    if (!starts(MessageType.DATA, dataOverhead(format) + length)) {
      return false;
    }
    if (addressing == ChunkAddressing.BYTES_64) {
      // RFC 7574 §4.1.2: offsets in the content, of which the last chunk may be short
      long firstByte = chunk * format.chunkSize();
      dst.putLong(firstByte).putLong(firstByte + length - 1);
    } else {
      addressing.put(dst, chunk, chunk, format.chunkSize());
    }
    dst.putLong(timestamp);
    return true;
  }

  /**
   * RFC 7574 §8.7: as many ACKs as the addressing needs for the range.
   *
   * @return the first chunk that found no room; last + 1 where all did
   */
  public long ack(long first, long last, long delayMicros) {
    long next = first;
    while (next <= last) {
      long until = expressibleLast(next, last);
      if (!starts(MessageType.ACK, ackLength(format))) {
        return next;
      }
      addressing.put(dst, next, until, format.chunkSize());
      dst.putLong(delayMicros);
      next = until + 1;
    }
    return next;
  }

  /** RFC 7574 §8.5; returns as {@link #ack} does. */
  public long have(long first, long last) {
    return ranges(MessageType.HAVE, first, last);
  }

  /** RFC 7574 §8.10; returns as {@link #ack} does. */
  public long request(long first, long last) {
    return ranges(MessageType.REQUEST, first, last);
  }

  /** RFC 7574 §8.11; returns as {@link #ack} does. */
  public long cancel(long first, long last) {
    return ranges(MessageType.CANCEL, first, last);
  }

  private long ranges(MessageType type, long first, long last) {
    long next = first;
    while (next <= last) {
      long until = expressibleLast(next, last);
      if (!starts(type, rangeLength(format))) {
        return next;
      }
      addressing.put(dst, next, until, format.chunkSize());
      next = until + 1;
    }
    return next;
  }

  private long expressibleLast(long first, long last) {
    long until = addressing.expressibleLast(first, last);
    if (until < first) {
      throw inexpressible(first, last);
    }
    return until;
  }

  /**
   * RFC 7574 §8.8, for the node over these chunks. The caller then puts the hash.
   *
   * @return false where header and hash do not fit
   */
  public boolean integrityHeader(long first, long last) {
    checkExpressible(first, last);
    if (!starts(MessageType.INTEGRITY, integrityLength(format))) {
      return false;
    }
    addressing.put(dst, first, last, format.chunkSize());
    return true;
  }

  /**
   * RFC 7574 §8.9. The caller then puts the signature.
   *
   * @param ntp the signer's clock as an NTP timestamp
   * @return false where header and signature do not fit
   */
  public boolean signedIntegrityHeader(long first, long last, long ntp) {
    checkExpressible(first, last);
    if (!starts(MessageType.SIGNED_INTEGRITY, signedIntegrityLength(format))) {
      return false;
    }
    addressing.put(dst, first, last, format.chunkSize());
    dst.putLong(ntp);
    return true;
  }

  private void checkExpressible(long first, long last) {
    if (!addressing.canExpress(first, last)) {
      throw inexpressible(first, last);
    }
  }

  private IllegalArgumentException inexpressible(long first, long last) {
    return new IllegalArgumentException(
        addressing + " cannot express chunks " + first + " to " + last);
  }

  /** RFC 7574 §8.12; false where it does not fit. */
  public boolean choke() {
    return starts(MessageType.CHOKE, 1);
  }

  /** RFC 7574 §8.12; false where it does not fit. */
  public boolean unchoke() {
    return starts(MessageType.UNCHOKE, 1);
  }

  /** RFC 7574 §8.13; false where it does not fit. */
  public boolean pexRequest() {
    return starts(MessageType.PEX_REQ, 1);
  }

  /**
   * RFC 7574 §8.13: PEX_RESv4 or PEX_RESv6 by the address, which must be resolved; false where it
   * does not fit.
   */
  public boolean pexAddress(InetSocketAddress peer) {
    if (peer.isUnresolved()) {
      throw new IllegalArgumentException("No address is known for " + peer);
    }
    boolean v4 = peer.getAddress() instanceof Inet4Address;
    int payload = v4 ? MessageReader.PEX_V4_BYTES : MessageReader.PEX_V6_BYTES;
    if (!starts(v4 ? MessageType.PEX_RESV4 : MessageType.PEX_RESV6, 1 + payload)) {
      return false;
    }
    dst.put(peer.getAddress().getAddress()).putShort((short) peer.getPort());
    return true;
  }

  /** RFC 7574 §8.13: at most 65,535 bytes; false where it does not fit. */
  public boolean pexCertificate(byte[] certificate) {
    if (certificate.length > 0xFFFF) {
      throw new IllegalArgumentException("A certificate of " + certificate.length + " bytes");
    }
    if (!starts(MessageType.PEX_RESCERT, 1 + Short.BYTES + certificate.length)) {
      return false;
    }
    dst.putShort((short) certificate.length).put(certificate);
    return true;
  }

  /** Puts the octet of the type if the whole message fits. */
  private boolean starts(MessageType type, int length) {
    if (length > remaining()) {
      return false;
    }
    dst.put((byte) type.code());
    return true;
  }

  /** Bytes of a HAVE, REQUEST or CANCEL. */
  public static int rangeLength(Format f) {
    return 1 + f.specLength();
  }

  /** Bytes of an ACK. */
  public static int ackLength(Format f) {
    return rangeLength(f) + MessageReader.TIMESTAMP_BYTES;
  }

  /** Bytes of a DATA before the chunk. */
  public static int dataOverhead(Format f) {
    return rangeLength(f) + MessageReader.TIMESTAMP_BYTES;
  }

  /** Bytes of an INTEGRITY with its hash. */
  public static int integrityLength(Format f) {
    return rangeLength(f) + f.hashLength();
  }

  /** Bytes of a SIGNED_INTEGRITY with its signature. */
  public static int signedIntegrityLength(Format f) {
    return rangeLength(f) + MessageReader.TIMESTAMP_BYTES + f.signatureLength();
  }
}
