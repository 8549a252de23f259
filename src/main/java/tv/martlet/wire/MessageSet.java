package tv.martlet.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The compressed bitmap of supported messages, RFC 7574 §7.10. Holds 256 bits, reused. */
final class MessageSet {
  static final int MAX_BYTES = 256 / Byte.SIZE;

  private final byte[] bits = new byte[MAX_BYTES];

  void clear() {
    Arrays.fill(bits, (byte) 0);
  }

  /** RFC 7574 §7.10: bit X, numbering left to right, stands for message type X. */
  void add(MessageType type) {
    bits[type.code() / Byte.SIZE] |= mask(type);
  }

  boolean contains(MessageType type) {
    return (bits[type.code() / Byte.SIZE] & mask(type)) != 0;
  }

  private static byte mask(MessageType type) {
    return (byte) (0x80 >>> type.code() % Byte.SIZE);
  }

  /** RFC 7574 §7.10: truncated to the last non-zero byte. */
  int length() {
    int length = MAX_BYTES;
    while (length > 0 && bits[length - 1] == 0) {
      length--;
    }
    return length;
  }

  void put(ByteBuffer dst) {
    dst.put(bits, 0, length());
  }

  /** Takes at most {@link #MAX_BYTES} bytes; the rest is padded with 0. */
  void get(ByteBuffer src, int offset, int length) {
    clear();
    src.get(offset, bits, 0, length);
  }
}
