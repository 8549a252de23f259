package tv.martlet.chunk;

/**
 * What must stand before a DATA message so that its receiver can check it (RFC 7574 §5.3, §5.4,
 * §6.1.2.3). Filled by {@link Integrity#proof}; reused.
 */
public final class Proof {
  /** The most hashes of one proof: peaks and uncles of a tree of 2^62 chunks. */
  public static final int MAX_HASHES = 126;

  /** Number of hashes, each an INTEGRITY message. */
  public int hashes;

  /** Their bins in the order of sending; when signed in a unified tree, the first is the munro. */
  public final long[] bins = new long[MAX_HASHES];

  /**
   * Whether a SIGNED_INTEGRITY message is due: right after the munro's INTEGRITY, or alone for Sign
   * All.
   */
  public boolean signed;

  /** First chunk that the signature covers. */
  public long signedFirst;

  /** Last chunk that the signature covers. */
  public long signedLast;

  /** The signature's timestamp as it goes on the wire. */
  public long timestamp;

  /** Empties the proof. */
  public void clear() {
    hashes = 0;
    signed = false;
    timestamp = 0;
  }

  void add(long bin) {
    bins[hashes++] = bin;
  }

  void sign(long first, long last, long ntp) {
    signed = true;
    signedFirst = first;
    signedLast = last;
    timestamp = ntp;
  }

  /**
   * Adds the sibling and uncle hashes of a chunk below the given top, by descending height, without
   * those that a peer with these chunks knows.
   */
  void addUncles(long chunk, ChunkRanges known, long top) {
    int start = hashes;
    long node = Bin.ofChunk(chunk);
    while (node != top) {
      long parent = Bin.parent(node);
      // RFC 7574 §5.3: who has verified a chunk below the parent has both of the parent's children.
      if (known.intersects(Bin.first(parent), Bin.last(parent))) {
        break;
      }
      add(Bin.sibling(node));
      node = parent;
    }
    reverse(start); // RFC 7574 §5.4: sorted in order of the tree height of the nodes, descending
  }

  private void reverse(int start) {
    for (int i = start, j = hashes - 1; i < j; i++, j--) {
      long swap = bins[i];
      bins[i] = bins[j];
      bins[j] = swap;
    }
  }
}
