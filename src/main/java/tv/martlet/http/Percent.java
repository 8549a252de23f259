package tv.martlet.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Percent-encoding of one path segment, RFC 3986 §2.1. */
final class Percent {
  private static final String UNRESERVED_MARKS = "-._~";

  private Percent() {}

  static String encode(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b > 0 && (isAlphanumeric((char) b) || UNRESERVED_MARKS.indexOf(b) >= 0)) {
        out.append((char) b);
      } else {
        out.append(String.format("%%%02X", b & 0xff));
      }
    }
    return out.toString();
  }

  /** Empty when a percent sign is not followed by two hex digits or the bytes are not UTF-8. */
  static Optional<String> decode(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '%') {
        if (c <= ' ' || c > '~') {
          return Optional.empty(); // RFC 3986 §2: a URI is of visible ASCII characters only
        }
        out.write(c);
        continue;
      }
      int octet = i + 3 <= text.length() ? octet(text.charAt(i + 1), text.charAt(i + 2)) : -1;
      if (octet < 0) {
        return Optional.empty();
      }
      out.write(octet);
      i += 2;
    }
    return utf8(out.toByteArray());
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static int octet(char high, char low) {
    int h = Character.digit(high, 16);
    int l = Character.digit(low, 16);
    return h < 0 || l < 0 ? -1 : h << 4 | l;
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
