package tv.martlet.media;

import java.nio.ByteBuffer;

/** Counts how long the ADTS frames of a PES packet play (ISO/IEC 14496-3 §1.A.3.2). */
final class AdtsFrames {
  private static final int[] RATES = {
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
    7_350
  };
  private static final int SAMPLES = 1024;
  private static final int HEAD = 6;

  private final byte[] head = new byte[HEAD];
  private int gathered;
  private int left;
  private double ticks;

  /** A PES packet starts; frames are taken to be aligned with it. */
  void begin() {
    gathered = 0;
    left = 0;
    ticks = 0;
  }

  /** Takes bytes {@code [from, to)} of the PES packet's data. */
  void feed(ByteBuffer b, int from, int to) {
    int at = from;
    while (at < to) {
      int skipped = Math.min(left, to - at);
      left -= skipped;
      at += skipped;
      if (at < to) {
        head[gathered++] = b.get(at++);
        if (gathered == HEAD) {
          header();
        }
      }
    }
  }

  private void header() {
    gathered = 0;
    int sync = ((head[0] & 0xFF) << 4) | ((head[1] & 0xF0) >> 4);
    int rate = (head[2] >> 2) & 0x0F;
    int length = ((head[3] & 3) << 11) | ((head[4] & 0xFF) << 3) | ((head[5] & 0xE0) >> 5);
    if (sync != 0xFFF || rate >= RATES.length || length <= HEAD) {
      left = Integer.MAX_VALUE; // not ADTS: count no further
      return;
    }
    left = length - HEAD;
    ticks += SAMPLES * 90_000.0 / RATES[rate];
  }

  /** How long the frames so far play, in ticks of 90 kHz. */
  long duration() {
    return Math.round(ticks);
  }
}
