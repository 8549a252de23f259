package tv.martlet.media;

import java.nio.ByteBuffer;

/**
 * Reads and writes the fields of one 188-byte transport packet in place (ISO/IEC 13818-1 §2.4.3).
 *
 * <pre>
 *  0        1         2          3            4
 * +--------+---------+----------+------------+------------------+---------------+
 * |  0x47  |e s . PID| PID      |scr afc cc  | adaptation field | payload       |
 * +--------+---------+----------+------------+------------------+---------------+
 *            | +- payload_unit_start              (afc & 2)         (afc & 1)
 *            +--- transport_error
 * </pre>
 *
 * Every method takes the buffer and the index of the sync byte; the caller makes sure that {@value
 * #SIZE} bytes are there. No method looks beyond them, whatever the packet claims.
 */
public final class TsPacket {
  /** Bytes of a packet. */
  public static final int SIZE = 188;

  /** First byte of each packet. */
  public static final byte SYNC = 0x47;

  /** The PID of the programme association table. */
  public static final int PAT_PID = 0;

  /** The PID of packets that only fill the rate. */
  public static final int NULL_PID = 0x1FFF;

  /** How many PIDs there are. */
  public static final int PIDS = 0x2000;

  /** One more than the greatest PCR, in ticks of 27 MHz. */
  public static final long PCR_WRAP = (1L << 33) * 300;

  /** One more than the greatest PTS or DTS, in ticks of 90 kHz. */
  public static final long PTS_WRAP = 1L << 33;

  /** Stands for an absent PCR, PTS or DTS. */
  public static final long NONE = -1;

  private static final int HEADER = 4;

  private TsPacket() {}

  /** The packet identifier, 0 to 8191. */
  public static int pid(ByteBuffer b, int at) {
    return ((b.get(at + 1) & 0x1F) << 8) | (b.get(at + 2) & 0xFF);
  }

  /** Whether a demodulator or receiver marked the packet as damaged. */
  public static boolean damaged(ByteBuffer b, int at) {
    return (b.get(at + 1) & 0x80) != 0;
  }

  /** Whether a PES packet or a section starts in this packet. */
  public static boolean unitStart(ByteBuffer b, int at) {
    return (b.get(at + 1) & 0x40) != 0;
  }

  /** Whether the payload is scrambled. */
  public static boolean scrambled(ByteBuffer b, int at) {
    return (b.get(at + 3) & 0xC0) != 0;
  }

  /** The continuity counter, 0 to 15. */
  public static int counter(ByteBuffer b, int at) {
    return b.get(at + 3) & 0x0F;
  }

  /** Sets the continuity counter to the low four bits of {@code counter}. */
  public static void counter(ByteBuffer b, int at, int counter) {
    b.put(at + 3, (byte) ((b.get(at + 3) & 0xF0) | (counter & 0x0F)));
  }

  /** Whether the header announces a payload. */
  public static boolean hasPayload(ByteBuffer b, int at) {
    return (b.get(at + 3) & 0x10) != 0;
  }

  /** Bytes of the adaptation field behind its length byte, 0 if there is none or it is invalid. */
  public static int adaptationLength(ByteBuffer b, int at) {
    if ((b.get(at + 3) & 0x20) == 0) {
      return 0;
    }
    int length = b.get(at + HEADER) & 0xFF;
    return length > SIZE - HEADER - 1 ? 0 : length;
  }

  /**
   * Index of the first payload byte; {@code at + SIZE} if there is no payload or the adaptation
   * field claims more than the packet holds.
   */
  public static int payload(ByteBuffer b, int at) {
    if (!hasPayload(b, at)) {
      return at + SIZE;
    }
    if ((b.get(at + 3) & 0x20) == 0) {
      return at + HEADER;
    }
    // §2.4.3.5: 0 to 182 where a payload follows, 183 where none does
    int length = b.get(at + HEADER) & 0xFF;
    return at + Math.min(HEADER + 1 + length, SIZE);
  }

  private static boolean adaptationFlag(ByteBuffer b, int at, int mask) {
    return adaptationLength(b, at) > 0 && (b.get(at + HEADER + 1) & mask) != 0;
  }

  /** Whether counter or clock may jump at this packet (discontinuity_indicator). */
  public static boolean discontinuity(ByteBuffer b, int at) {
    return adaptationFlag(b, at, 0x80);
  }

  /** Whether the encoder marked a random access point (random_access_indicator). */
  public static boolean randomAccess(ByteBuffer b, int at) {
    return adaptationFlag(b, at, 0x40);
  }

  /** The PCR in ticks of 27 MHz, or {@link #NONE}. */
  public static long pcr(ByteBuffer b, int at) {
    return adaptationFlag(b, at, 0x10) && adaptationLength(b, at) >= 7
        ? readPcr(b, at + HEADER + 2)
        : NONE;
  }

  /** Adds to PCR and OPCR, where the packet has them, modulo 2^33 · 300. */
  static void shiftPcr(ByteBuffer b, int at, long ticks27) {
    int left = adaptationLength(b, at) - 1;
    int field = at + HEADER + 2;
    for (int mask = 0x10; mask >= 0x08; mask >>= 1) {
      if (adaptationFlag(b, at, mask) && left >= 6) {
        writePcr(b, field, Math.floorMod(readPcr(b, field) + ticks27, PCR_WRAP));
        field += 6;
        left -= 6;
      }
    }
  }

  private static long readPcr(ByteBuffer b, int i) {
    // §2.4.3.5: 33 bits of base, 6 reserved, 9 of extension
    long base =
        ((b.get(i) & 0xFFL) << 25)
            | ((b.get(i + 1) & 0xFFL) << 17)
            | ((b.get(i + 2) & 0xFFL) << 9)
            | ((b.get(i + 3) & 0xFFL) << 1)
            | ((b.get(i + 4) & 0x80L) >> 7);
    int extension = ((b.get(i + 4) & 1) << 8) | (b.get(i + 5) & 0xFF);
    return base * 300 + Math.min(extension, 299);
  }

  private static void writePcr(ByteBuffer b, int i, long pcr) {
    long base = pcr / 300;
    int extension = (int) (pcr % 300);
    b.put(i, (byte) (base >> 25));
    b.put(i + 1, (byte) (base >> 17));
    b.put(i + 2, (byte) (base >> 9));
    b.put(i + 3, (byte) (base >> 1));
    b.put(i + 4, (byte) (((base & 1) << 7) | 0x7E | (extension >> 8)));
    b.put(i + 5, (byte) extension);
  }

  /** Writes a packet that only fills the rate (PID 8191). */
  static void writeNull(ByteBuffer b, int at) {
    fill(b, at, 0);
    b.put(at, SYNC).put(at + 1, (byte) 0x1F).put(at + 2, (byte) 0xFF).put(at + 3, (byte) 0x10);
  }

  /** Writes a packet without payload whose adaptation field only announces a discontinuity. */
  static void writeDiscontinuity(ByteBuffer b, int at, int pid, int counter) {
    fill(b, at, 0xFF);
    b.put(at, SYNC).put(at + 1, (byte) (pid >> 8)).put(at + 2, (byte) pid);
    b.put(at + 3, (byte) (0x20 | (counter & 0x0F)));
    b.put(at + HEADER, (byte) (SIZE - HEADER - 1)).put(at + HEADER + 1, (byte) 0x80);
  }

  /** Fills a whole packet with one value. */
  static void fill(ByteBuffer b, int at, int value) {
    for (int i = 0; i < SIZE; i++) {
      b.put(at + i, (byte) value);
    }
  }

  /** The difference {@code later - earlier} on a circle of {@code wrap}, the shorter way round. */
  static long difference(long later, long earlier, long wrap) {
    long ahead = Math.floorMod(later - earlier, wrap);
    return ahead > wrap / 2 ? ahead - wrap : ahead;
  }
}
