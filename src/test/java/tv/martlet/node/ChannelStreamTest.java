package tv.martlet.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import tv.martlet.http.StreamReader;
import tv.martlet.media.TsJoiner;

/** A viewer's stream, with the clock, the ring and both threads turned by hand. */
class ChannelStreamTest {
  private static final int CHUNK = FakeFeed.CHUNK;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int wakes;
  private boolean closed;
  private int last;

  private ChannelStream open(FakeFeed feed) {
    ChannelStream stream = new ChannelStream(feed, gone -> closed = true);
    stream.onReadable(() -> wakes++);
    stream.pump();
    return stream;
  }

  /** Reads all there is; the engine goes on meanwhile. */
  private byte[] drain(FakeFeed feed, ChannelStream stream) {
    out.reset();
    do {
      ByteBuffer to = ByteBuffer.allocate(7_000);
      for (last = stream.read(to); last > 0; last = stream.read(to.clear())) {
        out.write(to.array(), 0, last);
      }
    } while (feed.turn());
    return out.toByteArray();
  }

  private static void assertPackets(byte[] ts) {
    assertEquals(0, ts.length % 188);
    for (int i = 0; i < ts.length; i += 188) {
      assertEquals(0x47, ts[i]);
    }
  }

  @Test
  void aViewerWhoIsThereBeforeTheChannelWaitsForIt() {
    FakeFeed feed = FakeFeed.signed(1 << 20);
    feed.ready = false;
    ChannelStream stream = open(feed);
    assertEquals(0, drain(feed, stream).length);
    feed.ready = true;
    stream.pump(); // nothing has come yet
    assertEquals(0, drain(feed, stream).length);
    wakes = 0;
    feed.make(100);
    stream.pump();
    assertEquals(1, wakes);
    byte[] got = drain(feed, stream);
    assertPackets(got);
    assertTrue(got.length > 40 * CHUNK, () -> got.length + " bytes");
    assertEquals(0, last);
  }

  @Test
  void theStreamIsThatOfAJoinerOverTheSameChunks() {
    FakeFeed feed = FakeFeed.signed(1 << 20);
    feed.make(2);
    ChannelStream stream = open(feed);
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    for (int i = 0; i < 340; i += 2) {
      feed.make(2);
      stream.pump();
      seen.writeBytes(drain(feed, stream));
    }
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    TsJoiner joiner =
        new TsJoiner(
            bytes -> {
              byte[] some = new byte[bytes.remaining()];
              bytes.duplicate().get(some);
              expected.writeBytes(some);
            },
            TsJoiner.AfterGap.RANDOM_ACCESS);
    joiner.push(ByteBuffer.wrap(FakeFeed.CLIP, 0, 342 * CHUNK));
    assertArrayEquals(expected.toByteArray(), seen.toByteArray());
  }

  @Test
  void startsAboutTheLiveOffsetBehind() {
    FakeFeed feed = FakeFeed.signed(1 << 20);
    feed.make(340);
    byte[] got = drain(feed, open(feed));
    double seconds = got.length / (double) CHUNK * FakeFeed.CHUNK_MICROS / 1e6;
    // The first key frame comes within 0.4 s; a step back is 16 chunks, 0.37 s.
    assertTrue(seconds > 1.5 && seconds < 2.5, () -> seconds + " s");
  }

  @Test
  void startsNotAtTheVeryEdgeOfARingThatIsShorterThanTheOffset() {
    FakeFeed feed = FakeFeed.signed(64 << 10);
    feed.make(340);
    ChannelStream stream = open(feed);
    feed.make(6);
    stream.pump();
    byte[] got = drain(feed, stream);
    assertEquals(0, last, "not overrun");
    assertTrue(got.length > 0);
  }

  @Test
  void whereNothingTellsTheTimeItStartsAFixedNumberOfChunksBack() {
    FakeFeed feed = FakeFeed.bare(4 << 20);
    for (int i = 0; i < 1500; i++) {
      feed.receive(true);
    }
    byte[] got = drain(feed, open(feed));
    assertTrue(got.length > 450 * CHUNK && got.length <= 530 * CHUNK, () -> got.length + " bytes");
  }

  @Test
  void aViewerWhoTakesNothingHoldsABoundedPartAndIsOverrun() {
    FakeFeed feed = FakeFeed.signed(128 << 10);
    feed.make(40);
    ChannelStream stream = open(feed);
    for (int i = 0; i < 300; i++) {
      feed.make(4);
      stream.pump();
    }
    wakes = 0;
    byte[] got = drain(feed, stream);
    assertEquals(StreamReader.OVERRUN, last);
    assertTrue(wakes > 0);
    assertPackets(got);
    assertTrue(got.length > ChannelStream.MAX_QUEUED / 2, () -> got.length + " bytes");
    assertTrue(
        got.length <= ChannelStream.MAX_QUEUED + (40 << 10), () -> got.length + " bytes held");
    feed.make(4);
    stream.pump();
    assertEquals(0, drain(feed, stream).length);
    assertEquals(StreamReader.OVERRUN, last);
  }

  @Test
  void aViewerWhoWasFullGoesOnWhenHeReads() {
    FakeFeed feed = FakeFeed.signed(4 << 20);
    feed.make(16);
    ChannelStream stream = open(feed);
    feed.make(1000);
    stream.pump();
    byte[] got = drain(feed, stream);
    assertTrue(got.length > 980 * CHUNK, () -> got.length + " bytes");
    assertEquals(0, last);
  }

  @Test
  void behindAGapItGoesOnAtAKeyFrameWithTheJumpAnnounced() {
    FakeFeed feed = FakeFeed.bare(1 << 20);
    feed.receive(true);
    ChannelStream stream = open(feed);
    for (int i = 1; i < 200; i++) {
      feed.receive(i < 100 || i >= 110);
      stream.pump();
    }
    byte[] got = drain(feed, stream);
    assertPackets(got);
    assertTrue(got.length < 190 * CHUNK, "what has lost its beginning is left out");
    int announced = 0;
    for (int i = 0; i < got.length; i += 188) {
      boolean adaptation = (got[i + 3] & 0x20) != 0 && got[i + 4] != 0;
      announced += adaptation && (got[i + 5] & 0x80) != 0 ? 1 : 0;
    }
    assertTrue(announced >= 1, "at least that of the picture");
  }

  @Test
  void whenTheStreamGoesOnSomewhereElseNobodyWasTooSlow() {
    FakeFeed feed = FakeFeed.bare(128 << 10);
    for (int i = 0; i < 60; i++) {
      feed.receive(true);
    }
    ChannelStream stream = open(feed);
    drain(feed, stream);
    feed.next = 5_000;
    feed.start = 5_000;
    for (int i = 0; i < 60; i++) {
      feed.receive(true);
      stream.pump();
    }
    byte[] got = drain(feed, stream);
    assertEquals(0, last);
    assertPackets(got);
    assertTrue(got.length > 20 * CHUNK, () -> got.length + " bytes");
  }

  @Test
  void theEndComesAfterTheLastByteAndNothingAfterClose() {
    FakeFeed feed = FakeFeed.signed(1 << 20);
    feed.make(60);
    ChannelStream stream = open(feed);
    stream.end();
    assertTrue(drain(feed, stream).length > 0);
    assertEquals(StreamReader.ENDED, last);
    assertFalse(closed);
    stream.close();
    assertTrue(closed);
    feed.make(60);
    stream.pump();
    assertEquals(0, drain(feed, stream).length);
  }
}
