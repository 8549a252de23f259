package tv.martlet.peer;

import java.util.List;
import tv.martlet.chunk.ChunkRanges;
import tv.martlet.chunk.ChunkStore;
import tv.martlet.chunk.Content;
import tv.martlet.chunk.Integrity;

/**
 * A live stream: tunes in a little behind the newest signed munro, then wants all that is not yet
 * played.
 *
 * <pre>
 *            start        next            newest
 *   ─────────┼────────────┼───────────────┼──────► chunks
 *   not wanted   played     wanted
 * </pre>
 */
final class LiveInterest extends Interest {
  /** Chunks asked for before the rate is known. */
  private static final int PROBE = 256;

  private final Integrity integrity;
  private final ChunkStore store;
  private final long offset;
  private final long startBuffer;
  private Playout playout;
  private long oldest;

  LiveInterest(Content content, EngineSettings settings) {
    super(content.store().available());
    this.integrity = content.integrity();
    this.store = content.store();
    this.offset = settings.liveOffsetMicros();
    this.startBuffer = settings.startBufferMicros();
  }

  @Override
  public long floor(ChunkRanges theirs) {
    if (theirs.isEmpty()) {
      return -1;
    }
    return playout == null ? Math.max(0, theirs.max() - PROBE + 1) : playout.next();
  }

  @Override
  public long ceiling(ChunkRanges theirs) {
    // Never so far ahead that what is not played yet would be pushed out of the ring.
    return playout == null ? Long.MAX_VALUE : playout.next() + store.capacity() * 3 / 4;
  }

  @Override
  boolean isSated() {
    return false;
  }

  @Override
  Playout playout() {
    return playout;
  }

  @Override
  boolean advance(long now, List<Channel> neighbours) {
    if (playout == null) {
      if (!store.available().isEmpty()) {
        tuneIn(now);
      }
      return playout != null;
    }
    boolean moved = playout.advance(now, neighbours);
    long munro = integrity.rightmostMunro();
    if (munro > playout.next() + store.capacity()) {
      // A genuine munro so far ahead that the stream cannot be followed up to it: tune in anew.
      playout.jump(munro, now);
      moved = true;
    }
    long kept = store.oldestKept();
    if (kept > oldest) {
      oldest = kept;
      forgetBelow(kept);
      moved = true;
    }
    return moved;
  }

  /**
   * RFC 7574 §6.1.2.4: picks the tune-in from the newest signed munro that neighbours have shown.
   */
  private void tuneIn(long now) {
    ChunkRanges here = store.available();
    long first = here.min();
    long newest = Math.max(integrity.rightmostMunro(), here.max());
    long firstTime = integrity.timestampMicros(first);
    long newestTime = integrity.timestampMicros(newest);
    long start = first;
    if (firstTime > 0 && newestTime > firstTime) {
      double chunksPerMicro = (double) (newest - first) / (newestTime - firstTime);
      long back = (long) Math.min(offset * chunksPerMicro, store.capacity() / 2.0);
      long munro = Math.max(1, integrity.munroWidth());
      start = Math.max(0, newest - back) / munro * munro;
    }
    playout = new Playout(store, integrity, start, startBuffer);
    playout.advance(now, List.of());
  }
}
