package tv.martlet.wire;

import java.nio.ByteBuffer;
import tv.martlet.chunk.ChunkAddressing;
import tv.martlet.wire.MessageReader.Outcome;

/**
 * A {@link Handshake} from and to bytes, RFC 7574 §7 and §8.4:
 *
 * <pre>
 *  | source channel (32) | code (8) value … | code (8) value … | … | 255 |
 * </pre>
 *
 * Every code but the last has a value, whose length follows from the code alone or (2 and 8) stands
 * before it.
 */
final class HandshakeCodec {
  private static final int TRUNCATED = Outcome.TRUNCATED.asOffset();
  private static final int BAD_OPTION = Outcome.BAD_OPTION.asOffset();
  private static final long MAX_U32 = 0xFFFF_FFFFL;

  private HandshakeCodec() {}

  static int read(Handshake h, ByteBuffer d, int offset, int end) {
    h.reset();
    if (end - offset < Integer.BYTES) {
      return TRUNCATED;
    }
    h.sourceChannel = d.getInt(offset);
    int at = offset + Integer.BYTES;
    int before = -1;
    // codes ascend, so this turns at most 255 times
    while (at >= 0 && at < end) {
      int code = d.get(at) & 0xFF;
      if (code == HandshakeOption.END) {
        return at + 1;
      }
      // RFC 7574 §7: the list MUST be sorted on code value (ascending)
      if (code <= before) {
        return BAD_OPTION;
      }
      before = code;
      at = readOption(h, code, d, at + 1, end);
    }
    // RFC 7574 §7.1: MUST conclude the list with the end option
    return at < 0 ? at : TRUNCATED;
  }

  private static int readOption(Handshake h, int code, ByteBuffer d, int at, int end) {
    return switch (code) {
      case HandshakeOption.SWARM_ID -> readSwarmId(h, d, at, end);
      case HandshakeOption.DISCARD_WINDOW -> readDiscardWindow(h, d, at, end);
      case HandshakeOption.SUPPORTED_MESSAGES -> readSupportedMessages(h, d, at, end);
      case HandshakeOption.CHUNK_SIZE -> readChunkSize(h, d, at, end);
      default -> readOctet(h, code, d, at, end);
    };
  }

  private static int readOctet(Handshake h, int code, ByteBuffer d, int at, int end) {
    if (at == end) {
      return TRUNCATED;
    }
    // RFC 7574 §7: unless stated otherwise an 8-bit value; so unassigned ones are stepped over
    if (code < h.octets.length) {
      h.octets[code] = d.get(at) & 0xFF;
    }
    return at + 1;
  }

  private static int readSwarmId(Handshake h, ByteBuffer d, int at, int end) {
    if (end - at < Short.BYTES) {
      return TRUNCATED;
    }
    int length = d.getShort(at) & 0xFFFF;
    if (length == 0 || length > Handshake.MAX_SWARM_ID) {
      return BAD_OPTION;
    }
    int id = at + Short.BYTES;
    if (end - id < length) {
      return TRUNCATED;
    }
    d.get(id, h.swarmId, 0, length);
    h.swarmIdLength = length;
    return id + length;
  }

  private static int readDiscardWindow(Handshake h, ByteBuffer d, int at, int end) {
    // RFC 7574 §7.9: the Chunk Addressing Method MUST appear before it; the width hangs on it
    ChunkAddressing addressing = ChunkAddressing.ofCode(h.addressing());
    if (addressing == null) {
      return BAD_OPTION;
    }
    int width = addressing.valueLength();
    if (end - at < width) {
      return TRUNCATED;
    }
    h.hasDiscardWindow = true;
    h.discardWindow = width == Integer.BYTES ? window32(d.getInt(at)) : window64(d.getLong(at));
    return at + width;
  }

  private static long window32(int value) {
    return value == -1 ? Handshake.KEEPS_ALL : value & MAX_U32;
  }

  private static long window64(long value) {
    return value < Handshake.KEEPS_ALL ? Long.MAX_VALUE : value;
  }

  private static int readSupportedMessages(Handshake h, ByteBuffer d, int at, int end) {
    if (at == end) {
      return TRUNCATED;
    }
    int length = d.get(at) & 0xFF;
    if (length > MessageSet.MAX_BYTES) {
      return BAD_OPTION; // RFC 7574 §7.10: the bitmap is of 256 bits at most
    }
    if (end - at - 1 < length) {
      return TRUNCATED;
    }
    h.supportedMessages.get(d, at + 1, length);
    h.hasSupportedMessages = true;
    return at + 1 + length;
  }

  private static int readChunkSize(Handshake h, ByteBuffer d, int at, int end) {
    if (end - at < Integer.BYTES) {
      return TRUNCATED;
    }
    h.chunkSize = d.getInt(at) & MAX_U32;
    return at + Integer.BYTES;
  }

  static void write(Handshake h, ByteBuffer dst) {
    dst.putInt(h.sourceChannel);
    // RFC 7574 §7: sorted on code value
    for (int code = 0; code < h.octets.length; code++) {
      if (code == HandshakeOption.SWARM_ID) {
        writeSwarmId(h, dst);
      } else if (h.octets[code] != Handshake.ABSENT) {
        dst.put((byte) code).put((byte) h.octets[code]);
      }
    }
    writeDiscardWindow(h, dst);
    if (h.hasSupportedMessages) {
      dst.put((byte) HandshakeOption.SUPPORTED_MESSAGES).put((byte) h.supportedMessages.length());
      h.supportedMessages.put(dst);
    }
    if (h.chunkSize != Handshake.ABSENT) {
      dst.put((byte) HandshakeOption.CHUNK_SIZE).putInt((int) h.chunkSize);
    }
    dst.put((byte) HandshakeOption.END);
  }

  private static void writeSwarmId(Handshake h, ByteBuffer dst) {
    if (h.swarmIdLength != Handshake.ABSENT) {
      dst.put((byte) HandshakeOption.SWARM_ID).putShort((short) h.swarmIdLength);
      dst.put(h.swarmId, 0, h.swarmIdLength);
    }
  }

  private static void writeDiscardWindow(Handshake h, ByteBuffer dst) {
    if (!h.hasDiscardWindow) {
      return;
    }
    int width = windowWidth(h);
    dst.put((byte) HandshakeOption.DISCARD_WINDOW);
    if (width == Long.BYTES) {
      dst.putLong(h.discardWindow);
    } else {
      dst.putInt(toWindow32(h.discardWindow));
    }
  }

  private static int toWindow32(long window) {
    // all ones mean that nothing is discarded, so the largest number is one less
    return (int) (window == Handshake.KEEPS_ALL ? MAX_U32 : Math.min(window, MAX_U32 - 1));
  }

  private static int windowWidth(Handshake h) {
    ChunkAddressing addressing = ChunkAddressing.ofCode(h.addressing());
    if (addressing == null) {
      throw new IllegalStateException("A discard window needs an addressing method before it");
    }
    return addressing.valueLength();
  }

  static int length(Handshake h) {
    int length = Integer.BYTES + 1;
    for (int octet : h.octets) {
      length += octet == Handshake.ABSENT ? 0 : 2;
    }
    length += h.swarmIdLength == Handshake.ABSENT ? 0 : 1 + Short.BYTES + h.swarmIdLength;
    length += h.hasDiscardWindow ? 1 + windowWidth(h) : 0;
    length += h.hasSupportedMessages ? 2 + h.supportedMessages.length() : 0;
    return length + (h.chunkSize == Handshake.ABSENT ? 0 : 1 + Integer.BYTES);
  }
}
