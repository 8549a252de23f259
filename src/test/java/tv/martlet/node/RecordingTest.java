package tv.martlet.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tv.martlet.chunk.SwarmId;

/** A recording with a disk that the test slows down, fills and breaks. */
class RecordingTest {
  private final LinkedBlockingQueue<Runnable> engine = new LinkedBlockingQueue<>();
  private final ByteArrayOutputStream disk = new ByteArrayOutputStream();
  private final Semaphore writes = new Semaphore(0);
  private volatile boolean broken;

  private final class TestDisk implements Recording.Disk {
    @Override
    public void write(ByteBuffer bytes) throws IOException {
      writes.acquireUninterruptibly();
      if (broken) {
        throw new IOException("No space left on device");
      }
      byte[] some = new byte[bytes.remaining()];
      bytes.get(some);
      disk.writeBytes(some);
    }

    @Override
    public void close() {}
  }

  private Recording begin(FakeFeed feed) {
    return Recording.begin(
        Path.of("film.ts"),
        feed.content().metadata(),
        new TestDisk(),
        new Recording.Engine(engine::add, () -> {}));
  }

  private static Recording.Outcome finish(Recording recording, FakeFeed feed) throws Exception {
    return recording.finish(feed.content().store(), feed.next).get(10, TimeUnit.SECONDS);
  }

  @Test
  void theRootIsTheWritersFinalRoot() throws Exception {
    FakeFeed feed = FakeFeed.signed(1 << 20);
    Recording recording = begin(feed);
    writes.release(1000);
    for (int i = 0; i < 37; i++) {
      feed.make(2);
      recording.pump(feed.content().store(), 0, feed.next);
    }
    Recording.Outcome outcome = finish(recording, feed);
    SwarmId root = feed.content().writer().finalRoot();
    assertEquals(new Recording.Outcome(0, 74, 0, root, null), outcome);
    assertTrue(outcome.isWhole());
    assertEquals(74 * FakeFeed.CHUNK, disk.size());
  }

  @Test
  void aSlowDiskNeverBlocksAndTheRingWaitsForIt() throws Exception {
    FakeFeed feed = FakeFeed.signed(16 << 20);
    Recording recording = begin(feed);
    while (!recording.isBehind()) {
      feed.make(64);
      recording.pump(feed.content().store(), 0, feed.next);
      assertTrue(feed.next < 5_000, "at most 64 blocks of 64 chunks");
    }
    feed.make(64);
    recording.pump(feed.content().store(), 0, feed.next); // waits in the ring
    writes.release(1000);
    engine.poll(10, TimeUnit.SECONDS).run(); // told that there is room
    recording.pump(feed.content().store(), 0, feed.next);
    Recording.Outcome outcome = finish(recording, feed);
    assertTrue(outcome.isWhole(), outcome::toString);
    assertEquals(feed.next, outcome.chunks());
  }

  @Test
  void whatTheRingForgetsMeanwhileIsCounted() throws Exception {
    FakeFeed feed = FakeFeed.signed(256 << 10);
    Recording recording = begin(feed);
    for (int i = 0; i < 5_000; i += 64) {
      feed.make(64);
      recording.pump(feed.content().store(), 0, feed.next);
    }
    writes.release(1000);
    Recording.Outcome outcome = finish(recording, feed);
    assertFalse(outcome.isSeamless());
    assertTrue(outcome.lost() > 0, outcome::toString);
    assertEquals(feed.next, outcome.chunks() + outcome.lost());
    assertEquals(outcome.chunks() * FakeFeed.CHUNK, disk.size());
  }

  @Test
  void aFullDiskEndsTheRecordingAndNothingElse() throws Exception {
    FakeFeed feed = FakeFeed.signed(1 << 20);
    Recording recording = begin(feed);
    broken = true;
    feed.make(64);
    recording.pump(feed.content().store(), 0, feed.next);
    writes.release(1000);
    engine.poll(10, TimeUnit.SECONDS).run(); // an input that waited goes on
    assertFalse(recording.isBehind());
    feed.make(640);
    recording.pump(feed.content().store(), 0, feed.next);
    Recording.Outcome outcome = finish(recording, feed);
    assertEquals("No space left on device", outcome.failure());
    assertFalse(outcome.isSeamless());
  }

  @Test
  void whoCameLaterHasNotTheWhole() throws Exception {
    FakeFeed feed = FakeFeed.signed(1 << 20);
    feed.make(40);
    Recording recording = begin(feed);
    writes.release(1000);
    recording.pump(feed.content().store(), 20, feed.next);
    Recording.Outcome outcome = finish(recording, feed);
    assertTrue(outcome.isSeamless());
    assertFalse(outcome.isWhole());
    assertEquals(20, outcome.first());
  }
}
