package tv.martlet.media;

import java.nio.ByteBuffer;

/**
 * The start of a PES packet (ISO/IEC 13818-1 §2.4.3.6), read and written in place.
 *
 * <pre>
 * 00 00 01 | stream_id | length(2) | 10...... | PD...... | header_length | PTS(5) | DTS(5) | ...
 * </pre>
 */
final class PesHeader {
  private static final int FIXED = 9;

  private PesHeader() {}

  /** Whether {@code [at, end)} starts a PES packet with a whole optional header before its data. */
  static boolean isWhole(ByteBuffer b, int at, int end) {
    return startsPes(b, at, end)
        && end - at >= FIXED
        && hasOptionalHeader(b.get(at + 3) & 0xFF)
        && (b.get(at + 6) & 0xC0) == 0x80
        && at + FIXED + (b.get(at + 8) & 0xFF) <= end;
  }

  /** Whether a PES packet starts at {@code at}, its header whole or not. */
  static boolean startsPes(ByteBuffer b, int at, int end) {
    return end - at >= 4 && b.get(at) == 0 && b.get(at + 1) == 0 && b.get(at + 2) == 1;
  }

  /** §2.4.3.7: these streams have no optional header. */
  private static boolean hasOptionalHeader(int streamId) {
    return switch (streamId) {
      case 0xBC, 0xBE, 0xBF, 0xF0, 0xF1, 0xF2, 0xF8, 0xFF -> false;
      default -> true;
    };
  }

  /** Index behind a header for which {@link #isWhole} holds. */
  static int data(ByteBuffer b, int at) {
    return at + FIXED + (b.get(at + 8) & 0xFF);
  }

  /** PTS in ticks of 90 kHz, or {@link TsPacket#NONE}. */
  static long pts(ByteBuffer b, int at) {
    return hasPts(b, at) ? read(b, at + FIXED) : TsPacket.NONE;
  }

  /** DTS in ticks of 90 kHz; the PTS where none is given. */
  static long dts(ByteBuffer b, int at) {
    return hasDts(b, at) ? read(b, at + FIXED + 5) : pts(b, at);
  }

  /** Adds to PTS and DTS, modulo 2^33. */
  static void shift(ByteBuffer b, int at, long ticks90) {
    if (hasPts(b, at)) {
      write(b, at + FIXED, read(b, at + FIXED) + ticks90);
    }
    if (hasDts(b, at)) {
      write(b, at + FIXED + 5, read(b, at + FIXED + 5) + ticks90);
    }
  }

  private static boolean hasPts(ByteBuffer b, int at) {
    return (b.get(at + 7) & 0x80) != 0 && (b.get(at + 8) & 0xFF) >= 5;
  }

  private static boolean hasDts(ByteBuffer b, int at) {
    return (b.get(at + 7) & 0xC0) == 0xC0 && (b.get(at + 8) & 0xFF) >= 10;
  }

  private static long read(ByteBuffer b, int i) {
    return ((b.get(i) & 0x0EL) << 29)
        | ((b.get(i + 1) & 0xFFL) << 22)
        | ((b.get(i + 2) & 0xFEL) << 14)
        | ((b.get(i + 3) & 0xFFL) << 7)
        | ((b.get(i + 4) & 0xFFL) >> 1);
  }

  private static void write(ByteBuffer b, int i, long time) {
    long t = Math.floorMod(time, TsPacket.PTS_WRAP);
    b.put(i, (byte) ((b.get(i) & 0xF0) | ((int) (t >> 29) & 0x0E) | 1));
    b.put(i + 1, (byte) (t >> 22));
    b.put(i + 2, (byte) (((t >> 14) & 0xFE) | 1));
    b.put(i + 3, (byte) (t >> 7));
    b.put(i + 4, (byte) (((t << 1) & 0xFE) | 1));
  }
}
