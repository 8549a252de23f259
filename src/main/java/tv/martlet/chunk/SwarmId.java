package tv.martlet.chunk;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The name of a swarm (RFC 7574 §7.4): the root hash of static content, or algorithm and public key
 * of a live stream. Immutable.
 */
public final class SwarmId {
  /** The longest ID taken, in bytes: more than an RSA key of 4,096 bits needs. */
  public static final int MAX_LENGTH = 1024;

  private final byte[] bytes;

  private SwarmId(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Returns the ID of the given bytes.
   *
   * @throws IllegalArgumentException if there are none or more than {@link #MAX_LENGTH}
   */
  public static SwarmId of(byte[] bytes) {
    if (bytes.length == 0 || bytes.length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a swarm ID has 1 to " + MAX_LENGTH + " bytes, but this one has " + bytes.length);
    }
    return new SwarmId(bytes.clone());
  }

  /**
   * Returns the ID of the given hexadecimal digits.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong
   */
  public static SwarmId ofHex(String hex) {
    if (hex.length() % 2 != 0) {
      throw new IllegalArgumentException(
          "a swarm ID has two hexadecimal digits a byte, but this one has "
              + hex.length()
              + " characters");
    }
    for (int i = 0; i < hex.length(); i++) {
      if (!HexFormat.isHexDigit(hex.charAt(i))) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "a swarm ID consists of hexadecimal digits, but character %d is '%c'",
                i + 1,
                hex.charAt(i)));
      }
    }
    return of(HexFormat.of().parseHex(hex));
  }

  /** Returns the number of bytes. */
  public int length() {
    return bytes.length;
  }

  /** Returns one byte as a number from 0 to 255. */
  public int byteAt(int index) {
    return bytes[index] & 0xff;
  }

  /** Returns a copy of the bytes. */
  public byte[] copy() {
    return bytes.clone();
  }

  /** Tells whether these bytes are this ID. */
  public boolean matches(byte[] other, int offset, int length) {
    return Arrays.equals(bytes, 0, bytes.length, other, offset, offset + length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SwarmId that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Returns the lower-case hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
