package tv.martlet.chunk;

import java.nio.ByteBuffer;

/**
 * The injector's pen: cuts a live stream into chunks, hashes and signs them, and only then makes
 * them available (RFC 7574 §6.1.2.3). What is signed together (a munro; one chunk with Sign All or
 * without protection) becomes available together. Not thread-safe.
 */
public final class LiveWriter {
  /** Hears of chunks that have become available. */
  @FunctionalInterface
  public interface Listener {
    /** These chunks (inclusive) may now be announced. */
    void available(long first, long last);
  }

  private final ChunkRing ring;
  private final Integrity integrity;
  private final SigningKey key;
  private final int chunkSize;
  private final int width; // chunks a signature
  private final Hasher hasher;
  private final byte[] level; // hashes of one level of the munro's subtree
  private final PeakHashes peaks; // null unless the stream began with chunk 0
  private Listener listener = (first, last) -> {};
  private long next;
  private int filled; // bytes of the next chunk
  private long lastMicros = Long.MIN_VALUE;

  LiveWriter(
      SwarmMetadata metadata, ChunkRing ring, Integrity integrity, SigningKey key, Start start) {
    this.ring = ring;
    this.integrity = integrity;
    this.key = key;
    this.chunkSize = metadata.chunkSize();
    this.width = start.munroWidth();
    this.next = start.firstChunk();
    boolean tree = metadata.hashLength() != 0;
    hasher = new Hasher(metadata.hash());
    level = new byte[width * hasher.length()];
    peaks = tree && next == 0 ? new PeakHashes(metadata.hash()) : null;
  }

  /** Where a stream begins and how many chunks are signed together. */
  record Start(int munroWidth, long firstChunk) {}

  /** Sets who hears of available chunks, from within {@link #append}. */
  public void listener(Listener hears) {
    listener = hears;
  }

  /** Appends the buffer's remaining bytes to the stream and consumes them. */
  public void append(ByteBuffer bytes, long nowMicros) {
    while (bytes.hasRemaining()) {
      if (filled == 0 && next % width == 0) {
        ring.makeRoom(next + width - 1);
      }
      int take = Math.min(bytes.remaining(), chunkSize - filled);
      ring.write(next, filled, bytes, bytes.position(), take);
      bytes.position(bytes.position() + take);
      filled += take;
      if (filled == chunkSize) {
        filled = 0;
        next++;
        if (next % width == 0) {
          publish(next - width, next - 1, nowMicros);
        }
      }
    }
  }

  private void publish(long first, long last, long nowMicros) {
    // A clock that was set back must not make new signatures look older than those before them.
    lastMicros = Math.max(nowMicros, lastMicros);
    if (integrity instanceof UnifiedIntegrity unified) {
      byte[] munro = grow(first);
      long timestamp = unified.stamp(lastMicros);
      unified.sign(Bin.ofRange(first, last), timestamp, munro, key);
    } else if (integrity instanceof SignAllIntegrity signAll) {
      signAll.sign(first, signAll.stamp(lastMicros), key);
    }
    ring.publish(first, last);
    listener.available(first, last);
  }

  /** Computes the subtree of a munro into the tree and returns the munro's hash. */
  private byte[] grow(long first) {
    int length = hasher.length();
    for (int i = 0; i < width; i++) {
      hasher.hash(
          ring.chunkBuffer(first + i), ring.chunkIndex(first + i), chunkSize, level, i * length);
      ring.tree().put(Bin.ofChunk(first + i), level, i * length);
    }
    int layer = 0;
    for (int nodes = width / 2; nodes >= 1; nodes /= 2) {
      layer++;
      for (int i = 0; i < nodes; i++) {
        hasher.hashPair(level, 2 * i * length, level, (2 * i + 1) * length, level, i * length);
        ring.tree().put(Bin.of(layer, (first >>> layer) + i), level, i * length);
      }
    }
    if (peaks != null) {
      peaks.append(layer, level, 0);
    }
    return java.util.Arrays.copyOf(level, length);
  }

  /** Returns the number of the chunk that the next byte goes into. */
  public long nextChunk() {
    return next;
  }

  /** Returns the number of bytes since the last signature, which are not available yet. */
  public int pendingBytes() {
    return (int) (next % width) * chunkSize + filled;
  }

  /** Returns the number of bytes from signature to signature. */
  public int signedBytes() {
    return width * chunkSize;
  }

  /**
   * Returns the root hash of all that was signed (RFC 7574 §6.1.2.1: as soon as the broadcast ends,
   * it can be had under that as static content); null without a tree or if the stream did not begin
   * with chunk 0.
   */
  public SwarmId finalRoot() {
    if (peaks == null || peaks.count() == 0) {
      return null;
    }
    byte[] root = new byte[hasher.length()];
    peaks.root(root, 0);
    return SwarmId.of(root);
  }
}
