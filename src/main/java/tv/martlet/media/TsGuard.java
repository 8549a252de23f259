package tv.martlet.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Looks at the first bytes of an input and says in a sentence what they are if they are not a
 * transport stream. Keeps at most {@value #LOOK} bytes.
 */
final class TsGuard {
  /** A transport stream shows its step within this many bytes. */
  static final int LOOK = 8 * TsPacket.SIZE;

  private static final int M2TS = 192;
  private static final int WITH_PARITY = 204;

  private final byte[] head = new byte[LOOK];
  private int length;
  private boolean decided;

  /** Starts over, for a newly opened input. */
  void reset() {
    length = 0;
    decided = false;
  }

  /**
   * Takes a look at bytes, without moving their position.
   *
   * @throws InputException if they are not a transport stream
   */
  void look(ByteBuffer bytes) throws InputException {
    if (decided) {
      return;
    }
    int n = Math.min(LOOK - length, bytes.remaining());
    bytes.get(bytes.position(), head, length, n);
    length += n;
    if (length < LOOK) {
      return;
    }
    decided = true;
    // Seven packets in an RTP packet are in step too, so RTP is looked for first.
    if (isRtp() || !hasStep(TsPacket.SIZE)) {
      throw InputException.permanent(complaint());
    }
  }

  private String complaint() {
    if (isRtp()) {
      return "the packets are RTP, not bare MPEG-TS: use rtp:// in place of udp://";
    } else if (hasStep(M2TS) || hasStep(WITH_PARITY)) {
      return "the input is MPEG-TS in packets of "
          + (hasStep(M2TS) ? M2TS : WITH_PARITY)
          + " bytes: Martlet reads packets of 188 (ffmpeg -i INPUT -c copy -f mpegts OUTPUT)";
    } else if (starts(0, "#EXTM3U")) {
      return "the input is an M3U or HLS playlist: name the stream itself, or pull it with"
          + " ffmpeg -i URL -c copy -f mpegts -";
    } else if (starts(0, "<")) {
      return "the input is a web page or XML: name the stream itself";
    }
    return "the input is not MPEG-TS (found "
        + format()
        + "): have the encoder write -f mpegts, or convert it with ffmpeg -i INPUT -c copy -f"
        + " mpegts OUTPUT";
  }

  private String format() {
    if (starts(4, "ftyp") || starts(4, "moov") || starts(4, "mdat")) {
      return "MP4";
    } else if (is(0, 0x1A, 0x45, 0xDF, 0xA3)) {
      return "Matroska or WebM";
    } else if (starts(0, "FLV")) {
      return "FLV";
    } else if (starts(0, "RIFF")) {
      return "AVI or WAV";
    } else if (starts(0, "OggS")) {
      return "Ogg";
    } else if (is(0, 0, 0, 1, 0xBA)) {
      return "an MPEG program stream";
    } else if (is(0, 0, 0, 0, 1) || is(0, 0, 0, 1)) {
      return "a bare video stream";
    } else if (starts(0, "ID3") || (head[0] == -1 && (head[1] & 0xE0) == 0xE0)) {
      return "a bare audio stream";
    }
    return "no step of 188 bytes in the first " + LOOK;
  }

  /** Three sync bytes at this distance from each other, wherever the first is. */
  private boolean hasStep(int size) {
    for (int at = 0; at < size; at++) {
      if (head[at] == TsPacket.SYNC
          && head[at + size] == TsPacket.SYNC
          && head[at + 2 * size] == TsPacket.SYNC
          && head[at + 3 * size] == TsPacket.SYNC) {
        return true;
      }
    }
    return false;
  }

  /** RFC 3550 §5.1: version 2; RFC 3551 §6: payload type 33 is MP2T. */
  private boolean isRtp() {
    return (head[0] & 0xC0) == 0x80 && (head[1] & 0x7F) == 33 && head[12] == TsPacket.SYNC;
  }

  private boolean starts(int at, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < wanted.length; i++) {
      if (head[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  private boolean is(int at, int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if ((head[at + i] & 0xFF) != bytes[i]) {
        return false;
      }
    }
    return true;
  }
}
