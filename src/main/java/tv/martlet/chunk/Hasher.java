package tv.martlet.chunk;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * One digest, used again and again. The JDK's own beats Conscrypt here, even with a copy to the
 * heap before it: it is compiled in place, where Conscrypt crosses into native code three times a
 * hash and allocates each result. Not thread-safe.
 */
public final class Hasher {
  private final MessageDigest digest;
  private final int length;
  private final byte[] copy = new byte[SwarmMetadata.MAX_CHUNK_SIZE];
  private final byte[] pair;

  /** Makes a hasher of the given function. */
  public Hasher(HashFunction function) {
    length = function.length();
    pair = new byte[2 * length];
    try {
      digest = MessageDigest.getInstance(function.jcaName());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "this Java has no " + function.jcaName() + ": use a complete Java 17", e);
    }
  }

  /** Returns the length of a hash in bytes. */
  public int length() {
    return length;
  }

  /**
   * Hashes a part of a buffer, at most a chunk of the largest size, whatever the buffer's position
   * is.
   */
  public void hash(ByteBuffer src, int offset, int bytes, byte[] out, int outOffset) {
    src.get(offset, copy, 0, bytes);
    digest.update(copy, 0, bytes);
    finish(out, outOffset);
  }

  /** Hashes the concatenation of two hashes to that of their parent. */
  public void hashPair(
      byte[] left, int leftOffset, byte[] right, int rightOffset, byte[] out, int outOffset) {
    System.arraycopy(left, leftOffset, pair, 0, length);
    System.arraycopy(right, rightOffset, pair, length, length);
    if (pair[0] == 0 && isZero(pair)) {
      Arrays.fill(
          out,
          outOffset,
          outOffset + length,
          (byte) 0); // RFC 7574 §5.1: empty children, empty parent
      return;
    }
    digest.update(pair, 0, pair.length);
    finish(out, outOffset);
  }

  private void finish(byte[] out, int outOffset) {
    try {
      digest.digest(out, outOffset, length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isZero(byte[] bytes) {
    for (byte each : bytes) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }
}
