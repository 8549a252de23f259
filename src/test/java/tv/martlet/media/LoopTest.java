package tv.martlet.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopTest {
  private static final long FRAME = 3600;

  static byte[] demo() throws IOException {
    try (InputStream in = LoopTest.class.getResourceAsStream("demo.ts")) {
      return in.readAllBytes();
    }
  }

  /** Passes over a clip, its first packets' times moved on by {@code ahead} ticks of 90 kHz. */
  private static byte[] loop(byte[] ts, int passes, long ahead) {
    LoopLength length = new LoopLength();
    length.accept(ByteBuffer.wrap(ts));
    TsRestamper restamper = new TsRestamper();
    restamper.nextPass(ahead);
    Clips.Gather out = new Clips.Gather();
    for (int pass = 0; pass < passes; pass++) {
      ByteBuffer copy = ByteBuffer.wrap(ts.clone());
      restamper.restamp(copy);
      restamper.nextPass(length.ticks());
      out.accept(copy);
    }
    assertEquals(0, restamper.splitHeaders());
    return out.bytes();
  }

  private static void staysWhole(byte[] ts, long ahead) {
    byte[] looped = loop(ts, 3, ahead);
    assertEquals("", Clips.complaints(looped));
    for (String kind : List.of("v", "a")) {
      List<Clips.Packet> once = Clips.packets(ts, kind);
      List<Clips.Packet> all = Clips.packets(looped, kind);
      assertEquals(3 * once.size(), all.size(), kind);
      for (int i = 1; i < all.size(); i++) {
        assertTrue(all.get(i).dts() > all.get(i - 1).dts(), kind + " at " + i);
      }
    }
    Clock clock = new Clock();
    TsScanner scanner = new TsScanner(clock);
    scanner.push(looped, 0, looped.length);
    assertEquals(0, scanner.counterErrors());
    assertEquals(0, clock.jumps);
  }

  private static final class Clock implements TsListener {
    int jumps;

    @Override
    public void pcr(int pid, long pcr, long offset, boolean jump) {
      jumps += jump ? 1 : 0;
    }
  }

  @Test
  void threePassesOfEachCodecAreOneStream() {
    staysWhole(Clips.h264(), 0);
    staysWhole(Clips.hevc(), 0);
    staysWhole(Clips.mpeg2(), 0);
  }

  @Test
  void timeWrapsAt33BitsInTheMiddleOfALoop() {
    byte[] ts = Clips.h264();
    staysWhole(ts, TsPacket.PTS_WRAP - 90_000 * 9);
    byte[] looped = loop(ts, 3, TsPacket.PTS_WRAP - 90_000 * 9);
    List<Long> times = new ArrayList<>();
    TsListener listener =
        new TsListener() {
          @Override
          public void pes(TsStream stream, long offset, long pts, long dts) {
            if (stream.isVideo()) {
              times.add(dts);
            }
          }
        };
    new TsScanner(listener).push(looped, 0, looped.length);
    long wraps = 0;
    for (int i = 1; i < times.size(); i++) {
      long step = TsPacket.difference(times.get(i), times.get(i - 1), TsPacket.PTS_WRAP);
      assertTrue(step > 0 && step < 2 * FRAME, "step " + step);
      wraps += times.get(i) < times.get(i - 1) ? 1 : 0;
    }
    assertEquals(1, wraps);
  }

  @Test
  void theDemoClipLoopsToTheTick() throws IOException {
    byte[] ts = demo();
    assertTrue(ts.length <= 400 * 1024);
    LoopLength length = new LoopLength();
    length.accept(ByteBuffer.wrap(ts));
    assertTrue(Math.abs(length.ticks() - 8 * 90_000) <= 1, "length " + length.ticks());
    staysWhole(ts, 0);
    List<Clips.Packet> frames = Clips.packets(loop(ts, 2, 0), "v");
    assertEquals(400, frames.size());
    for (int i = 1; i < frames.size(); i++) {
      long step = frames.get(i).pts() - frames.get(i - 1).pts();
      assertTrue(Math.abs(step - FRAME) <= 1, "step " + step + " at frame " + i);
    }
  }

  @Test
  void pcrAndItsExtensionGoOnExactly() {
    ByteBuffer packet = ByteBuffer.allocate(TsPacket.SIZE);
    TsPacket.writeDiscontinuity(packet, 0, 256, 0);
    packet.put(5, (byte) 0x10);
    long[] starts = {0, 299, 300, TsPacket.PCR_WRAP - 1, TsPacket.PCR_WRAP - 300};
    long at = 0;
    TsPacket.shiftPcr(packet, 0, -TsPacket.pcr(packet, 0));
    for (long start : starts) {
      TsPacket.shiftPcr(packet, 0, start - at);
      assertEquals(start, TsPacket.pcr(packet, 0));
      TsPacket.shiftPcr(packet, 0, 90_000L * 300);
      at = (start + 90_000L * 300) % TsPacket.PCR_WRAP;
      assertEquals(at, TsPacket.pcr(packet, 0));
    }
  }
}
