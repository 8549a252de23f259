package tv.martlet.media;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Makes one unbroken stream of several passes over a file: PCR, PTS and DTS go on from pass to pass
 * (33 bits with wrap, ISO/IEC 13818-1 §2.4.2.2), and so does each PID's continuity counter.
 *
 * <pre>
 * file:   0 ......... 8 s | 0 ......... 8 s | 0 ...
 * shift:  0               | 8 s             | 16 s
 * out:    0 ......... 8 s   8 ........ 16 s  16 ...
 * </pre>
 *
 * Changes the packets in place. A PES header that its packet does not hold whole (no encoder known
 * makes one) keeps its time and is counted.
 */
public final class TsRestamper {
  private static final byte UNSEEN = -1;
  private static final byte NO_COUNTER = -1;

  /** Last counter put out for a PID, and what is added to the file's in this pass. */
  private final byte[] last = new byte[TsPacket.PIDS];

  private final byte[] added = new byte[TsPacket.PIDS];
  private long shift;
  private long splitHeaders;

  public TsRestamper() {
    Arrays.fill(last, NO_COUNTER);
    Arrays.fill(added, UNSEEN);
  }

  /**
   * A new pass starts with the next packet.
   *
   * @param ticks how much later than the pass before, in ticks of 90 kHz; see {@link LoopLength}
   */
  public void nextPass(long ticks) {
    shift = Math.floorMod(shift + ticks, TsPacket.PTS_WRAP);
    Arrays.fill(added, UNSEEN);
  }

  /** Re-stamps the whole packets between position and limit, in place. */
  public void restamp(ByteBuffer packets) {
    for (int at = packets.position(); at + TsPacket.SIZE <= packets.limit(); at += TsPacket.SIZE) {
      packet(packets, at);
    }
  }

  /** PES packets whose time could not be changed. */
  public long splitHeaders() {
    return splitHeaders;
  }

  private void packet(ByteBuffer b, int at) {
    int pid = TsPacket.pid(b, at);
    if (pid == TsPacket.NULL_PID) {
      return;
    }
    count(b, at, pid);
    if (shift == 0) {
      return;
    }
    TsPacket.shiftPcr(b, at, shift * 300);
    int payload = TsPacket.payload(b, at);
    int end = at + TsPacket.SIZE;
    if (TsPacket.unitStart(b, at)
        && !TsPacket.scrambled(b, at)
        && PesHeader.startsPes(b, payload, end)) {
      if (PesHeader.isWhole(b, payload, end)) {
        PesHeader.shift(b, payload, shift);
      } else {
        splitHeaders++;
      }
    }
  }

  private void count(ByteBuffer b, int at, int pid) {
    int found = TsPacket.counter(b, at);
    if (added[pid] == UNSEEN) {
      // §2.4.3.3: without payload the counter stands still
      int expected = last[pid] + (TsPacket.hasPayload(b, at) ? 1 : 0);
      added[pid] = last[pid] == NO_COUNTER ? 0 : (byte) ((expected - found) & 0x0F);
    }
    TsPacket.counter(b, at, found + added[pid]);
    last[pid] = (byte) TsPacket.counter(b, at);
  }
}
