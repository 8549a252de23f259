package tv.martlet.media;

import java.nio.charset.StandardCharsets;

/** One descriptor loop of a section (ISO/IEC 13818-1 §2.6): tag, length, bytes, and again. */
final class Descriptors {
  private final byte[] bytes;
  private final int from;
  private final int to;

  /** The loop at {@code [from, to)}; a descriptor that claims more ends it. */
  Descriptors(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  /** Whether a descriptor with this tag is there. */
  boolean has(int tag) {
    return find(tag) >= 0;
  }

  /** The first {@code n} bytes of the descriptor as text; empty if it is absent or shorter. */
  String text(int tag, int n) {
    int at = find(tag);
    return at < 0 || (bytes[at + 1] & 0xFF) < n
        ? ""
        : new String(bytes, at + 2, n, StandardCharsets.ISO_8859_1);
  }

  private int find(int tag) {
    int at = from;
    while (at + 2 <= to) {
      int next = at + 2 + (bytes[at + 1] & 0xFF);
      if (next > to) {
        return -1;
      }
      if ((bytes[at] & 0xFF) == tag) {
        return at;
      }
      at = next;
    }
    return -1;
  }
}
