package tv.martlet.node;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A transport stream (ISO/IEC 13818-1) whose packets carry a number and the time at which they were
 * made. Each {@value #GROUP} datagrams begin with PAT, PMT and a random access point, as a player
 * that tunes in needs them. Its video is none: number and time stand in hexadecimal digits, among
 * which no start code can be.
 *
 * <pre>
 * datagram 0, 20, 40…:  PAT | PMT | video start + PCR | stamped × 4
 * every other:          stamped × 7
 * </pre>
 */
final class StampedStream {
  /** Bytes of a datagram: seven packets, as encoders send them. */
  static final int DATAGRAM = 7 * 188;

  private static final int PACKET = 188;
  private static final int GROUP = 20;
  private static final int PMT_PID = 0x100;
  private static final int VIDEO_PID = 0x101;
  private static final long MARK = (0x4d4152544c4554L << 8) | ':';
  private static final int DIGITS = 16;

  /** One programme, whose PMT is PID 256. */
  private static final byte[] PAT = HexFormat.of().parseHex("00B00D0001C100000001E100E8F95E7D");

  /** One H.264 stream on PID 257, which carries the clock. */
  private static final byte[] PMT =
      HexFormat.of().parseHex("02B0120001C10000E101F0001BE101F0004FC43D1B");

  private final long startedAt;
  private long datagrams;
  private long tables;
  private long videoPackets;
  private volatile long stamped;

  StampedStream(long nowNanos) {
    this.startedAt = nowNanos;
  }

  /** Fills a buffer of {@link #DATAGRAM} bytes from its start. */
  void fill(ByteBuffer datagram, long nowNanos) {
    datagram.clear();
    if (datagrams++ % GROUP == 0) {
      table(datagram, 0, PAT);
      table(datagram, PMT_PID, PMT);
      tables++;
      start(datagram, nowNanos - startedAt);
    }
    long number = stamped;
    while (datagram.hasRemaining()) {
      header(datagram, VIDEO_PID, 0x10, videoPackets++);
      datagram.putLong(MARK);
      digits(datagram, number++);
      digits(datagram, nowNanos);
      pad(datagram);
    }
    datagram.flip();
    stamped = number;
  }

  /** The number that the next stamped packet will bear. */
  long next() {
    return stamped;
  }

  /** The number in the packet at an index; -1 if it has no stamp. */
  static long number(ByteBuffer b, int at) {
    return b.getLong(at + 4) == MARK ? value(b, at + 4 + Long.BYTES) : -1;
  }

  /** When a stamped packet was made. */
  static long nanos(ByteBuffer b, int at) {
    return value(b, at + 4 + Long.BYTES + DIGITS);
  }

  private static void header(ByteBuffer b, int pid, int control, long counter) {
    b.put((byte) 0x47).put((byte) (pid >> 8)).put((byte) pid);
    b.put((byte) (control | (counter & 0xF)));
  }

  private void table(ByteBuffer b, int pid, byte[] section) {
    header(b, pid | 0x4000, 0x10, tables);
    b.put((byte) 0).put(section);
    pad(b);
  }

  /** A picture's start, marked as a random access point, with the clock (§2.4.3.5, §2.4.3.7). */
  private void start(ByteBuffer b, long sinceStart) {
    long clock = sinceStart * 27 / 1000; // of 27 MHz
    long base = clock / 300;
    int extension = (int) (clock % 300);
    header(b, VIDEO_PID | 0x4000, 0x30, videoPackets++);
    b.put((byte) 7).put((byte) 0x50).putInt((int) (base >> 1));
    b.putShort((short) (((base & 1) << 15) | 0x7E00 | extension));
    b.putInt(0x1E0).putShort((short) 0).putShort((short) 0x8080).put((byte) 5);
    b.put((byte) (0x21 | ((base >> 29) & 0xE))).putShort((short) (((base >> 14) & 0xFFFE) | 1));
    b.putShort((short) (((base << 1) & 0xFFFE) | 1));
    pad(b);
  }

  private static void pad(ByteBuffer b) {
    while (b.position() % PACKET != 0) {
      b.put((byte) 0xFF);
    }
  }

  private static void digits(ByteBuffer b, long value) {
    for (int shift = 60; shift >= 0; shift -= 4) {
      b.put((byte) Character.forDigit((int) ((value >>> shift) & 0xF), 16));
    }
  }

  private static long value(ByteBuffer b, int at) {
    long value = 0;
    for (int i = at; i < at + DIGITS; i++) {
      value = (value << 4) | Character.digit(b.get(i), 16);
    }
    return value;
  }
}
