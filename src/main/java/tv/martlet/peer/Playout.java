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
 * lag}, the lag being fixed when the first chunk is here. Clocks need not agree, only run alike. A
 * hole is given up when the first chunk behind it is due. Where nothing is signed, that is when
 * such a chunk has been here for the start buffer's time.
 */
public final class Playout {
  private final ChunkStore store;
  private final Integrity integrity;
  private final long startBuffer;
  private long start;
  private long next;
  private long due;
  private long lag;
  private boolean running;
  private long holeSince = -1;
  private long onTime;
  private long late;

  Playout(ChunkStore store, Integrity integrity, long start, long startBuffer) {
    this.store = store;
    this.integrity = integrity;
    this.startBuffer = startBuffer;
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

  /** How far playing is behind the making of the stream, microseconds, given clocks in step. */
  public long lagMicros() {
    return lag;
  }

  /** Chunks that were here when they were due. */
  public long onTime() {
    return onTime;
  }

  /** Chunks that some neighbour had but that were not here when they were due. */
  public long late() {
    return late;
  }

  /** Share of chunks that were here when due; 1 before the first. */
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
    if (!running) {
      run(now);
    }
    if (running) {
      playDue(now, neighbours);
    }
    return next != before;
  }

  private void run(long now) {
    long time = integrity.timestampMicros(start);
    if (time > 0 && store.contains(start)) {
      lag = now - time + startBuffer;
      running = true;
    } else if (integrity.munroWidth() == 0 && store.contains(start)) {
      running = true; // nothing is signed, nothing tells the time
    } else {
      // The start itself may never come: whatever is here first will do.
      long present = store.available().nextPresent(start);
      if (present >= 0 && integrity.timestampMicros(present) > 0) {
        lag = now - integrity.timestampMicros(present) + startBuffer;
        running = true;
      }
    }
  }

  private void deliver() {
    long end = store.available().rangeLast(next);
    if (end >= 0) {
      next = end + 1;
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
    while (true) {
      long present = here.nextPresent(due);
      if (present < 0 || !isDue(present, now)) {
        return;
      }
      if (present > due) {
        late += offered(due, present - 1, neighbours);
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

  private boolean isDue(long present, long now) {
    long time = integrity.timestampMicros(present);
    if (time > 0) {
      return time + lag <= now;
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
