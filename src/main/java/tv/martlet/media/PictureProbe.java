package tv.martlet.media;

import java.nio.ByteBuffer;

/**
 * Tells from the first bytes of a picture whether a decoder can start with it, for streams whose
 * encoder does not set random_access_indicator. Looks for start codes (00 00 01) up to the first
 * picture, at most {@value #LIMIT} bytes far, across packets.
 */
final class PictureProbe {
  /** Parameter sets and SEI longer than this are not looked through. */
  static final int LIMIT = 16 * 1024;

  /** What is known so far. */
  enum Verdict {
    PENDING,
    RANDOM_ACCESS,
    NO_RANDOM_ACCESS
  }

  private final Codec codec;
  private int history;
  private int seen;
  private boolean parameterSets;
  private int mpeg2Picture;

  PictureProbe(Codec codec) {
    this.codec = codec;
  }

  /** A PES packet starts. */
  void begin() {
    history = -1;
    seen = 0;
    parameterSets = false;
    mpeg2Picture = 0;
  }

  /** Looks at the elementary stream's bytes {@code [from, to)}. */
  Verdict feed(ByteBuffer b, int from, int to) {
    int h = history;
    for (int i = from; i < to; i++) {
      int value = b.get(i) & 0xFF;
      // One byte behind 00 00 01 names the unit; an MPEG-2 picture's type is two bytes further.
      if ((h & 0xFFFFFF) == 1 || mpeg2Picture > 0) {
        Verdict verdict = unit(value);
        if (verdict != Verdict.PENDING) {
          return verdict;
        }
      }
      h = (h << 8) | value;
    }
    history = h;
    seen += to - from;
    return seen > LIMIT ? Verdict.NO_RANDOM_ACCESS : Verdict.PENDING;
  }

  private Verdict unit(int value) {
    return switch (codec) {
      case H264 -> h264(value & 0x1F);
      case HEVC -> hevc((value >> 1) & 0x3F);
      case MPEG2_VIDEO -> mpeg2(value);
      default -> Verdict.NO_RANDOM_ACCESS;
    };
  }

  /** ITU-T H.264 table 7-1: 7 is a sequence parameter set, 5 a slice of an IDR picture. */
  private Verdict h264(int type) {
    parameterSets |= type == 7;
    if (type == 5) {
      return verdict(parameterSets);
    }
    return type >= 1 && type <= 4 ? Verdict.NO_RANDOM_ACCESS : Verdict.PENDING;
  }

  /** ITU-T H.265 table 7-1: 33 is a sequence parameter set, 16 to 23 are IRAP pictures. */
  private Verdict hevc(int type) {
    parameterSets |= type == 33;
    return type < 32 ? verdict(type >= 16 && type <= 23 && parameterSets) : Verdict.PENDING;
  }

  /** ISO/IEC 13818-2 §6.2: 0xB3 is a sequence header, 0x00 a picture, whose type 1 means I. */
  private Verdict mpeg2(int value) {
    if (mpeg2Picture == 2) {
      return verdict(((value >> 3) & 7) == 1 && parameterSets);
    } else if (mpeg2Picture == 1) {
      mpeg2Picture = 2;
    } else if (value == 0) {
      mpeg2Picture = 1;
    } else {
      parameterSets |= value == 0xB3;
    }
    return Verdict.PENDING;
  }

  private static Verdict verdict(boolean randomAccess) {
    return randomAccess ? Verdict.RANDOM_ACCESS : Verdict.NO_RANDOM_ACCESS;
  }
}
