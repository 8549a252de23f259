package tv.martlet.media;

/** What an elementary stream carries, as far as a relay needs to know. */
public enum Codec {
  H264("H.264", Kind.VIDEO),
  HEVC("HEVC", Kind.VIDEO),
  MPEG2_VIDEO("MPEG-2 video", Kind.VIDEO),
  OTHER_VIDEO("other video", Kind.VIDEO),
  AAC_ADTS("AAC (ADTS)", Kind.AUDIO),
  AAC_LATM("AAC (LATM)", Kind.AUDIO),
  AC3("AC-3", Kind.AUDIO),
  EAC3("E-AC-3", Kind.AUDIO),
  MPEG_AUDIO("MPEG audio (MP2, MP3)", Kind.AUDIO),
  OTHER_AUDIO("other audio", Kind.AUDIO),
  DVB_SUBTITLES("DVB subtitles", Kind.OTHER),
  TELETEXT("teletext", Kind.OTHER),
  OTHER("other", Kind.OTHER);

  /** Video, audio or neither. */
  public enum Kind {
    VIDEO,
    AUDIO,
    OTHER
  }

  private static final int REGISTRATION = 0x05;

  private final String title;
  private final Kind kind;

  Codec(String title, Kind kind) {
    this.title = title;
    this.kind = kind;
  }

  /** Name for a person to read. */
  public String title() {
    return title;
  }

  /** Video, audio or neither. */
  public Kind kind() {
    return kind;
  }

  /** The codec for a stream_type of ISO/IEC 13818-1 table 2-34, refined by its descriptors. */
  static Codec of(int streamType, Descriptors descriptors) {
    return switch (streamType) {
      case 0x01, 0x10, 0x20, 0x21, 0x42, 0x33, 0xD1, 0xEA -> OTHER_VIDEO;
      case 0x02 -> MPEG2_VIDEO;
      case 0x1B -> H264;
      case 0x24, 0x25 -> HEVC;
      case 0x03, 0x04 -> MPEG_AUDIO;
      case 0x0F -> AAC_ADTS;
      case 0x11 -> AAC_LATM;
      case 0x1C, 0x2D, 0x2E, 0x82, 0x85 -> OTHER_AUDIO;
      case 0x81 -> AC3;
      case 0x84, 0x87 -> EAC3;
      case 0x06 -> privateData(descriptors);
      default -> OTHER;
    };
  }

  /** ETSI EN 300 468 table 12 and annex D: what PES private data is, its descriptors say. */
  private static Codec privateData(Descriptors descriptors) {
    if (descriptors.has(0x6A)) {
      return AC3;
    } else if (descriptors.has(0x7A)) {
      return EAC3;
    } else if (descriptors.has(0x7C)) {
      return AAC_ADTS;
    } else if (descriptors.has(0x59)) {
      return DVB_SUBTITLES;
    } else if (descriptors.has(0x56)) {
      return TELETEXT;
    }
    return switch (descriptors.text(REGISTRATION, 4)) {
      case "AC-3" -> AC3;
      case "EAC3" -> EAC3;
      case "HEVC" -> HEVC;
      case "Opus" -> OTHER_AUDIO;
      default -> OTHER;
    };
  }
}
