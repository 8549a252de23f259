package tv.martlet.peer;

import tv.martlet.chunk.Bin;
import tv.martlet.chunk.Integrity;
import tv.martlet.chunk.Proof;
import tv.martlet.wire.Format;
import tv.martlet.wire.MessageWriter;

/**
 * Writes what must stand before a chunk: the signed munro, then the hashes by descending height
 * (RFC 7574 §5.4, §6.1.2.3).
 */
final class ProofWriter {
  private final Integrity integrity;
  private final int hashBytes;
  private final int signedBytes;

  ProofWriter(Integrity integrity, Format format) {
    this.integrity = integrity;
    int spec = format.addressing().specLength();
    this.hashBytes = 1 + spec + format.hashLength();
    this.signedBytes = 1 + spec + Long.BYTES + format.signatureLength();
  }

  /** Bytes that a proof takes. */
  int length(Proof proof) {
    return proof.hashes * hashBytes + (proof.signed ? signedBytes : 0);
  }

  /**
   * Writes a proof so that {@code following} bytes fit behind it in the same datagram if they can;
   * else the proof goes first in datagrams of its own (§5.3).
   */
  void write(Proof proof, Outbox out, int following) {
    int length = length(proof);
    if (length == 0) {
      return;
    }
    if (length + following + Integer.BYTES <= Outbox.MAX_PAYLOAD) {
      out.room(length + following);
    }
    int next = 0;
    if (proof.signed) {
      // §6.1.2.3: munro hash and signature "in a single datagram"
      MessageWriter writer = out.room((proof.hashes > 0 ? hashBytes : 0) + signedBytes);
      if (proof.hashes > 0) {
        hash(writer, proof.bins[next++]);
      }
      writer.signedIntegrityHeader(proof.signedFirst, proof.signedLast, proof.timestamp);
      integrity.copySignature(proof.signedFirst, writer.buffer());
    }
    for (; next < proof.hashes; next++) {
      hash(out.room(hashBytes), proof.bins[next]);
    }
  }

  private void hash(MessageWriter writer, long bin) {
    writer.integrityHeader(Bin.first(bin), Bin.last(bin));
    integrity.copyHash(bin, writer.buffer());
  }
}
