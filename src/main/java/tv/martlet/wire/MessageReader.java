package tv.martlet.wire;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Reads the messages of a datagram and hands each to a {@link MessageHandler} (RFC 7574 §8).
 *
 * <p>A flyweight: it keeps nothing between calls but one {@link Handshake} to fill, reads the
 * received buffer in place at absolute offsets (position and limit stay as they are; byte order
 * must be big-endian, the default) and allocates nothing. One reader serves all swarms of a thread.
 * Whatever the bytes are, it returns an {@link Outcome} and never throws on their account.
 */
public final class MessageReader {
  /**
   * How the reading of a datagram ended. Anything but {@link #OK} means that the message at which
   * it stopped was invalid: those before it have been delivered, it and those behind it have not
   * (RFC 7574 §3).
   */
  public enum Outcome {
    /** Every message was read and accepted. A datagram without messages is a keep-alive. */
    OK(0),
    /** The datagram ends inside a message. */
    TRUNCATED(-1),
    /** The message type is unassigned or reserved. */
    UNKNOWN_TYPE(-2),
    /** A chunk specification is malformed, or a DATA's is not of one chunk. */
    BAD_RANGE(-3),
    /** An option of a HANDSHAKE is malformed, repeated or out of order. */
    BAD_OPTION(-4),
    /** A HANDSHAKE that is not the first message of its datagram. */
    MISPLACED_HANDSHAKE(-5),
    /** A hash or a signature in a swarm that has none. */
    NO_SUCH_PROOF(-6),
    /** More messages than {@link #MAX_MESSAGES}. */
    TOO_MANY(-7),
    /** The handler called a message invalid. */
    REFUSED(-8);

    private static final Outcome[] ALL = values();

    private final int asOffset;

    Outcome(int asOffset) {
      this.asOffset = asOffset;
    }

    /** An error in the place of an offset: negative. */
    int asOffset() {
      return asOffset;
    }

    /** The outcome that a reading method returned in the place of an offset; OK for an offset. */
    public static Outcome ofOffset(int offset) {
      return offset >= 0 ? OK : ALL[-offset];
    }
  }

  /** Messages read of one datagram; more are invalid. A full Ethernet frame of HAVEs has 294. */
  public static final int MAX_MESSAGES = 512;

  /** Bytes of the channel ID before the messages, RFC 7574 §8.3. */
  public static final int CHANNEL_BYTES = 4;

  static final int TIMESTAMP_BYTES = 8;
  static final int PEX_V4_BYTES = 6;
  static final int PEX_V6_BYTES = 18;

  private static final int TRUNCATED = Outcome.TRUNCATED.asOffset();
  private static final int UNKNOWN_TYPE = Outcome.UNKNOWN_TYPE.asOffset();
  private static final int BAD_RANGE = Outcome.BAD_RANGE.asOffset();
  private static final int NO_SUCH_PROOF = Outcome.NO_SUCH_PROOF.asOffset();
  private static final int REFUSED = Outcome.REFUSED.asOffset();

  private final Handshake handshake = new Handshake();

  /**
   * Reads all messages.
   *
   * @param d the datagram
   * @param offset of the first message, behind the channel ID
   * @param length bytes of all messages; 0 is a keep-alive
   * @param f the format of the swarm that the channel belongs to
   * @param h is given the messages in order, up to the first invalid one
   */
  public Outcome read(ByteBuffer d, int offset, int length, Format f, MessageHandler h) {
    Objects.checkFromIndexSize(offset, length, d.limit());
    int end = offset + length;
    int at = offset;
    for (int messages = 0; at < end; messages++) {
      if (messages == MAX_MESSAGES) {
        return Outcome.TOO_MANY;
      }
      // RFC 7574 §3.1: a HANDSHAKE message MUST always be the first message in a datagram
      if (messages > 0 && d.get(at) == MessageType.HANDSHAKE.code()) {
        return Outcome.MISPLACED_HANDSHAKE;
      }
      at = message(d, at, end, f, h);
      if (at < 0) {
        // RFC 7574 §3: the remaining messages MUST be discarded
        return Outcome.ofOffset(at);
      }
    }
    return Outcome.OK;
  }

  /**
   * Reads only the HANDSHAKE that opens a datagram: to find the swarm of one that came to channel 0
   * before its format is known.
   *
   * @return UNKNOWN_TYPE where the first message is no HANDSHAKE
   */
  public static Outcome readHandshake(ByteBuffer d, int offset, int length, Handshake into) {
    Objects.checkFromIndexSize(offset, length, d.limit());
    if (length == 0) {
      return Outcome.TRUNCATED;
    }
    if ((d.get(offset) & 0xFF) != MessageType.HANDSHAKE.code()) {
      return Outcome.UNKNOWN_TYPE;
    }
    return Outcome.ofOffset(into.read(d, offset + 1, offset + length));
  }

  /** Each returns the offset behind its message or a negative {@link Outcome#asOffset}. */
  private int message(ByteBuffer d, int typeAt, int end, Format f, MessageHandler h) {
    MessageType type = MessageType.ofCode(d.get(typeAt) & 0xFF);
    if (type == null) {
      return UNKNOWN_TYPE;
    }
    int at = typeAt + 1;
    return switch (type) {
      case HANDSHAKE -> handshake(d, at, end, h);
      case DATA -> data(d, at, end, f, h);
      case ACK -> ack(d, at, end, f, h);
      case HAVE -> have(d, at, end, f, h);
      case INTEGRITY -> integrity(d, at, end, f, h);
      case PEX_RESV4 -> pexV4(d, at, end, h);
      case PEX_REQ -> h.pexRequest() ? at : REFUSED;
      case SIGNED_INTEGRITY -> signedIntegrity(d, at, end, f, h);
      case REQUEST -> request(d, at, end, f, h);
      case CANCEL -> cancel(d, at, end, f, h);
      case CHOKE -> h.choke() ? at : REFUSED;
      case UNCHOKE -> h.unchoke() ? at : REFUSED;
      case PEX_RESV6 -> pexV6(d, at, end, h);
      case PEX_RESCERT -> pexCertificate(d, at, end, h);
    };
  }

  private int handshake(ByteBuffer d, int at, int end, MessageHandler h) {
    int next = handshake.read(d, at, end);
    if (next < 0) {
      return next;
    }
    return h.handshake(handshake) ? next : REFUSED;
  }

  private static int data(ByteBuffer d, int at, int end, Format f, MessageHandler h) {
    int stamp = at + f.specLength();
    int body = stamp + TIMESTAMP_BYTES;
    if (end - body <= 0) {
      return TRUNCATED;
    }
    long chunk = f.first(d, at);
    // RFC 7574 §8.6: start and end chunk describe a single chunk
    if (chunk < 0 || f.last(d, at) != chunk) {
      return BAD_RANGE;
    }
    // RFC 7574 §8.6: several DATA only of full chunks, so a shorter rest is all of the last one
    int length = Math.min(f.chunkSize(), end - body);
    return h.data(chunk, d.getLong(stamp), d, body, length) ? body + length : REFUSED;
  }

  private static int ack(ByteBuffer d, int at, int end, Format f, MessageHandler h) {
    int delay = at + f.specLength();
    int next = delay + TIMESTAMP_BYTES;
    if (end - next < 0) {
      return TRUNCATED;
    }
    long first = f.first(d, at);
    long last = f.last(d, at);
    if (malformed(first, last)) {
      return BAD_RANGE;
    }
    return h.ack(first, last, d.getLong(delay)) ? next : REFUSED;
  }

  private static int have(ByteBuffer d, int at, int end, Format f, MessageHandler h) {
    int next = at + f.specLength();
    if (end - next < 0) {
      return TRUNCATED;
    }
    long first = f.first(d, at);
    long last = f.last(d, at);
    if (malformed(first, last)) {
      return BAD_RANGE;
    }
    return h.have(first, last) ? next : REFUSED;
  }

  private static int request(ByteBuffer d, int at, int end, Format f, MessageHandler h) {
    int next = at + f.specLength();
    if (end - next < 0) {
      return TRUNCATED;
    }
    long first = f.first(d, at);
    long last = f.last(d, at);
    if (malformed(first, last)) {
      return BAD_RANGE;
    }
    return h.request(first, last) ? next : REFUSED;
  }

  private static int cancel(ByteBuffer d, int at, int end, Format f, MessageHandler h) {
    int next = at + f.specLength();
    if (end - next < 0) {
      return TRUNCATED;
    }
    long first = f.first(d, at);
    long last = f.last(d, at);
    if (malformed(first, last)) {
      return BAD_RANGE;
    }
    return h.cancel(first, last) ? next : REFUSED;
  }

  private static int integrity(ByteBuffer d, int at, int end, Format f, MessageHandler h) {
    if (f.hashLength() == 0) {
      return NO_SUCH_PROOF;
    }
    int hash = at + f.specLength();
    int next = hash + f.hashLength();
    if (end - next < 0) {
      return TRUNCATED;
    }
    long first = f.first(d, at);
    long last = f.last(d, at);
    if (malformed(first, last)) {
      return BAD_RANGE;
    }
    return h.integrity(first, last, d, hash) ? next : REFUSED;
  }

  private static int signedIntegrity(ByteBuffer d, int at, int end, Format f, MessageHandler h) {
    if (f.signatureLength() == 0) {
      return NO_SUCH_PROOF;
    }
    int stamp = at + f.specLength();
    int signature = stamp + TIMESTAMP_BYTES;
    int next = signature + f.signatureLength();
    if (end - next < 0) {
      return TRUNCATED;
    }
    long first = f.first(d, at);
    long last = f.last(d, at);
    if (malformed(first, last)) {
      return BAD_RANGE;
    }
    return h.signedIntegrity(first, last, d.getLong(stamp), d, signature) ? next : REFUSED;
  }

  /** An end before the start, or what the addressing calls no range at all. */
  private static boolean malformed(long first, long last) {
    return first < 0 || last < first;
  }

  private static int pexV4(ByteBuffer d, int at, int end, MessageHandler h) {
    int next = at + PEX_V4_BYTES;
    if (end - next < 0) {
      return TRUNCATED;
    }
    return h.pexV4(d, at) ? next : REFUSED;
  }

  private static int pexV6(ByteBuffer d, int at, int end, MessageHandler h) {
    int next = at + PEX_V6_BYTES;
    if (end - next < 0) {
      return TRUNCATED;
    }
    return h.pexV6(d, at) ? next : REFUSED;
  }

  private static int pexCertificate(ByteBuffer d, int at, int end, MessageHandler h) {
    if (end - at < Short.BYTES) {
      return TRUNCATED;
    }
    int certificate = at + Short.BYTES;
    int length = d.getShort(at) & 0xFFFF;
    if (length > end - certificate) {
      return TRUNCATED;
    }
    return h.pexCertificate(d, certificate, length) ? certificate + length : REFUSED;
  }
}
