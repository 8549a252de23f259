package tv.martlet.peer;

import tv.martlet.chunk.ChunkRanges;

/**
 * Tells the neighbours what has become available here (RFC 7574 §3.2), several chunks at a time: a
 * HAVE a chunk would cost more than it is worth.
 */
final class Announcer extends Timed {
  /** So many chunks are worth a message to everybody before the delay is over. */
  private static final int BATCH = 64;

  /**
   * A live chunk waits for company longer the more neighbours are to be told, since each of them
   * costs a message: 3 ms for each of them keeps HAVEs below 330 a second whatever their number, at
   * 21 bytes about 2 % of a stream of 2.5 Mbit/s. Two neighbours in a line lose only 6 ms a hop.
   */
  private static final long DELAY_PER_NEIGHBOUR = 3_000;

  /** News older than this would make each hop of a live stream late. */
  private static final long MAX_DELAY = 40_000;

  /**
   * Live chunks are told of by whole blocks: who asks for half a block pays for its signature and
   * hashes all the same. What does not become whole is told of after this time.
   */
  private static final int BLOCK = 16;

  private static final long HOLD = 120_000;

  private static final long FILE_DELAY = 50_000;

  private final Swarm swarm;
  private final Engine engine;
  private final boolean live;
  private final ChunkRanges fresh = new ChunkRanges(512);
  private final ChunkRanges ripe = new ChunkRanges(512);
  private long since; // when the first of the fresh came
  private boolean urgent; // enough is gathered, and it is set to be said at once

  Announcer(Swarm swarm, Engine engine) {
    this.swarm = swarm;
    this.engine = engine;
    this.live = swarm.content().metadata().live();
  }

  /** A chunk has been verified and stored. */
  void add(long chunk, long now) {
    boolean first = fresh.isEmpty();
    since = first ? now : since;
    fresh.add(chunk, chunk);
    if (fresh.size() >= BATCH) {
      if (!urgent) {
        urgent = true;
        engine.schedule(this, now);
      }
    } else if (first) {
      engine.schedule(this, now + delay());
    }
  }

  /** §3.2: "may wait … until it has received and checked multiple chunks". */
  private long delay() {
    long each = DELAY_PER_NEIGHBOUR * Math.max(1, swarm.neighbours().size());
    return live ? Math.min(MAX_DELAY, each) : FILE_DELAY;
  }

  /** Says these at once. */
  void flush(long first, long last, long now) {
    fresh.add(first, last);
    since = now - HOLD;
    engine.schedule(this, now);
  }

  @Override
  void expire(long now) {
    urgent = false;
    gather(live && now - since < HOLD);
    for (Channel channel : swarm.neighbours()) {
      if (channel.isChoked()) {
        continue; // §3.2: HAVEs are for those that are allowed to download
      }
      for (int i = 0; i < ripe.count(); i++) {
        channel.writer().announce(ripe.first(i), ripe.last(i));
      }
      if (channel.writer().hasNews()) {
        swarm.touch(channel);
      }
    }
    if (!fresh.isEmpty()) {
      engine.schedule(this, Math.min(now + delay(), since + HOLD));
    }
  }

  /** Takes out what is to be said now; blocks that are not whole wait for the rest, if they may. */
  private void gather(boolean wholeOnly) {
    ripe.clear();
    for (int i = 0; i < fresh.count(); i++) {
      if (!wholeOnly) {
        ripe.add(fresh.first(i), fresh.last(i));
        continue;
      }
      for (long at = fresh.first(i) & -BLOCK; at <= fresh.last(i); at += BLOCK) {
        if (swarm.store().available().containsAll(at, at + BLOCK - 1)) {
          ripe.add(at, at + BLOCK - 1);
        }
      }
    }
    for (int i = 0; i < ripe.count(); i++) {
      fresh.remove(ripe.first(i), ripe.last(i));
    }
  }

  /** Says all there is to a new neighbour. */
  void introduce(Channel channel) {
    if (channel.isChoked()) {
      return; // it is told when it is unchoked
    }
    ChunkRanges here = swarm.store().available();
    for (int i = Math.max(0, here.count() - 64); i < here.count(); i++) {
      channel.writer().announce(here.first(i), here.last(i));
    }
  }
}
