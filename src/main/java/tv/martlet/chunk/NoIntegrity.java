package tv.martlet.chunk;

import java.nio.ByteBuffer;

/**
 * No integrity protection (RFC 7574 §7.5, method 0), for benign environments: what has the right
 * length is believed.
 */
public final class NoIntegrity extends Integrity {
  private final ChunkStore store;
  private final SwarmMetadata metadata;

  NoIntegrity(SwarmMetadata metadata, ChunkStore store) {
    this.metadata = metadata;
    this.store = store;
  }

  @Override
  public void begin(Object source) {}

  /** Returns false: no hash has a place here. */
  @Override
  public boolean hash(long first, long last, ByteBuffer d, int offset) {
    return false;
  }

  /** Returns false: no signature has a place here. */
  @Override
  public boolean signature(
      long first, long last, long ntp, ByteBuffer d, int offset, long nowMicros) {
    return false;
  }

  @Override
  public Verdict check(long chunk, ByteBuffer d, int offset, int length) {
    if (chunk < 0 || chunk > Bin.MAX_CHUNK || length != expectedLength(chunk)) {
      return Verdict.FALSE;
    }
    return chunk < store.oldestKept() ? Verdict.STALE : Verdict.VERIFIED;
  }

  private long expectedLength(long chunk) {
    if (metadata.live()) {
      return metadata.chunkSize();
    }
    // Beyond the end this is not positive, and no DATA has that length.
    long rest = metadata.length() - chunk * metadata.chunkSize();
    return chunk >= metadata.chunkCount() ? -1 : Math.min(rest, metadata.chunkSize());
  }

  @Override
  public Verdict end() {
    return Verdict.VERIFIED;
  }

  @Override
  public long chunkCount() {
    return metadata.chunkCount();
  }

  @Override
  public long contentLength() {
    return metadata.length();
  }

  @Override
  public void proof(long chunk, ChunkRanges known, Proof out) {
    out.clear();
  }

  /** Not called: no proof names a hash. */
  @Override
  public void copyHash(long bin, ByteBuffer dst) {
    throw new IllegalStateException("a swarm without integrity protection has no hashes");
  }

  /** Not called: no proof names a signature. */
  @Override
  public void copySignature(long firstChunk, ByteBuffer dst) {
    throw new IllegalStateException("a swarm without integrity protection has no signatures");
  }
}
