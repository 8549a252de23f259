package tv.martlet.wire;

import java.nio.ByteBuffer;
import java.util.Objects;
import tv.martlet.chunk.ChunkAddressing;

/**
 * What must be known of a swarm to read and write its messages: their lengths depend on it (RFC
 * 7574 §8.2).
 *
 * @param addressing how chunks are named, RFC 7574 §7.8
 * @param chunkSize bytes of a chunk, RFC 7574 §7.11: 1 to 65,535
 * @param hashLength bytes of a hash in INTEGRITY, 0 where the swarm has no hash tree; at most 64
 * @param signatureLength bytes of a signature in SIGNED_INTEGRITY, 0 where nothing is signed; at
 *     most 512 (RSA of 4096 bits)
 */
public record Format(
    ChunkAddressing addressing, int chunkSize, int hashLength, int signatureLength) {
  static final int MAX_CHUNK_SIZE = 65_535;
  static final int MAX_HASH = 64;
  static final int MAX_SIGNATURE = 512;

  public Format {
    Objects.requireNonNull(addressing, "addressing");
    within("chunk size", chunkSize, 1, MAX_CHUNK_SIZE);
    within("hash length", hashLength, 0, MAX_HASH);
    within("signature length", signatureLength, 0, MAX_SIGNATURE);
  }

  private static void within(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "The " + what + " must be " + least + " to " + most + ", not " + value);
    }
  }

  /** Bytes of a chunk specification. */
  int specLength() {
    return addressing.specLength();
  }

  /** The first chunk of the specification at the offset, or negative where it is malformed. */
  long first(ByteBuffer d, int offset) {
    return addressing.first(d, offset, chunkSize);
  }

  /** The last chunk of the specification at the offset, or negative where it is malformed. */
  long last(ByteBuffer d, int offset) {
    return addressing.last(d, offset, chunkSize);
  }
}
