package tv.martlet.media;

import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

/**
 * Lets the packets of a file go at the speed that its PCRs ask for. Owns no thread and never waits:
 * the caller offers packets and polls.
 *
 * <pre>
 *       PCR 1            PCR 2                 PCR 3
 * ......|................|.....................|.....
 *       | one stretch    | evenly over PCR 2 - PCR 1 ...
 * </pre>
 *
 * The bytes between two PCRs go out evenly over the time between them, a burst each {@value
 * #BURST_MICROS} µs. A PCR that is missing for {@value #STRETCH_PACKETS} packets, goes back, or
 * jumps by more than two seconds is replaced by the mean rate so far. After a stall of the caller
 * of more than {@value #LATE_MICROS} µs the schedule starts anew instead of catching up in a flood.
 */
public final class PcrPacer {
  /** Time between bursts. */
  public static final long BURST_MICROS = 10_000;

  static final int STRETCH_PACKETS = 4096;
  static final long LATE_MICROS = 500_000;

  private static final int SIZE = TsPacket.SIZE;
  private static final int BURST_PACKETS = 128;
  private static final long SECOND = 27_000_000;

  private final LongSupplier nowMicros;
  private final ByteSink out;
  private final long fallbackRate;
  private final NullPadder padder;
  private final ByteBuffer stretch = ByteBuffer.allocate(STRETCH_PACKETS * SIZE);
  private final ByteBuffer burst = ByteBuffer.allocate(BURST_PACKETS * SIZE);

  private boolean ready;
  private int packets;
  private int total;
  private int sent;
  private int sentData;
  private boolean begun;
  private long baseMicros;
  private long ticks;
  private long stretchTicks;
  private int clockPid = -1;
  private long startPcr = TsPacket.NONE;
  private long goodTicks;
  private long goodBytes;
  private long stalls;
  private long badClocks;

  /**
   * @param fallbackRate bits a second to go by until PCRs tell
   * @param paddedRate bits a second to fill up to with null packets, 0 for none
   */
  public PcrPacer(LongSupplier nowMicros, long fallbackRate, long paddedRate, ByteSink out) {
    this.nowMicros = nowMicros;
    this.fallbackRate = Math.max(fallbackRate, 8000);
    this.padder = new NullPadder(paddedRate);
    this.out = out;
  }

  /**
   * Takes whole packets until the next stretch is complete; what it does not take stays in {@code
   * in}. Returns true if {@link #poll} is to be called until it returns 0 before more is offered.
   */
  public boolean offer(ByteBuffer in) {
    while (!ready && in.remaining() >= SIZE) {
      long pcr = clock(in, in.position());
      if (stretch.position() > 0 && (pcr >= 0 || !stretch.hasRemaining())) {
        close(pcr);
        break;
      }
      if (pcr >= 0) {
        startPcr = pcr;
      }
      stretch.put(stretch.position(), in, in.position(), SIZE);
      stretch.position(stretch.position() + SIZE);
      in.position(in.position() + SIZE);
    }
    return ready;
  }

  /** No more packets come: what is left goes out at the mean rate. */
  public boolean finish() {
    if (!ready && stretch.position() > 0) {
      close(TsPacket.NONE);
    }
    return ready;
  }

  /** Lets go what is due; returns the microseconds until more is, 0 if more must be offered. */
  public long poll() {
    if (!ready) {
      return 0;
    }
    long now = nowMicros.getAsLong();
    settle(now);
    long elapsed = now - startMicros();
    long length = stretchTicks / 27;
    release(elapsed >= length ? total : (int) ((double) total * Math.max(elapsed, 0) / length));
    if (sent < total) {
      long dueNext = (long) Math.ceil((double) length * (sent + 1) / total);
      return Math.max(1, Math.max(dueNext - elapsed, Math.min(BURST_MICROS, length - elapsed)));
    }
    ticks += stretchTicks;
    stretch.clear();
    ready = false;
    return 0;
  }

  /** How often the caller was so late that the schedule started anew. */
  public long stalls() {
    return stalls;
  }

  /** Stretches without a usable PCR. */
  public long badClocks() {
    return badClocks;
  }

  private void settle(long now) {
    if (!begun) {
      begun = true;
      baseMicros = now;
    } else if (now - startMicros() - stretchTicks / 27 > LATE_MICROS) {
      stalls++;
      baseMicros += now - startMicros();
    }
  }

  private long startMicros() {
    return baseMicros + ticks / 27;
  }

  private long clock(ByteBuffer b, int at) {
    long pcr = TsPacket.pcr(b, at);
    if (pcr < 0) {
      return TsPacket.NONE;
    }
    int pid = TsPacket.pid(b, at);
    clockPid = clockPid < 0 ? pid : clockPid;
    return pid == clockPid ? pcr : TsPacket.NONE;
  }

  private void close(long pcr) {
    int bytes = stretch.position();
    long step =
        pcr < 0 || startPcr < 0 ? -1 : TsPacket.difference(pcr, startPcr, TsPacket.PCR_WRAP);
    if (step > 0 && step <= PcrRate.LONGEST_STEP) {
      goodTicks += step;
      goodBytes += bytes;
      stretchTicks = step;
    } else {
      badClocks++;
      stretchTicks = (long) (bytes * 8.0 * SECOND / meanRate());
    }
    startPcr = TsPacket.NONE;
    packets = bytes / SIZE;
    total = packets + padder.nulls(packets, stretchTicks);
    sent = 0;
    sentData = 0;
    ready = true;
  }

  private double meanRate() {
    return goodTicks > SECOND / 10 ? goodBytes * 8.0 * SECOND / goodTicks : fallbackRate;
  }

  /** Sends up to packet {@code due} of the stretch, null packets spread between the others. */
  private void release(int due) {
    burst.clear();
    while (sent < due) {
      sent++;
      int at = burst.position();
      if ((long) sent * packets / total > sentData) {
        burst.put(at, stretch, sentData * SIZE, SIZE);
        sentData++;
      } else {
        TsPacket.writeNull(burst, at);
      }
      burst.position(at + SIZE);
      if (!burst.hasRemaining()) {
        drain();
      }
    }
    drain();
  }

  private void drain() {
    if (burst.position() > 0) {
      burst.flip();
      out.accept(burst);
      burst.clear();
    }
  }
}
