package tv.martlet.chunk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;

/** Computes the hash tree of a file (RFC 7574 §5.1). */
final class FileHashing {
  private static final int PROGRESS_CHUNKS = 4096;

  private final ChunkFile store;
  private final Hasher hasher;
  private final PeakHashes peaks;
  private final HashTree tree;
  private final ByteBuffer chunk;
  private final byte[] left;
  private final byte[] hash;

  FileHashing(ChunkFile store, HashFunction function) throws IOException {
    this.store = store;
    hasher = new Hasher(function);
    peaks = new PeakHashes(function);
    int length = function.length();
    Region region = Region.scratch(2L * length * store.capacity(), 2 * length);
    tree = new HashTree(region, length, store.capacity());
    chunk = ByteBuffer.allocate(store.chunkSize());
    left = new byte[length];
    hash = new byte[length];
  }

  void run(LongConsumer progress) {
    for (long i = 0; i < store.capacity(); i++) {
      chunk.clear();
      store.copyTo(i, chunk);
      hasher.hash(chunk, 0, chunk.position(), hash, 0);
      grow(Bin.ofChunk(i));
      if ((i + 1) % PROGRESS_CHUNKS == 0) {
        progress.accept((i + 1) * store.chunkSize());
      }
    }
  }

  /** Puts a leaf and all nodes that it completes. */
  private void grow(long leaf) {
    long node = leaf;
    tree.put(node, hash, 0);
    while (!Bin.isLeft(node)) {
      tree.get(Bin.sibling(node), left, 0);
      hasher.hashPair(left, 0, hash, 0, hash, 0);
      node = Bin.parent(node);
      tree.put(node, hash, 0);
    }
  }

  HashTree tree() {
    return tree;
  }

  SwarmId root() {
    for (long first = 0; first < store.capacity(); first = peaks.chunks()) {
      long peak = PeakHashes.peakOf(first, store.capacity());
      tree.get(peak, hash, 0);
      peaks.add(peak, hash, 0);
    }
    byte[] root = new byte[hash.length];
    peaks.root(root, 0);
    return SwarmId.of(root);
  }
}
