package tv.martlet.media;

import java.nio.ByteBuffer;

/**
 * Gathers PSI sections of one PID across packets (ISO/IEC 13818-1 §2.4.4).
 *
 * <pre>
 * unit start:     | pointer_field | end of the section before | section | section | 0xFF ...
 * no unit start:  | more of the section begun                                     | 0xFF ...
 * </pre>
 */
final class SectionAssembler {
  /** §2.4.4: section_length is at most 1021, so a section at most 1024 bytes. */
  static final int MAX = 1024;

  private static final int HEAD = 3;
  private static final int SHORTEST = 12;

  /** Takes sections whose CRC was right. */
  interface Sections {
    /** One section with its CRC: the first {@code length} bytes, valid during the call. */
    void section(byte[] bytes, int length);
  }

  private final byte[] bytes = new byte[MAX];
  private int filled;
  private boolean begun;
  private long bad;

  /** Forgets the section begun, after a loss. */
  void reset() {
    begun = false;
    filled = 0;
  }

  /** Sections that were dropped: wrong length, wrong CRC, or a pointer beyond the packet. */
  long bad() {
    return bad;
  }

  /** Takes the payload {@code [from, to)} of one packet. */
  void feed(ByteBuffer b, int from, int to, boolean unitStart, Sections sections) {
    if (from >= to) {
      return;
    }
    int at = from;
    if (unitStart) {
      int start = from + 1 + (b.get(from) & 0xFF);
      if (start > to) {
        bad++;
        reset();
        return;
      }
      take(b, from + 1, start, sections);
      reset();
      begun = true;
      at = start;
    }
    // A section takes at least three bytes, so a packet holds at most 61: the loop is bounded.
    while (begun && at < to) {
      at = take(b, at, to, sections);
    }
  }

  /** Takes bytes of one section, at most to its end; returns the index behind what was taken. */
  private int take(ByteBuffer b, int from, int to, Sections sections) {
    int at = from;
    while (begun && at < to) {
      if (filled == 0 && b.get(at) == (byte) 0xFF) {
        // §2.4.4: table_id 0xFF is stuffing up to the end of the packet
        begun = false;
        return to;
      }
      int want = filled < HEAD ? HEAD - filled : length() - filled;
      int n = Math.min(want, to - at);
      b.get(at, bytes, filled, n);
      filled += n;
      at += n;
      if (filled == HEAD && (length() > MAX || length() < HEAD)) {
        bad++;
        reset();
        return to;
      }
      if (filled >= HEAD && filled == length()) {
        finish(sections);
        return at;
      }
    }
    return at;
  }

  private int length() {
    return HEAD + (((bytes[1] & 0x0F) << 8) | (bytes[2] & 0xFF));
  }

  private void finish(Sections sections) {
    int length = filled;
    filled = 0;
    boolean longForm = (bytes[1] & 0x80) != 0;
    if (!longForm) {
      return; // a private section without CRC: neither PAT nor PMT
    }
    if (length < SHORTEST || Crc32Mpeg.of(bytes, length) != 0) {
      bad++;
      return;
    }
    sections.section(bytes, length);
  }
}
