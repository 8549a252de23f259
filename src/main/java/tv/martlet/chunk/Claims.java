package tv.martlet.chunk;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What one source says and has not been proven yet: hashes by their bins, and at most one
 * signature.
 */
final class Claims {
  private final int hashLength;
  private final long[] bins = new long[Integrity.MAX_CLAIMS];
  private final byte[] hashes;
  private final byte[] signature;
  private Object source;
  private int count;
  private int inDatagram;
  private long signedFirst;
  private long signedLast;
  private long ntp;
  private boolean signed;
  private boolean used; // a chunk was proven with what is here
  private long turn;

  /** A signature that was too old. */
  boolean stale;

  Claims(int hashLength, int signatureLength) {
    this.hashLength = hashLength;
    hashes = new byte[bins.length * hashLength];
    signature = new byte[signatureLength];
  }

  /** Begins a datagram: what the same source left unproven stays. */
  void begin(Object from, long now) {
    // Identity tells sources apart: any object will do as a source.
    boolean same = isOf(from);
    if (!same || used || count + Integrity.MAX_HASHES_A_DATAGRAM > bins.length) {
      count = 0;
      signed = false;
    }
    source = from;
    turn = now;
    inDatagram = 0;
    used = false;
    stale = false;
  }

  @SuppressWarnings("ReferenceEquality")
  boolean isOf(Object from) {
    return source == from;
  }

  long turn() {
    return turn;
  }

  Object source() {
    return source;
  }

  /** Takes a hash; false if there are too many in the datagram. */
  boolean add(long bin, ByteBuffer d, int offset) {
    if (inDatagram == Integrity.MAX_HASHES_A_DATAGRAM) {
      return false;
    }
    inDatagram++;
    int at = find(bin);
    if (at < 0) {
      at = count++;
    }
    bins[at] = bin;
    d.get(offset, hashes, at * hashLength, hashLength);
    return true;
  }

  int count() {
    return count;
  }

  long bin(int i) {
    return bins[i];
  }

  /** Returns the place of a bin, or -1. */
  int find(long bin) {
    for (int i = count - 1; i >= 0; i--) {
      if (bins[i] == bin) {
        return i;
      }
    }
    return -1;
  }

  byte[] hashes() {
    return hashes;
  }

  int at(int i) {
    return i * hashLength;
  }

  void sign(long first, long last, long timestamp, ByteBuffer d, int offset) {
    signedFirst = first;
    signedLast = last;
    ntp = timestamp;
    d.get(offset, signature, 0, signature.length);
    signed = true;
  }

  boolean signed() {
    return signed;
  }

  long signedFirst() {
    return signedFirst;
  }

  long signedLast() {
    return signedLast;
  }

  long ntp() {
    return ntp;
  }

  byte[] signature() {
    return Arrays.copyOf(signature, signature.length);
  }

  void dropSignature() {
    signed = false;
  }

  /** A chunk has been proven: what is here is not needed by the next datagram. */
  void use() {
    used = true;
  }

  /** A lie has been told: nothing that is here shall take effect. */
  void discard() {
    signed = false;
    used = true;
  }
}
