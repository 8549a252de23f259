package tv.martlet.peer;

import java.util.List;
import tv.martlet.chunk.ChunkRanges;
import tv.martlet.chunk.Content;

/** Which chunks of the content are wanted now, and which of them have been asked for already. */
public abstract class Interest {
  private final ChunkRanges available;
  private final ChunkRanges taken = new ChunkRanges(1 << 16);

  Interest(ChunkRanges available) {
    this.available = available;
    for (int i = 0; i < available.count(); i++) {
      taken.add(available.first(i), available.last(i));
    }
  }

  /** What fits the content: all of a file, the newest of a live stream, nothing for its maker. */
  static Interest of(Content content, EngineSettings settings) {
    if (content.writer() != null) {
      return new NoInterest(content.store().available());
    }
    return content.metadata().live()
        ? new LiveInterest(content, settings)
        : new FileInterest(content);
  }

  /** Chunks that are here or on order. For reading. */
  public ChunkRanges taken() {
    return taken;
  }

  /** The first chunk worth asking of a neighbour that has these; -1 if none is. */
  public abstract long floor(ChunkRanges theirs);

  /** The last chunk worth asking of a neighbour that has these. */
  public abstract long ceiling(ChunkRanges theirs);

  /** True when nothing is wanted now, whatever neighbours have. */
  abstract boolean isSated();

  /** Looks at what has come and at the clock; true if the window has moved. */
  boolean advance(long now, List<Channel> neighbours) {
    return false;
  }

  /** Progress of playing; null for what is not played while it comes. */
  Playout playout() {
    return null;
  }

  void asked(long first, long last) {
    taken.add(first, last);
  }

  void stored(long chunk) {
    taken.add(chunk, chunk);
  }

  /** Chunks on order that will not come; those that are here meanwhile stay taken. */
  void givenBack(long first, long last) {
    taken.remove(first, last);
    for (long at = available.nextPresent(first); at >= 0 && at <= last; ) {
      long end = Math.min(last, available.rangeLast(at));
      taken.add(at, end);
      at = available.nextPresent(end + 1);
    }
  }

  void forgetBelow(long chunk) {
    taken.removeBelow(chunk);
  }

  private static final class NoInterest extends Interest {
    NoInterest(ChunkRanges available) {
      super(available);
    }

    @Override
    public long floor(ChunkRanges theirs) {
      return -1;
    }

    @Override
    public long ceiling(ChunkRanges theirs) {
      return -1;
    }

    @Override
    boolean isSated() {
      return true;
    }
  }
}
