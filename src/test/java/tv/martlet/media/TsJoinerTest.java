package tv.martlet.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TsJoinerTest {
  private static byte[] join(byte[] ts, int from, int piece) {
    Clips.Gather out = new Clips.Gather();
    TsJoiner joiner = new TsJoiner(out, TsJoiner.AfterGap.NEXT_UNIT);
    Clips.pieces(ts, from, piece, joiner::push);
    assertEquals(out.size() > 0, joiner.isStarted());
    return out.bytes();
  }

  /** Any offset in the first two thirds, so that a key frame follows. */
  private static void decodesFromAnywhere(byte[] ts, int times, long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < times; i++) {
      int from = random.nextInt(ts.length * 2 / 3);
      byte[] joined = join(ts, from, 1024);
      assertTrue(joined.length > ts.length / 10, "started at " + from);
      assertEquals(0, joined[0] == 0x47 ? TsPacket.pid(ByteBuffer.wrap(joined), 0) : -1);
      assertEquals("", Clips.complaints(joined), "seed " + seed + ", offset " + from);
      if (i % 4 == 0) {
        assertTrue(Clips.packets(joined, "v").get(0).key(), "first picture, offset " + from);
      }
      assertEquals(0, counterErrors(joined), "counters, offset " + from);
    }
  }

  private static long counterErrors(byte[] ts) {
    TsScanner scanner = new TsScanner(new TsListener() {});
    scanner.push(ts, 0, ts.length);
    return scanner.counterErrors();
  }

  @Test
  void h264DecodesFromAnywhereWithoutAComplaint() {
    decodesFromAnywhere(Clips.h264(), 18, 11);
  }

  @Test
  void hevcDecodesFromAnywhereWithoutAComplaint() {
    decodesFromAnywhere(Clips.hevc(), 16, 12);
  }

  @Test
  void mpeg2DecodesFromAnywhereWithoutAComplaint() {
    decodesFromAnywhere(Clips.mpeg2(), 16, 13);
  }

  @Test
  void decodesFromAnywhereWhereTheEncoderSetsNoMarks() {
    decodesFromAnywhere(Clips.unmarked(Clips.h264()), 3, 14);
    decodesFromAnywhere(Clips.unmarked(Clips.hevc()), 3, 15);
    decodesFromAnywhere(Clips.unmarked(Clips.mpeg2()), 3, 16);
  }

  @Test
  void soundAloneStartsAtAPesPacket() {
    byte[] ts = Clips.audioOnly();
    byte[] joined = join(ts, 12_345, 1024);
    assertTrue(joined.length > ts.length / 2);
    assertEquals("", Clips.complaints(joined));
  }

  @Test
  void passesEverythingThroughUntouchedOnceStarted() {
    byte[] ts = Clips.h264();
    byte[] joined = join(ts, 50_001, 1024);
    byte[] tail = Arrays.copyOfRange(joined, joined.length - 100 * 188, joined.length);
    byte[] expected = Arrays.copyOfRange(ts, ts.length - 100 * 188, ts.length);
    assertTrue(Arrays.equals(expected, tail));
  }

  @Test
  @SuppressWarnings("ReferenceEquality")
  void handsOnTheCallersOwnBufferWhereItCan() {
    byte[] ts = Clips.h264();
    ByteBuffer whole = ByteBuffer.wrap(ts);
    long[] inPlace = {0, 0};
    TsJoiner joiner =
        new TsJoiner(
            b -> inPlace[b == whole ? 0 : 1] += b.remaining(), TsJoiner.AfterGap.NEXT_UNIT);
    joiner.push(whole);
    assertEquals(whole.limit(), whole.position());
    assertTrue(inPlace[1] <= 3 * 188 + 128 * 188, "copied " + inPlace[1]);
    assertTrue(inPlace[0] > ts.length * 0.9);
  }

  @Test
  void startsWithNothingBeforeTablesAndAPictureAreThere() {
    byte[] ts = Clips.h264();
    Clips.Gather out = new Clips.Gather();
    TsJoiner joiner = new TsJoiner(out, TsJoiner.AfterGap.NEXT_UNIT);
    joiner.push(ByteBuffer.wrap(ts, 188 * 8, 188 * 3));
    assertFalse(joiner.isStarted());
    assertEquals(0, out.size());
  }

  @Test
  void announcesTheJumpBehindAGap() {
    for (TsJoiner.AfterGap policy : TsJoiner.AfterGap.values()) {
      for (long told : new long[] {7 * 1024, -1}) {
        byte[] joined = withGap(policy, told);
        assertEquals(0, counterErrors(joined), policy + " told " + told);
        long keys = Clips.packets(joined, "v").stream().filter(Clips.Packet::key).count();
        assertTrue(keys >= 4, keys + " key frames left");
      }
    }
  }

  private static byte[] withGap(TsJoiner.AfterGap policy, long told) {
    byte[] ts = Clips.h264();
    Clips.Gather out = new Clips.Gather();
    TsJoiner joiner = new TsJoiner(out, policy);
    int gapAt = 100 * 1024;
    Clips.pieces(Arrays.copyOf(ts, gapAt), 3000, 1024, joiner::push);
    joiner.gap(told);
    Clips.pieces(ts, gapAt + 7 * 1024, 1024, joiner::push);
    return out.bytes();
  }

  @Test
  void indexKnowsWhereANewcomerStarts() {
    byte[] ts = Clips.h264();
    RandomAccessIndex index = new RandomAccessIndex(4);
    new TsScanner(index).push(ts, 0, ts.length);
    assertEquals(4, index.size());
    assertEquals(-1, index.atOrBefore(0));
    assertEquals(3, index.atOrBefore(ts.length));
    for (int i = 0; i < 4; i++) {
      byte[] tail = Arrays.copyOfRange(ts, (int) index.joinOffset(i), ts.length);
      TsJoiner joiner = new TsJoiner(b -> {}, TsJoiner.AfterGap.NEXT_UNIT);
      int upTo = (int) (index.offset(i) - index.joinOffset(i)) + 188 * 5;
      joiner.push(ByteBuffer.wrap(tail, 0, upTo));
      assertTrue(joiner.isStarted(), "point " + i);
    }
    index.forgetBefore(index.offset(2));
    assertEquals(1, index.size());
  }
}
