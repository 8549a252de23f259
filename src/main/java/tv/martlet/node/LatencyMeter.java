package tv.martlet.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Reads a {@link StampedStream} as it comes and keeps what each packet took. One thread. */
final class LatencyMeter {
  /** So long without a byte is a stall: what a viewer sees of it is the player's business. */
  private static final long STALL_NANOS = 500_000_000;

  private static final int PACKET = 188;

  private final ByteBuffer left = ByteBuffer.allocate(1 << 17);
  private int[] micros = new int[1 << 16];
  private int count;
  private long begunAt = -1;
  private long lastAt;
  private long expected = -1;
  private long lost;
  private long disordered;
  private int stalls;

  /** Where the next bytes go; {@link #arrived} looks at them. */
  ByteBuffer buffer() {
    return left;
  }

  /** Reads what has come into the buffer; false at the end of the stream. */
  boolean read(InputStream in) throws IOException {
    int read = in.read(left.array(), left.arrayOffset() + left.position(), left.remaining());
    left.position(left.position() + Math.max(0, read));
    return read >= 0;
  }

  /** Bytes were put into the buffer. */
  void arrived(long nowNanos) {
    if (begunAt < 0) {
      begunAt = nowNanos;
    } else if (nowNanos - lastAt > STALL_NANOS) {
      stalls++;
    }
    lastAt = nowNanos;
    left.flip();
    int at = 0;
    for (; left.limit() - at >= PACKET; at += PACKET) {
      packet(at, nowNanos);
    }
    left.position(at).compact();
  }

  private void packet(int at, long nowNanos) {
    long number = StampedStream.number(left, at);
    if (number < 0) {
      return;
    }
    if (expected >= 0 && number > expected) {
      lost += number - expected;
    } else if (expected >= 0 && number < expected) {
      disordered++;
    }
    expected = Math.max(expected, number + 1);
    long made = StampedStream.nanos(left, at);
    if (made - begunAt > 0) { // what was there before the viewer is no measure of the way
      keep((int) Math.min(Integer.MAX_VALUE, (nowNanos - made) / 1000));
    }
  }

  private void keep(int value) {
    if (count == micros.length) {
      micros = Arrays.copyOf(micros, 2 * count);
    }
    micros[count++] = value;
  }

  /** When the first byte came; -1 before it. */
  long begunAt() {
    return begunAt;
  }

  /** The number after the newest packet; -1 before the first. */
  long expected() {
    return expected;
  }

  int stalls() {
    return stalls;
  }

  long lost() {
    return lost;
  }

  long disordered() {
    return disordered;
  }

  int count() {
    return count;
  }

  /** Milliseconds that so many of a hundred packets took at the most. */
  double[] percentiles(double... wanted) {
    int[] sorted = Arrays.copyOf(micros, count);
    Arrays.sort(sorted);
    double[] found = new double[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      int index = (int) Math.ceil(wanted[i] / 100 * count) - 1;
      found[i] = count == 0 ? Double.NaN : sorted[Math.max(0, index)] / 1000.0;
    }
    return found;
  }
}
