package tv.martlet.peer;

import tv.martlet.chunk.ChunkRanges;

/**
 * Tells the neighbours what has become available here (RFC 7574 §3.2), several chunks at a time: a
 * HAVE a chunk would cost more than it is worth.
 */
final class Announcer extends Timed {
  private static final int BATCH = 16;
  private static final int FILE_BATCH = 64;
  private static final long DELAY = 5_000;
  private static final long FILE_DELAY = 50_000;

  private final Swarm swarm;
  private final Engine engine;
  private final boolean live;
  private final ChunkRanges fresh = new ChunkRanges(512);
  private boolean urgent; // enough is gathered, and it is set to be said at once

  Announcer(Swarm swarm, Engine engine) {
    this.swarm = swarm;
    this.engine = engine;
    this.live = swarm.content().metadata().live();
  }

  /** A chunk has been verified and stored. */
  void add(long chunk, long now) {
    boolean first = fresh.isEmpty();
    fresh.add(chunk, chunk);
    if (fresh.size() >= (live ? BATCH : FILE_BATCH)) {
      if (!urgent) {
        urgent = true;
        engine.schedule(this, now);
      }
    } else if (first) {
      engine.schedule(this, now + (live ? DELAY : FILE_DELAY));
    }
  }

  /** Says these at once. */
  void flush(long first, long last, long now) {
    fresh.add(first, last);
    engine.schedule(this, now);
  }

  @Override
  void expire(long now) {
    for (Channel channel : swarm.neighbours()) {
      for (int i = 0; i < fresh.count(); i++) {
        channel.writer().announce(fresh.first(i), fresh.last(i));
      }
      swarm.touch(channel);
    }
    fresh.clear();
    urgent = false;
  }

  /** Says all there is to a new neighbour. */
  void introduce(Channel channel) {
    ChunkRanges here = swarm.store().available();
    for (int i = Math.max(0, here.count() - 64); i < here.count(); i++) {
      channel.writer().announce(here.first(i), here.last(i));
    }
  }
}
