package tv.martlet.chunk;

import java.util.Objects;

/**
 * What a peer must know to join a swarm: what HANDSHAKE options 2 to 6 and 9 say (RFC 7574 §7), and
 * the length of static content where it is known beforehand.
 *
 * @param id the swarm's name
 * @param integrity how chunks are proven
 * @param hash hash function of the tree; meaningful where there is a tree
 * @param signature signature algorithm; null where nothing is signed
 * @param addressing how messages name chunks
 * @param chunkSize bytes a chunk
 * @param length length of static content in bytes, -1 if unknown or live
 * @param libswift whether live signatures are those of libswift: over the munro hash alone, with a
 *     timestamp of microseconds since 1970
 */
public record SwarmMetadata(
    SwarmId id,
    IntegrityMethod integrity,
    HashFunction hash,
    SignatureAlgorithm signature,
    ChunkAddressing addressing,
    int chunkSize,
    long length,
    boolean libswift) {

  /** RFC 7574 §8.1: the recommended chunk size in bytes. */
  public static final int DEFAULT_CHUNK_SIZE = 1024;

  /** RFC 7574 §8.1: a minimum chunk size of 512 bytes SHOULD be used. */
  public static final int MIN_CHUNK_SIZE = 512;

  /** The largest chunk size taken, in bytes. */
  public static final int MAX_CHUNK_SIZE = 8192;

  /**
   * Checks that the parts agree.
   *
   * @throws IllegalArgumentException with a sentence that says what to change
   */
  public SwarmMetadata {
    Objects.requireNonNull(id);
    Objects.requireNonNull(integrity);
    Objects.requireNonNull(hash);
    Objects.requireNonNull(addressing);
    check(
        chunkSize >= MIN_CHUNK_SIZE && chunkSize <= MAX_CHUNK_SIZE,
        "the chunk size must be "
            + MIN_CHUNK_SIZE
            + " to "
            + MAX_CHUNK_SIZE
            + " bytes, not "
            + chunkSize);
    check(length >= -1 && length != 0, "the content length must be at least 1 byte, not " + length);
    check(
        integrity.isSigned() == (signature != null),
        integrity.isSigned()
            ? "a signed swarm needs a signature algorithm"
            : "only the integrity methods 2 and 3 have a signature algorithm");
    if (integrity.isSigned()) {
      checkSigned(id, signature, length);
    } else if (integrity == IntegrityMethod.MERKLE_TREE) {
      check(
          id.length() == hash.length(),
          "the swarm ID of static content is a "
              + hash
              + " hash of "
              + hash.length()
              + " bytes, not "
              + id.length());
    }
    check(
        !libswift || integrity == IntegrityMethod.UNIFIED_MERKLE_TREE,
        "libswift signatures exist for live swarms with a unified Merkle tree (integrity method 3) only");
  }

  private static void checkSigned(SwarmId id, SignatureAlgorithm signature, long length) {
    check(length == -1, "a live swarm has no content length");
    check(
        id.byteAt(0) == signature.code(),
        "the swarm ID begins with signature algorithm "
            + id.byteAt(0)
            + ", but "
            + signature.code()
            + " was given");
    SwarmKey.checkForm(id);
  }

  private static void check(boolean right, String otherwise) {
    if (!right) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /**
   * Returns the metadata of static content with RFC 7574's defaults: SHA-256 Merkle tree, 32-bit
   * chunk ranges.
   */
  public static SwarmMetadata file(SwarmId root) {
    return new SwarmMetadata(
        root,
        IntegrityMethod.MERKLE_TREE,
        HashFunction.SHA256,
        null,
        ChunkAddressing.CHUNKS_32,
        DEFAULT_CHUNK_SIZE,
        -1,
        false);
  }

  /**
   * Returns the metadata of a live stream: unified SHA-256 Merkle tree, 64-bit chunk ranges, the
   * key's algorithm.
   */
  public static SwarmMetadata live(SwarmId key) {
    SignatureAlgorithm signature = SignatureAlgorithm.ofCode(key.byteAt(0));
    check(
        signature != null,
        "the swarm ID begins with the unknown signature algorithm " + key.byteAt(0));
    return new SwarmMetadata(
        key,
        IntegrityMethod.UNIFIED_MERKLE_TREE,
        HashFunction.SHA256,
        signature,
        ChunkAddressing.CHUNKS_64,
        DEFAULT_CHUNK_SIZE,
        -1,
        false);
  }

  /**
   * Returns metadata for content without a root hash yet, for {@link Content#seedFile} to hash a
   * file with.
   */
  public static SwarmMetadata template(HashFunction hash) {
    return new SwarmMetadata(
        SwarmId.of(new byte[hash.length()]),
        IntegrityMethod.MERKLE_TREE,
        hash,
        null,
        ChunkAddressing.CHUNKS_32,
        DEFAULT_CHUNK_SIZE,
        -1,
        false);
  }

  /**
   * Tells whether the swarm is a live stream. Unprotected content is live if its length is not
   * given.
   */
  public boolean live() {
    return integrity.isSigned() || (integrity == IntegrityMethod.NONE && length < 0);
  }

  /** Returns the length of a signature in bytes (RFC 7574 §8.9), 0 where nothing is signed. */
  public int signatureLength() {
    return signature == null ? 0 : SwarmKey.signatureLength(id);
  }

  /** Returns the length of a tree's hash in bytes, 0 where there is no tree. */
  public int hashLength() {
    return integrity.hasTree() ? hash.length() : 0;
  }

  /** Returns the number of chunks of static content of known length, otherwise -1. */
  public long chunkCount() {
    return length < 0 ? -1 : (length - 1) / chunkSize + 1;
  }

  /** Returns the same with another ID. */
  public SwarmMetadata withId(SwarmId other) {
    return new SwarmMetadata(
        other, integrity, hash, signature, addressing, chunkSize, length, libswift);
  }

  /** Returns the same with another content length in bytes. */
  public SwarmMetadata withLength(long bytes) {
    return new SwarmMetadata(
        id, integrity, hash, signature, addressing, chunkSize, bytes, libswift);
  }

  /** Returns the same with another integrity method and hash function. */
  public SwarmMetadata with(IntegrityMethod method, HashFunction function) {
    SignatureAlgorithm algorithm =
        method.isSigned() ? SignatureAlgorithm.ofCode(id.byteAt(0)) : null;
    return new SwarmMetadata(
        id, method, function, algorithm, addressing, chunkSize, length, libswift);
  }

  /** Returns the same with another chunk addressing method. */
  public SwarmMetadata with(ChunkAddressing other) {
    return new SwarmMetadata(id, integrity, hash, signature, other, chunkSize, length, libswift);
  }

  /** Returns the same with another chunk size in bytes. */
  public SwarmMetadata withChunkSize(int bytes) {
    return new SwarmMetadata(id, integrity, hash, signature, addressing, bytes, length, libswift);
  }

  /** Returns the same with libswift's live signatures or without. */
  public SwarmMetadata withLibswift(boolean compatible) {
    return new SwarmMetadata(
        id, integrity, hash, signature, addressing, chunkSize, length, compatible);
  }
}
