package tv.martlet.chunk;

import java.nio.ByteBuffer;

/**
 * What the two methods with signatures have in common (RFC 7574 §6.1): their text, their age, their
 * place in the ring.
 */
abstract sealed class SignedIntegrity extends Integrity permits SignAllIntegrity, UnifiedIntegrity {
  final SwarmMetadata metadata;
  final ChunkRing ring;
  final SignatureChecks checks;
  private final ClaimBook book;
  private final long maxAge;
  private long newest; // micros of the newest genuine signature
  private long rightmost = -1;
  Claims claims;

  SignedIntegrity(
      SwarmMetadata metadata, ChunkRing ring, SignatureChecks checks, long maxAgeMicros) {
    this.metadata = metadata;
    this.ring = ring;
    this.checks = checks;
    this.maxAge = maxAgeMicros;
    book = new ClaimBook(metadata.hashLength(), metadata.signatureLength());
  }

  @Override
  public void begin(Object source) {
    claims = book.begin(source);
  }

  @Override
  public final Verdict check(long chunk, ByteBuffer d, int offset, int length) {
    Verdict verdict = judge(chunk, d, offset, length);
    if (verdict == Verdict.FALSE) {
      claims.discard();
    }
    return verdict;
  }

  /** Checks a chunk; claims that led to a false one are dropped by the caller. */
  abstract Verdict judge(long chunk, ByteBuffer d, int offset, int length);

  /** Returns the time in microseconds since 1970 that a timestamp on the wire says. */
  final long micros(long timestamp) {
    return metadata.libswift() ? timestamp : NtpTime.toMicros(timestamp);
  }

  /** Returns the timestamp on the wire of a time in microseconds since 1970. */
  final long stamp(long unixMicros) {
    return metadata.libswift() ? unixMicros : NtpTime.fromMicros(unixMicros);
  }

  /** RFC 7574 §6.1.2.4: a signature whose timestamp is too old is discarded. */
  final boolean isStale(long timestamp, long nowMicros) {
    long made = micros(timestamp);
    return made < 0 || newest - made > maxAge || nowMicros - made > maxAge;
  }

  /**
   * Returns the text of a signature (§6.1.1, §6.1.2.2): chunk specification, timestamp, and room at
   * the end for so many bytes of what it protects.
   */
  final byte[] text(long first, long last, long timestamp, int protectedBytes) {
    if (metadata.libswift()) {
      return new byte[protectedBytes];
    }
    byte[] text = new byte[metadata.addressing().specLength() + Long.BYTES + protectedBytes];
    ByteBuffer buffer = ByteBuffer.wrap(text);
    metadata.addressing().put(buffer, first, last, metadata.chunkSize());
    buffer.putLong(timestamp);
    return text;
  }

  /** Keeps a genuine signature. */
  final void keep(long first, long last, long timestamp, byte[] signature) {
    ring.makeRoom(last);
    ring.putSignature(first, timestamp, signature);
    newest = Math.max(newest, micros(timestamp));
    rightmost = Math.max(rightmost, first);
  }

  @Override
  public final long rightmostMunro() {
    return rightmost;
  }

  @Override
  public final long timestampMicros(long chunk) {
    long timestamp = timestamp(chunk);
    return timestamp == 0 ? 0 : micros(timestamp);
  }

  @Override
  public void copySignature(long firstChunk, ByteBuffer dst) {
    ring.copySignature(firstChunk, dst);
  }
}
