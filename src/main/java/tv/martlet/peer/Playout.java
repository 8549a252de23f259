package tv.martlet.peer;

import java.util.List;
import tv.martlet.chunk.ChunkRanges;
import tv.martlet.chunk.ChunkStore;
import tv.martlet.chunk.Integrity;

/**
 * Plays a live stream on paper: which chunks may be handed to a player, when each is due, and which
 * were not there in time.
 *
 * <p>The signed timestamps are the clock: a chunk signed at time {@code t} is due at {@code t +
 * lag}, the lag being set when the first chunks are here and kept by {@link PlayoutClock}. Clocks
 * need not agree, only run alike. A hole is given up when the first chunk behind it is due. Where
 * nothing is signed, that is when such a chunk has been here for the start buffer's time.
 */
public final class Playout {
  /** What is due within this time, or half the lag, should be here. */
  private static final long SOON = 1_000_000;

  /** How long the start buffer is waited for. */
  private static final long PATIENCE = 3_000_000;

  private final ChunkStore store;
  private final Integrity integrity;
  private final long startBuffer;
  private final PlayoutClock clock = new PlayoutClock();
  private long start;
  private long next;
  private long due;
  private double chunksPerMicro;
  private long waitingSince = -1;
  private long holeSince = -1;
  private long onTime;
  private long late;
  private long absent;
  private boolean skipped;

  Playout(ChunkStore store, Integrity integrity, long start, long startBuffer, double rate) {
    this.store = store;
    this.integrity = integrity;
    this.startBuffer = startBuffer;
    this.chunksPerMicro = rate;
    restart(start);
  }

  private void restart(long chunk) {
    start = chunk;
    next = chunk;
    due = chunk;
  }

  /** The chunk at which playing began. */
  public long start() {
    return start;
  }

  /** The first chunk that may not be handed to a player yet; all before it are here or given up. */
  public long next() {
    return next;
  }

  /** About which chunk is due at a time, but none that has been handed out already. */
  long dueAt(long time) {
    return Math.max(next, playedAt(time));
  }

  /** About which chunk a player is at; the first one not handed out before playing has begun. */
  public long playedAt(long time) {
    long newest = integrity.rightmostMunro();
    long made = newest < 0 ? 0 : integrity.timestampMicros(newest);
    long first = store.contains(start) ? integrity.timestampMicros(start) : 0;
    if (first > 0 && made > first) {
      chunksPerMicro = (double) (newest - start) / (made - first);
    }
    if (!clock.isRunning() || made <= 0 || chunksPerMicro == 0) {
      return next;
    }
    return newest - (long) ((made + clock.lag() - time) * chunksPerMicro);
  }

  /** How far playing is behind the making of the stream, microseconds, given clocks in step. */
  public long lagMicros() {
    return clock.lag();
  }

  /** How fast a player should play now, 1 being the stream's own speed. */
  public double speed(long now) {
    return clock.speed(now);
  }

  /** The stream's rate as far as it is known; endless before. */
  double bytesPerSecond() {
    double known = chunksPerMicro * 1e6 * store.chunkSize();
    return known > 0 ? known : Double.POSITIVE_INFINITY;
  }

  /** Chunks that were here when they were due. */
  public long onTime() {
    return onTime;
  }

  /** Chunks that some neighbour had but that were not here when they were due. */
  public long late() {
    return late;
  }

  /**
   * Chunks that no neighbour had when they were due: never made, or lost before they spread. Only
   * who knows the stream can tell which.
   */
  public long absent() {
    return absent;
  }

  /** Share of chunks that were here when due, of those that some neighbour had; 1 at first. */
  public double continuity() {
    return onTime + late == 0 ? 1 : (double) onTime / (onTime + late);
  }

  /** The stream went on somewhere else. */
  void jump(long chunk, long now) {
    late += Math.max(0, Math.min(chunk - next, store.capacity()));
    restart(chunk);
    advance(now, List.of());
  }

  boolean advance(long now, List<Channel> neighbours) {
    long before = next;
    deliver();
    if (!clock.isRunning()) {
      run(now);
    }
    if (clock.isRunning()) {
      clock.advance(now);
      lookAhead(now);
      playDue(now, neighbours);
    }
    return next != before;
  }

  private void run(long now) {
    if (integrity.munroWidth() == 0) {
      if (store.contains(start)) {
        clock.start(0, now); // nothing is signed, nothing tells the time
      }
      return;
    }
    long time = timeOf(start);
    if (time <= 0) {
      return;
    }
    if (waitingSince < 0) {
      waitingSince = now;
    }
    long last = store.available().rangeLast(start);
    long gathered = last < 0 ? 0 : integrity.timestampMicros(last) - time;
    // The start itself may never come: after a while the clock begins all the same.
    if (gathered >= startBuffer || now - waitingSince >= PATIENCE) {
      clock.start(now - time, now);
    }
  }

  /** When a chunk was signed; reckoned by the stream's rate where that is not known. */
  private long timeOf(long chunk) {
    long time = integrity.timestampMicros(chunk);
    long newest = integrity.rightmostMunro();
    if (time > 0 || newest < 0) {
      return time;
    }
    if (chunksPerMicro > 0) {
      return integrity.timestampMicros(newest) - (long) ((newest - chunk) / chunksPerMicro);
    }
    long present = store.available().nextPresent(chunk);
    return present < 0 ? 0 : integrity.timestampMicros(present);
  }

  private void deliver() {
    long end = store.available().rangeLast(next);
    if (end >= 0) {
      next = end + 1;
    }
  }

  /** Slows down before the first chunk is missed, while there is still something to gain. */
  private void lookAhead(long now) {
    long soon = now + Math.min(SOON, clock.lag() / 2);
    if (onTime > 0 && chunksPerMicro > 0 && next < playedAt(soon)) {
      clock.runsShort(now);
    }
  }

  private void playDue(long now, List<Channel> neighbours) {
    ChunkRanges here = store.available();
    // A ring shorter than the lag has dropped what was handed out but is not due yet.
    long dropped = Math.min(store.oldestKept(), next);
    if (dropped > due) {
      onTime += dropped - due;
      due = dropped;
    }
    if (onTime == 0) {
      skip(here.nextPresent(due), now);
    }
    while (true) {
      long present = here.nextPresent(due);
      if (present < 0 || !isDue(present, now)) {
        return;
      }
      if (present > due) {
        miss(present - due, offered(due, present - 1, neighbours), now);
      }
      long last = Math.min(here.rangeLast(present), lastOfMunro(present));
      onTime += last - present + 1;
      due = last + 1;
      if (due > next) {
        next = due;
        deliver();
      }
    }
  }

  private void miss(long chunks, long offered, long now) {
    late += offered;
    absent += chunks - offered;
    if (offered > 0) {
      clock.missed(chunksPerMicro > 0 ? chunks / chunksPerMicro : 0, now);
    }
  }

  /**
   * Where nothing has come from the start on and its time is over, the tune-in was before a pause
   * of the stream, say: what is due now is asked for instead, or it would be the same for ever.
   * Playing then begins with the first that is here.
   */
  private void skip(long present, long now) {
    long munro = Math.max(1, integrity.munroWidth());
    long later = dueAt(now) / munro * munro;
    if (present < 0 && later > next) {
      restart(later);
      skipped = true;
    } else if (present > due && skipped) {
      restart(present);
      deliver();
    }
  }

  private boolean isDue(long present, long now) {
    long time = integrity.timestampMicros(present);
    if (time > 0) {
      return time + clock.lag() <= now;
    }
    // Nothing tells the time: a hole is given up once what stands behind it has waited so long.
    if (present == due) {
      holeSince = -1;
      return true;
    }
    if (holeSince < 0) {
      holeSince = now;
    }
    boolean given = now - holeSince >= startBuffer;
    holeSince = given ? -1 : holeSince;
    return given;
  }

  private long lastOfMunro(long chunk) {
    long width = Math.max(1, integrity.munroWidth());
    return chunk / width * width + width - 1;
  }

  /** How many of a hole's chunks any neighbour ever had: the others may never have been made. */
  private static long offered(long first, long last, List<Channel> neighbours) {
    long most = 0;
    for (Channel neighbour : neighbours) {
      ChunkRanges theirs = neighbour.remote();
      long count = 0;
      for (long at = theirs.nextPresent(first); at >= 0 && at <= last; ) {
        long end = Math.min(last, theirs.rangeLast(at));
        count += end - at + 1;
        at = theirs.nextPresent(end + 1);
      }
      most = Math.max(most, count);
    }
    return most;
  }
}
