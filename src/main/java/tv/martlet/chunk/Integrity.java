package tv.martlet.chunk;

import java.nio.ByteBuffer;

/**
 * How the chunks of one swarm are proven (RFC 7574 §5 and §6.1). For each datagram the owner calls
 * {@link #begin}, then {@link #hash}, {@link #signature} and {@link #check} in the order of the
 * messages, then {@link #end}. Nothing that a datagram says is kept before it has been proven;
 * hashes that came without DATA wait, in a small bounded place, for the next datagram of the same
 * source (§5.4: what does not fit MUST be sent first in datagrams of its own).
 */
public abstract sealed class Integrity permits NoIntegrity, MerkleIntegrity, SignedIntegrity {
  /** The most hashes that wait for their proof, from one source. */
  public static final int MAX_CLAIMS = 160;

  /** The most INTEGRITY messages of one datagram. */
  public static final int MAX_HASHES_A_DATAGRAM = 64;

  /** What came of a chunk or a signed munro. */
  public enum Verdict {
    /** It is genuine, and so are now the hashes on its path: store it, announce it. */
    VERIFIED,
    /** A hash or a signed munro is missing: drop it, blame nobody. */
    UNPROVEN,
    /** A lie: blame the source. */
    FALSE,
    /**
     * The signature is being checked; give the datagram again when the {@link Listener} has heard
     * of it.
     */
    PENDING,
    /** Too old to be taken (§6.1.2.4). */
    STALE
  }

  /** Hears of the outcome of signature checks. */
  @FunctionalInterface
  public interface Listener {
    /** A signature over these chunks, given by this source, has been found genuine or false. */
    void munro(long first, long last, long ntpTimestamp, boolean genuine, Object source);
  }

  Integrity() {}

  /** A datagram of this source begins. Sources are told apart by identity. */
  public abstract void begin(Object source);

  /**
   * Takes the hash of an INTEGRITY message, which lies in the buffer at the offset.
   *
   * @return false if the message is malformed for this swarm
   */
  public abstract boolean hash(long first, long last, ByteBuffer d, int offset);

  /**
   * Takes the signature of a SIGNED_INTEGRITY message, which lies in the buffer at the offset.
   *
   * @return false if the message is malformed for this swarm
   */
  public abstract boolean signature(
      long first, long last, long ntp, ByteBuffer d, int offset, long nowMicros);

  /** Checks the chunk of a DATA message, whose bytes lie in the buffer at the offset. */
  public abstract Verdict check(long chunk, ByteBuffer d, int offset, int length);

  /**
   * The datagram is over: a signed munro that came without DATA takes effect (§6.1.2.4).
   *
   * @return VERIFIED where there was nothing to prove
   */
  public abstract Verdict end();

  /** Returns the number of chunks of static content once it is proven, otherwise -1. */
  public long chunkCount() {
    return -1;
  }

  /**
   * Returns the exact length of static content in bytes once it is proven (§5.6.2), otherwise -1.
   */
  public long contentLength() {
    return -1;
  }

  /**
   * Returns the first chunk of the rightmost genuine munro (Sign All: the newest signed chunk), -1
   * if there is none.
   */
  public long rightmostMunro() {
    return -1;
  }

  /**
   * Returns the number of chunks a signature covers, 0 while unknown or where nothing is signed.
   */
  public long munroWidth() {
    return 0;
  }

  /**
   * Returns the timestamp, as it came on the wire, of the signature that covers a chunk; 0 if
   * unknown.
   */
  public long timestamp(long chunk) {
    return 0;
  }

  /**
   * Returns the time in microseconds since 1970 of the signature that covers a chunk; 0 if unknown.
   */
  public long timestampMicros(long chunk) {
    return 0;
  }

  /**
   * Fills in what must stand before DATA of a chunk that is here, for a peer that is known to have
   * these chunks.
   */
  public abstract void proof(long chunk, ChunkRanges known, Proof out);

  /** Fills in the rightmost signed munro alone; nothing where there is none. */
  public void rightmost(Proof out) {
    out.clear();
  }

  /** Puts the hash of a bin that a {@link Proof} named at the buffer's position. */
  public abstract void copyHash(long bin, ByteBuffer dst);

  /**
   * Puts the signature that a {@link Proof} named, by its first chunk, at the buffer's position.
   */
  public abstract void copySignature(long firstChunk, ByteBuffer dst);
}
