package tv.martlet.wire;

import tv.martlet.chunk.ChunkAddressing;
import tv.martlet.chunk.HashFunction;
import tv.martlet.chunk.IntegrityMethod;
import tv.martlet.chunk.SignatureAlgorithm;
import tv.martlet.chunk.SwarmId;

/**
 * What an onlooker learns of a swarm from its handshakes: codes, {@link Handshake#ABSENT} where
 * none was said.
 */
record SwarmTerms(int addressing, int integrity, int hash, int signatureLength, long chunkSize) {
  private static final int DEFAULT_CHUNK_SIZE = 1024; // RFC 7574 §8.1: RECOMMENDED
  static final SwarmTerms NONE =
      new SwarmTerms(
          Handshake.ABSENT, Handshake.ABSENT, Handshake.ABSENT, Handshake.ABSENT, Handshake.ABSENT);

  /** The terms of a handshake; what it leaves out is taken from the one it answers. */
  static SwarmTerms of(Handshake h, SwarmTerms answered) {
    int signature = signatureLength(h);
    return new SwarmTerms(
        said(h.addressing(), answered.addressing),
        said(h.integrity(), answered.integrity),
        said(h.hash(), answered.hash),
        answered.signatureLength == Handshake.ABSENT ? signature : answered.signatureLength,
        h.chunkSize() == Handshake.ABSENT ? answered.chunkSize : h.chunkSize());
  }

  private static int said(int here, int before) {
    return here == Handshake.ABSENT ? before : here;
  }

  /** The format of the messages, or null where an unassigned code makes it unknown. */
  Format format() {
    ChunkAddressing method =
        addressing == Handshake.ABSENT
            ? ChunkAddressing.CHUNKS_32 // RFC 7574 §7.8: the default
            : ChunkAddressing.ofCode(addressing);
    IntegrityMethod protection = protection();
    int hashLength = hashLength(protection);
    if (method == null || protection == null || hashLength < 0) {
      return null;
    }
    int signature = protection.isSigned() ? Math.max(signatureLength, 0) : 0;
    return new Format(method, boundedChunkSize(), hashLength, signature);
  }

  private int boundedChunkSize() {
    long size = chunkSize == Handshake.ABSENT ? DEFAULT_CHUNK_SIZE : chunkSize;
    return (int) Math.max(1, Math.min(size, Format.MAX_CHUNK_SIZE));
  }

  private IntegrityMethod protection() {
    if (integrity != Handshake.ABSENT) {
      return IntegrityMethod.ofCode(integrity);
    }
    // RFC 7574 §7.5: the defaults of static and live content
    return signatureLength == Handshake.ABSENT
        ? IntegrityMethod.MERKLE_TREE
        : IntegrityMethod.UNIFIED_MERKLE_TREE;
  }

  private int hashLength(IntegrityMethod protection) {
    if (protection == null || !protection.hasTree()) {
      return 0;
    }
    if (hash == Handshake.ABSENT) {
      // libswift says neither chunk size nor, in live swarms, SHA-1; RFC 7574 §7.6: else SHA-256
      return (chunkSize == Handshake.ABSENT ? HashFunction.SHA1 : HashFunction.SHA256).length();
    }
    HashFunction function = HashFunction.ofCode(hash);
    return function == null ? Handshake.ABSENT : function.length();
  }

  /** RFC 7574 §8.9: follows from algorithm and swarm ID; ABSENT where it does not. */
  private static int signatureLength(Handshake h) {
    SignatureAlgorithm algorithm = SignatureAlgorithm.ofCode(h.signature());
    if (algorithm == null) {
      return Handshake.ABSENT;
    }
    return switch (algorithm) {
      case RSASHA1, RSASHA256 -> modulusLength(h.swarmId());
      case ECDSAP256SHA256, ED25519 -> 64;
      case ECDSAP384SHA384 -> 96;
    };
  }

  /** RFC 3110 §2: octet of length (or 0 and two octets), exponent, modulus. */
  private static int modulusLength(SwarmId id) {
    if (id == null || id.length() < 4) {
      return Handshake.ABSENT;
    }
    int exponent = id.byteAt(1);
    int before = 2;
    if (exponent == 0) {
      exponent = id.byteAt(2) << Byte.SIZE | id.byteAt(3);
      before = 4;
    }
    int modulus = id.length() - before - exponent;
    return modulus > 0 && modulus <= Format.MAX_SIGNATURE ? modulus : Handshake.ABSENT;
  }
}
