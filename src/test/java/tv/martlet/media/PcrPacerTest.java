package tv.martlet.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PcrPacerTest {
  /** Plays packets through a pacer on a clock that goes as fast as the pacer asks. */
  private static final class Play {
    final List<Long> times = new ArrayList<>();
    final List<Integer> sizes = new ArrayList<>();
    final Clips.Gather out = new Clips.Gather();
    final PcrPacer pacer;
    long now = 1_000_000;

    Play(long fallback, long padded) {
      pacer =
          new PcrPacer(
              () -> now,
              fallback,
              padded,
              b -> {
                times.add(now);
                sizes.add(b.remaining());
                out.accept(b);
              });
    }

    void run(byte[] ts) {
      ByteBuffer in = ByteBuffer.wrap(ts);
      while (pacer.offer(in)) {
        drain();
      }
      if (pacer.finish()) {
        drain();
      }
    }

    private void drain() {
      for (long wait = pacer.poll(); wait > 0; wait = pacer.poll()) {
        now += wait;
      }
    }

    double seconds() {
      return (now - 1_000_000) / 1e6;
    }
  }

  @Test
  void aFileTakesAsLongAsItsClockSays() throws IOException {
    byte[] ts = LoopTest.demo();
    Play play = new Play(1_000_000, 0);
    play.run(ts);
    assertEquals(8.0, play.seconds(), 0.1);
    assertEquals(ts.length, play.out.size());
    for (int i = 1; i < play.times.size(); i++) {
      long pause = play.times.get(i) - play.times.get(i - 1);
      // Where 40 ms hold a single packet there is nothing to send sooner.
      boolean lone = play.sizes.get(i) == TsPacket.SIZE;
      assertTrue(pause <= 20_000 || lone, "pause of " + pause + " us at " + i);
    }
  }

  @Test
  void nullPacketsFillUpToTheWantedRate() throws IOException {
    byte[] ts = LoopTest.demo();
    Play play = new Play(1_000_000, 2_000_000);
    play.run(ts);
    assertEquals(8.0, play.seconds(), 0.1);
    assertEquals(2_000_000 * 8 / 8.0, (double) play.out.size(), 25_000);
    byte[] padded = play.out.bytes();
    assertEquals("", Clips.complaints(padded));
    assertEquals(Clips.packets(ts, "v").size(), Clips.packets(padded, "v").size());
    TsScanner scanner = new TsScanner(new TsListener() {});
    scanner.push(padded, 0, padded.length);
    assertEquals(2_000_000.0, (double) scanner.bitRate(), 20_000);
    int largest = play.sizes.stream().mapToInt(Integer::intValue).max().orElse(0);
    assertTrue(largest <= 2_000_000 / 8 / 50 * 1.2, "burst of " + largest);
  }

  @Test
  void withoutAnyPcrTheFallbackRateHolds() {
    byte[] ts = Clips.h264().clone();
    for (int at = 0; at < ts.length; at += 188) {
      if ((ts[at + 3] & 0x20) != 0 && ts[at + 4] > 0) {
        ts[at + 5] &= (byte) ~0x10;
      }
    }
    Play play = new Play(1_000_000, 0);
    play.run(ts);
    assertEquals(ts.length * 8 / 1e6, play.seconds(), 0.05);
    assertTrue(play.pacer.badClocks() > 0);
  }

  @Test
  void aJumpOfTheClockCostsNoMoreThanTheMeanRate() throws IOException {
    byte[] ts = LoopTest.demo();
    byte[] jumped = ts.clone();
    ByteBuffer half = ByteBuffer.wrap(jumped);
    for (int at = jumped.length / 188 / 2 * 188; at < jumped.length; at += 188) {
      TsPacket.shiftPcr(half, at, 3_600L * 27_000_000);
    }
    Play forward = new Play(1_000_000, 0);
    forward.run(jumped);
    assertEquals(8.0, forward.seconds(), 0.3);
    assertEquals(3, forward.pacer.badClocks()); // before the first PCR, the jump, the end
  }

  @Test
  void startsAnewAfterAStallInsteadOfFlooding() throws IOException {
    byte[] ts = LoopTest.demo();
    Play play = new Play(1_000_000, 0);
    ByteBuffer in = ByteBuffer.wrap(ts);
    play.pacer.offer(in);
    play.drain();
    play.now += 5_000_000;
    while (play.pacer.offer(in)) {
      play.drain();
    }
    assertEquals(1, play.pacer.stalls());
    assertEquals(13.0, play.seconds(), 0.2);
  }

  @Test
  void refusesAnAbsurdRate() {
    assertThrows(IllegalArgumentException.class, () -> new NullPadder(-1));
    assertThrows(IllegalArgumentException.class, () -> new NullPadder(NullPadder.MAX_RATE + 1));
  }
}
