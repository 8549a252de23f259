package tv.martlet.node;

import java.nio.ByteBuffer;
import tv.martlet.chunk.ChunkStore;
import tv.martlet.media.TsJoiner;
import tv.martlet.media.TsJoiner.AfterGap;
import tv.martlet.peer.Playout;

/** Watches a channel's first bytes for the moment at which a player could show a picture. */
final class StartupProbe {
  private TsJoiner joiner = new TsJoiner(bytes -> {}, AfterGap.RANDOM_ACCESS);
  private ByteBuffer chunk;
  private long next = -1;
  private volatile long startedAt;

  /** When the first random access point was there, microseconds; 0 before it. From any thread. */
  long startedAt() {
    return startedAt;
  }

  /** Looks at the chunks that have come since. On the engine's thread. */
  void look(ChunkStore store, Playout playout, long now) {
    if (startedAt != 0) {
      return;
    }
    if (next < 0) {
      next = playout.start();
      chunk = ByteBuffer.allocate(store.chunkSize());
    }
    for (; next < playout.next() && startedAt == 0; next++) {
      if (!store.contains(next)) {
        joiner.gap(store.chunkSize());
        continue;
      }
      store.copyTo(next, chunk.clear());
      joiner.push(chunk.flip());
      if (joiner.isStarted()) {
        startedAt = now;
        joiner = null;
        chunk = null;
      }
    }
  }
}
