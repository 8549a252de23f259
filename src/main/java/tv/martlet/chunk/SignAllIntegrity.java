package tv.martlet.chunk;

import java.nio.ByteBuffer;

/** Each chunk of a live stream is signed (RFC 7574 §6.1.1). */
public final class SignAllIntegrity extends SignedIntegrity {
  SignAllIntegrity(
      SwarmMetadata metadata, ChunkRing ring, SignatureChecks checks, long maxAgeMicros) {
    super(metadata, ring, checks, maxAgeMicros);
  }

  /** Returns false: there is no tree. */
  @Override
  public boolean hash(long first, long last, ByteBuffer d, int offset) {
    return false;
  }

  @Override
  public boolean signature(
      long first, long last, long ntp, ByteBuffer d, int offset, long nowMicros) {
    if (first != last || first < 0 || first > Bin.MAX_CHUNK) {
      return false;
    }
    if (isStale(ntp, nowMicros)) {
      claims.stale = true;
      claims.dropSignature();
    } else {
      claims.sign(first, last, ntp, d, offset);
    }
    return true;
  }

  @Override
  Verdict judge(long chunk, ByteBuffer d, int offset, int length) {
    if (length != metadata.chunkSize() || chunk < 0 || chunk > Bin.MAX_CHUNK) {
      return Verdict.FALSE;
    }
    if (chunk < ring.oldestKept()) {
      return Verdict.STALE;
    }
    if (ring.contains(chunk)) {
      return ring.holds(chunk, d, offset) ? Verdict.VERIFIED : Verdict.FALSE;
    }
    if (!claims.signed() || claims.signedFirst() != chunk) {
      return claims.stale ? Verdict.STALE : Verdict.UNPROVEN;
    }
    return checkSignature(chunk, d, offset);
  }

  private Verdict checkSignature(long chunk, ByteBuffer d, int offset) {
    byte[] text = text(chunk, chunk, claims.ntp(), metadata.chunkSize());
    d.get(offset, text, text.length - metadata.chunkSize(), metadata.chunkSize());
    Verdict verdict = checks.check(claims, text, () -> true);
    if (verdict == Verdict.VERIFIED) {
      // The chunk itself is stored by the caller at once: until then its slot may hold the
      // signature alone.
      keep(chunk, chunk, claims.ntp(), claims.signature());
      claims.use();
    }
    return verdict;
  }

  /** Signs a chunk that was made here and lies in the ring already. */
  void sign(long chunk, long timestamp, SigningKey key) {
    int size = metadata.chunkSize();
    byte[] text = text(chunk, chunk, timestamp, size);
    ring.chunkBuffer(chunk).get(ring.chunkIndex(chunk), text, text.length - size, size);
    keep(chunk, chunk, timestamp, key.sign(text));
  }

  @Override
  public Verdict end() {
    return claims.stale ? Verdict.STALE : Verdict.VERIFIED;
  }

  @Override
  public long munroWidth() {
    return 1;
  }

  @Override
  public long timestamp(long chunk) {
    return ring.contains(chunk) ? ring.timestamp(chunk) : 0;
  }

  @Override
  public void proof(long chunk, ChunkRanges known, Proof out) {
    out.clear();
    out.sign(chunk, chunk, ring.timestamp(chunk));
  }

  /** Not called: no proof names a hash. */
  @Override
  public void copyHash(long bin, ByteBuffer dst) {
    throw new IllegalStateException("a swarm that signs all chunks has no hashes");
  }
}
