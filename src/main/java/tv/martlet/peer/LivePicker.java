package tv.martlet.peer;

import java.util.List;
import java.util.random.RandomGenerator;
import tv.martlet.chunk.ChunkRanges;

/**
 * What to ask of whom in a live stream. What one neighbour alone has comes first, or it would never
 * spread; then what is due soon, in order, of those who can bring it in time; then the rest in
 * short runs, the rarest of a few random places, so that neighbours get different chunks and have
 * something to give to each other.
 *
 * <pre>
 *        next      due soon                        newest
 *   ───────┼───────────┼─────────────────────────────┼──► chunks
 *          │  in order │ runs, rare ones first       │
 *               ▲ a slow neighbour is asked from here on
 * </pre>
 */
final class LivePicker implements ChunkPicker {
  /** What is due sooner is fetched in order. */
  private static final long URGENT = 500_000;

  /** Until so many chunks have been played everything is fetched in order. */
  private static final int FRESH = 64;

  /**
   * Chunks of a run, which share the upper part of their hash paths. Less is not worth its
   * signature and hashes: they are 5 % of a whole run, and 33 % of one chunk.
   */
  static final int RUN = 1 << Rarity.SHIFT;

  private static final int MAX_RUNS = 16;

  /** Places looked at for the rarest. */
  private static final int TRIES = 4;

  private final RandomGenerator random;
  private final Rarity rarity = new Rarity();

  // of one call
  private ChunkRanges taken;
  private ChunkRanges theirs;
  private ChunkRanges out;
  private List<Channel> neighbours;
  private long now;
  private int left;

  LivePicker(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public void pick(Interest interest, Channel neighbour, int budget, long at, ChunkRanges wants) {
    taken = interest.taken();
    theirs = neighbour.remote();
    out = wants;
    neighbours = neighbour.swarm().neighbours();
    now = at;
    left = budget;
    long floor = interest.floor(theirs);
    long newest = Math.min(theirs.isEmpty() ? -1 : theirs.max(), interest.ceiling(theirs));
    if (floor < 0 || newest < floor) {
      return;
    }
    Playout playout = interest.playout();
    // Who has just come has nothing to trade for and needs the beginning first.
    if (playout == null || playout.onTime() + playout.late() < FRESH) {
      take(floor, newest);
      return;
    }
    long reachable = playout.dueAt(now + neighbour.downloads().expected());
    long from = Math.max(floor, reachable & -RUN);
    long urgent = playout.dueAt(now + URGENT) | (RUN - 1);
    takeRuns(Math.max(from, urgent + 1), newest, true);
    take(from, Math.min(urgent, newest));
    takeRuns(Math.max(from, urgent + 1), newest, false);
  }

  /** Runs from random places; only those that nobody else has, or the rarest of a few. */
  private void takeRuns(long first, long last, boolean sole) {
    for (int i = 0; i < MAX_RUNS && left >= RUN && first <= last; i++) {
      long best = -1;
      int fewest = sole ? 2 : Integer.MAX_VALUE;
      for (int j = 0; j < TRIES; j++) {
        long at = wantedNear(first, last);
        if (at < 0) {
          return;
        }
        int count = rarity.of(at >> Rarity.SHIFT, neighbours, now);
        if (count < fewest) {
          fewest = count;
          best = at;
        }
      }
      if (best < 0) {
        return;
      }
      take(best, Math.min(last, best | (RUN - 1)));
    }
  }

  /** The first wanted chunk from a random place on, or else of the whole span. */
  private long wantedNear(long first, long last) {
    long place = first + random.nextLong(last - first + 1);
    long at = nextWanted(Math.max(first, place & -RUN), last);
    return at >= 0 ? at : nextWanted(first, last);
  }

  private long nextWanted(long from, long last) {
    long at = from;
    while (at <= last) {
      at = theirs.nextPresent(at);
      if (at < 0 || at > last) {
        return -1;
      }
      long free = out.nextAbsent(taken.nextAbsent(at));
      if (free == at) {
        return at;
      }
      at = free;
    }
    return -1;
  }

  /** All that is wanted of a span, from its beginning on, within the budget. */
  private void take(long first, long last) {
    long at = nextWanted(first, last);
    while (at >= 0 && left > 0) {
      long end = Math.min(theirs.rangeLast(at), Math.min(last, at + left - 1));
      end = before(end, taken.nextPresent(at));
      end = before(end, out.nextPresent(at));
      out.add(at, end);
      left -= (int) (end - at + 1);
      at = nextWanted(end + 1, last);
    }
  }

  private static long before(long end, long taken) {
    return taken >= 0 ? Math.min(end, taken - 1) : end;
  }
}
