package tv.martlet.chunk;

import java.nio.ByteBuffer;
import tv.martlet.chunk.Integrity.Verdict;

/** Carries chunks with their proofs from one content to another, as datagrams would. */
final class Wire {
  static final Object SOURCE = "neighbour";

  private final Content from;
  private final Content to;
  private final Proof proof = new Proof();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
  final ChunkRanges acknowledged = new ChunkRanges(4096);
  long nowMicros = 1_000_000;
  int hashes;
  boolean refused;

  Wire(Content from, Content to) {
    this.from = from;
    this.to = to;
  }

  /** Sends one chunk with what it needs, and stores and acknowledges it if it is genuine. */
  Verdict send(long chunk) {
    from.integrity().proof(chunk, acknowledged, proof);
    to.integrity().begin(SOURCE);
    sendProof();
    Verdict verdict = sendData(chunk);
    to.integrity().end();
    return verdict;
  }

  /** Sends the proof and the chunk in two datagrams. */
  Verdict sendApart(long chunk) {
    from.integrity().proof(chunk, acknowledged, proof);
    to.integrity().begin(SOURCE);
    sendProof();
    to.integrity().end();
    to.integrity().begin(SOURCE);
    return sendData(chunk);
  }

  Verdict sendRightmost() {
    from.integrity().rightmost(proof);
    to.integrity().begin(SOURCE);
    sendProof();
    return to.integrity().end();
  }

  private void sendProof() {
    hashes += proof.hashes;
    if (proof.signed && proof.hashes == 0) {
      sign();
    }
    for (int i = 0; i < proof.hashes; i++) {
      buffer.clear();
      from.integrity().copyHash(proof.bins[i], buffer);
      long bin = proof.bins[i];
      refused |= !to.integrity().hash(Bin.first(bin), Bin.last(bin), buffer, 0);
      if (i == 0 && proof.signed) {
        sign();
      }
    }
  }

  private void sign() {
    buffer.clear();
    from.integrity().copySignature(proof.signedFirst, buffer);
    refused |=
        !to.integrity()
            .signature(proof.signedFirst, proof.signedLast, proof.timestamp, buffer, 0, nowMicros);
  }

  private Verdict sendData(long chunk) {
    buffer.clear();
    from.store().copyTo(chunk, buffer);
    Verdict verdict = to.integrity().check(chunk, buffer, 0, buffer.position());
    if (verdict == Verdict.VERIFIED && !to.store().contains(chunk)) {
      if (!to.store().put(chunk, buffer, 0, buffer.position())) {
        throw new AssertionError("chunk " + chunk + " was verified but not stored");
      }
      acknowledged.add(chunk, chunk);
    }
    return verdict;
  }
}
