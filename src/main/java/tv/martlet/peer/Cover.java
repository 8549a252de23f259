package tv.martlet.peer;

import tv.martlet.chunk.Bin;
import tv.martlet.chunk.ChunkRanges;
import tv.martlet.wire.Format;

/**
 * The biggest complete interval around chunks that are here, as a message can say it: what ACK and
 * HAVE tell of (RFC 7574 §4.3.1, §4.3.2).
 */
final class Cover {
  private static final int MAX_LAYER = 40;

  private final ChunkRanges here;
  private final Format format;

  Cover(ChunkRanges here, Format format) {
    this.here = here;
    this.format = format;
  }

  /** Lower end of the interval. */
  long first(long first) {
    if (format.addressing().isBins()) {
      return Bin.first(bin(first));
    }
    long start = here.rangeFirst(first);
    return start < 0 ? first : start;
  }

  /** Upper end of the same interval. */
  long last(long first, long last) {
    if (format.addressing().isBins()) {
      return Math.max(last, Bin.last(bin(first)));
    }
    long end = here.rangeLast(first);
    return end < 0 ? last : Math.min(end, format.addressing().maxChunk());
  }

  private long bin(long chunk) {
    long bin = Bin.ofChunk(chunk);
    while (Bin.layer(bin) < MAX_LAYER) {
      long parent = Bin.parent(bin);
      if (!here.containsAll(Bin.first(parent), Bin.last(parent))) {
        break;
      }
      bin = parent;
    }
    return bin;
  }
}
