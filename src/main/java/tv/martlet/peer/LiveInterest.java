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
  /**
   * Where a munro takes long, since the stream is thin, each hop takes longer: so many munros are
   * added to the offset.
   */
  private static final int MUNROS = 6;

  /** Chunks asked for before the rate is known. */
  private static final int PROBE = 256;

  /** Two munros signed so far apart tell the rate well enough. */
  private static final long RATE_SPAN = 100_000;

  /** So long is waited for a second munro. */
  private static final long PATIENCE = 1_000_000;

  private final Integrity integrity;
  private final ChunkStore store;
  private final long offset;
  private final long startBuffer;
  private Playout playout;
  private long oldest;
  private long known = -1; // the earliest chunk whose time is known, before the tune-in
  private long oldestTime;
  private long newest = -1;
  private long newestTime;
  private long knownAt = -1;

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
      if (!store.available().isEmpty() || integrity.rightmostMunro() >= 0) {
        tuneIn(now, neighbours);
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
   * RFC 7574 §6.1.2.4: picks the tune-in from the signed munros that neighbours have shown. Two of
   * them tell the rate of the stream, and so how many chunks the offset is.
   */
  private void tuneIn(long now, List<Channel> neighbours) {
    ChunkRanges here = store.available();
    if (integrity.munroWidth() == 0) {
      begin(here.min(), 0, now);
      return;
    }
    learn(integrity.rightmostMunro());
    learn(here.min());
    learn(here.max());
    if (knownAt < 0 && newest >= 0) {
      knownAt = now;
    }
    if (newestTime - oldestTime >= RATE_SPAN) {
      double rate = (double) (newest - known) / (newestTime - oldestTime);
      double wanted = offset * rate + MUNROS * integrity.munroWidth();
      long back = (long) Math.min(wanted, store.capacity() / 2.0);
      begin(Math.max(earliest(neighbours), newest - back), rate, now);
    } else if (knownAt >= 0 && now - knownAt > PATIENCE && !here.isEmpty()) {
      begin(here.min(), 0, now); // nothing new comes: a stream that stands still
    }
  }

  /** The first chunk that a neighbour can give: its discard window bounds what it has (§6.2). */
  private static long earliest(List<Channel> neighbours) {
    long earliest = Long.MAX_VALUE;
    for (Channel neighbour : neighbours) {
      if (!neighbour.remote().isEmpty()) {
        earliest = Math.min(earliest, neighbour.remote().min());
      }
    }
    return earliest == Long.MAX_VALUE ? 0 : earliest;
  }

  private void learn(long chunk) {
    long time = chunk < 0 ? 0 : integrity.timestampMicros(chunk);
    if (time <= 0) {
      return;
    }
    if (newest < 0 || chunk > newest) {
      newest = chunk;
      newestTime = time;
    }
    if (known < 0 || chunk < known) {
      known = chunk;
      oldestTime = time;
    }
  }

  private void begin(long chunk, double rate, long now) {
    long munro = Math.max(1, integrity.munroWidth());
    playout = new Playout(store, integrity, chunk / munro * munro, startBuffer, rate);
    playout.advance(now, List.of());
  }
}
