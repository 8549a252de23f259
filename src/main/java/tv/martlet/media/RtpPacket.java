package tv.martlet.media;

import java.nio.ByteBuffer;

/**
 * Reads the header of one RTP packet in place (RFC 3550 §5.1).
 *
 * <pre>
 *  0         1         2-3        4-7         8-11    12…
 * |V=2 P X CC|M  type  |sequence |timestamp  |SSRC   |CSRC*CC |extension| payload |padding|
 * </pre>
 */
final class RtpPacket {
  static final int HEADER = 12;

  private RtpPacket() {}

  /**
   * Narrows the buffer to the payload.
   *
   * @return false, and the buffer as it was, if this is no RTP packet with a payload
   */
  static boolean unwrap(ByteBuffer b) {
    int from = b.position();
    int length = b.remaining();
    if (length < HEADER || (b.get(from) & 0xC0) != 0x80) {
      return false;
    }
    int first = b.get(from) & 0xFF;
    int payload = HEADER + (first & 0x0F) * 4;
    if ((first & 0x10) != 0) {
      // RFC 3550 §5.3.1: two bytes of profile, then the length in words of four bytes
      if (payload + 4 > length) {
        return false;
      }
      payload += 4 + 4 * u16(b, from + payload + 2);
    }
    // RFC 3550 §5.1: the last byte of padding says how many there are, itself included
    int padding = (first & 0x20) != 0 ? b.get(from + length - 1) & 0xFF : 0;
    if (((first & 0x20) != 0 && padding == 0) || payload + padding >= length) {
      return false;
    }
    b.limit(from + length - padding).position(from + payload);
    return true;
  }

  /** The sequence number, 0 to 65535. */
  static int sequence(ByteBuffer b, int at) {
    return u16(b, at + 2);
  }

  /** Who sends. */
  static int source(ByteBuffer b, int at) {
    return b.getInt(at + 8);
  }

  private static int u16(ByteBuffer b, int at) {
    return ((b.get(at) & 0xFF) << 8) | (b.get(at + 1) & 0xFF);
  }
}
