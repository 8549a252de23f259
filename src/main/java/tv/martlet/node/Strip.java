package tv.martlet.node;

import tv.martlet.chunk.ChunkRanges;
import tv.martlet.chunk.ChunkStore;
import tv.martlet.http.BufferMap;
import tv.martlet.peer.Playout;
import tv.martlet.peer.Swarm;

/** Draws what is here of a channel around the place where it plays. On the engine's thread. */
final class Strip {
  /** Chunks at least that are shown of what has been played. */
  private static final long BEHIND = 64;

  private Strip() {}

  static BufferMap of(Swarm swarm, Playout playout, long now) {
    ChunkStore store = swarm.content().store();
    ChunkRanges here = store.available();
    long newest = Math.max(here.max(), swarm.content().integrity().rightmostMunro());
    if (newest < playout.start()) {
      return BufferMap.NONE;
    }
    long playing = Math.max(playout.start(), Math.min(playout.playedAt(now), newest));
    long behind = Math.max(BEHIND, (newest - playing) / 3);
    long first = Math.max(store.oldestKept(), Math.max(playout.start(), playing - behind));
    return BufferMap.draw(
        Math.min(first, newest), playing, newest, (from, to) -> count(here, from, to));
  }

  /** Steps from range to range: of those there are a bounded number. */
  private static long count(ChunkRanges here, long first, long last) {
    long count = 0;
    long at = here.nextPresent(first);
    while (at >= 0 && at <= last) {
      long end = Math.min(last, here.rangeLast(at));
      count += end - at + 1;
      at = here.nextPresent(end + 1);
    }
    return count;
  }
}
