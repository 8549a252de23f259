package tv.martlet.node;

import java.nio.ByteBuffer;
import tv.martlet.chunk.HashFunction;
import tv.martlet.chunk.Hasher;
import tv.martlet.chunk.PeakHashes;
import tv.martlet.chunk.SwarmId;

/** The root hash of content that comes chunk by chunk (RFC 7574 §5.6.2), in little memory. */
final class RootHash {
  private final Hasher hasher;
  private final PeakHashes peaks;
  private final byte[] leaf;
  private final int chunkSize;

  RootHash(HashFunction function, int chunkSize) {
    this.hasher = new Hasher(function);
    this.peaks = new PeakHashes(function);
    this.leaf = new byte[function.length()];
    this.chunkSize = chunkSize;
  }

  /** Takes whole chunks; does not move the buffer's position. */
  void append(ByteBuffer chunks) {
    for (int at = chunks.position(); at < chunks.limit(); at += chunkSize) {
      hasher.hash(chunks, at, chunkSize, leaf, 0);
      peaks.append(0, leaf, 0);
    }
  }

  /** The root of what has been taken; null of nothing. */
  SwarmId value() {
    if (peaks.count() == 0) {
      return null;
    }
    byte[] root = new byte[leaf.length];
    peaks.root(root, 0);
    return SwarmId.of(root);
  }
}
