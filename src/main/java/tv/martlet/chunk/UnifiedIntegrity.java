package tv.martlet.chunk;

import java.nio.ByteBuffer;

/** A live stream whose tree grows by signed subtrees, the munros (RFC 7574 §6.1.2). */
public final class UnifiedIntegrity extends SignedIntegrity {
  private final HashTree tree;
  private final Climb climb;
  private int munroLayer; // 0 until the first genuine munro tells it

  UnifiedIntegrity(
      SwarmMetadata metadata, ChunkRing ring, SignatureChecks checks, long maxAgeMicros) {
    super(metadata, ring, checks, maxAgeMicros);
    tree = ring.tree();
    climb = new Climb(metadata.hash());
  }

  @Override
  public boolean hash(long first, long last, ByteBuffer d, int offset) {
    long bin = Bin.ofRange(first, last);
    if (bin == Bin.NONE || Bin.width(bin) > maxWidth()) {
      return false;
    }
    return claims.add(bin, d, offset);
  }

  private long maxWidth() {
    return munroLayer == 0 ? ring.maxMunroWidth() : 1L << munroLayer;
  }

  /** Takes a munro's signature, whose INTEGRITY message must have come before it (§6.1.2.3). */
  @Override
  public boolean signature(
      long first, long last, long ntp, ByteBuffer d, int offset, long nowMicros) {
    long bin = Bin.ofRange(first, last);
    boolean wide = bin != Bin.NONE && Bin.layer(bin) > 0 && Bin.width(bin) <= maxWidth();
    // §6.1.2.1: the number of chunks a signature is a fixed power of two
    if (!wide || (munroLayer != 0 && Bin.layer(bin) != munroLayer) || claims.find(bin) < 0) {
      return false;
    }
    if (claims.signed() && claims.signedFirst() != first) {
      settle();
    }
    if (isStale(ntp, nowMicros) || last < ring.oldestKept()) {
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
    long leaf = Bin.ofChunk(chunk);
    if (tree.known(leaf)) {
      boolean genuine = climb.matchesLeaf(leaf, tree, d, offset, length) && !contradicts();
      return genuine ? Verdict.VERIFIED : Verdict.FALSE;
    }
    long munro = munroOf(chunk);
    if (munro == Bin.NONE || !climb.find(leaf, munro, tree, claims)) {
      return claims.stale ? Verdict.STALE : Verdict.UNPROVEN;
    }
    climb.hash(d, offset, length);
    return tree.known(climb.end()) ? checkKnown() : checkSigned();
  }

  /** Returns the munro of a chunk, known or signed in this datagram, or NONE. */
  private long munroOf(long chunk) {
    if (munroLayer != 0) {
      long munro = Bin.of(munroLayer, chunk >>> munroLayer);
      if (tree.known(munro)) {
        return munro;
      }
    }
    boolean covered =
        claims.signed() && claims.signedFirst() <= chunk && chunk <= claims.signedLast();
    return covered ? Bin.ofRange(claims.signedFirst(), claims.signedLast()) : Bin.NONE;
  }

  private Verdict checkKnown() {
    if (!climb.endMatches(tree) || contradicts()) {
      return Verdict.FALSE;
    }
    climb.keep(tree);
    claims.use();
    return Verdict.VERIFIED;
  }

  private Verdict checkSigned() {
    int munro = claims.find(climb.end());
    if (!climb.endMatches(claims.hashes(), claims.at(munro))) {
      return Verdict.FALSE; // found out without a look at the signature
    }
    Verdict verdict = checkMunro(climb.end(), munro);
    if (verdict == Verdict.VERIFIED) {
      climb.keep(tree);
      claims.use();
    }
    return verdict;
  }

  /** Checks the signature of the munro that is claimed at a place. */
  private Verdict checkMunro(long bin, int claim) {
    int length = metadata.hashLength();
    long first = claims.signedFirst();
    long last = claims.signedLast();
    long ntp = claims.ntp();
    byte[] text = text(first, last, ntp, length);
    System.arraycopy(claims.hashes(), claims.at(claim), text, text.length - length, length);
    byte[] signature = claims.signature();
    Verdict verdict = checks.check(claims, text, () -> accept(bin, ntp, text, signature));
    // One that was found genuine before may have been pushed out of the ring since.
    return verdict == Verdict.VERIFIED && !tree.known(bin) ? Verdict.STALE : verdict;
  }

  /** Takes a genuine munro into the tree; its hash ends the text that was signed. */
  private boolean accept(long bin, long timestamp, byte[] text, byte[] signature) {
    boolean fits = munroLayer == 0 || munroLayer == Bin.layer(bin);
    if (!fits) {
      return false;
    }
    if (Bin.first(bin) >= ring.oldestKept()) {
      adopt(bin, timestamp, text, text.length - metadata.hashLength(), signature);
    }
    return true;
  }

  private void adopt(long bin, long timestamp, byte[] hash, int offset, byte[] signature) {
    munroLayer = Bin.layer(bin);
    keep(Bin.first(bin), Bin.last(bin), timestamp, signature);
    tree.put(bin, hash, offset);
  }

  /** Takes a munro that was signed here, whose subtree is in the tree already. */
  void sign(long bin, long timestamp, byte[] hash, SigningKey key) {
    byte[] text = text(Bin.first(bin), Bin.last(bin), timestamp, hash.length);
    System.arraycopy(hash, 0, text, text.length - hash.length, hash.length);
    adopt(bin, timestamp, hash, 0, key.sign(text));
  }

  @Override
  public Verdict end() {
    Verdict verdict = settle();
    return verdict == Verdict.VERIFIED && claims.stale ? Verdict.STALE : verdict;
  }

  /** Lets a signed munro take effect that no chunk has used (§6.1.2.4). */
  private Verdict settle() {
    if (contradicts()) {
      return Verdict.FALSE;
    }
    if (!claims.signed()) {
      return Verdict.VERIFIED;
    }
    long bin = Bin.ofRange(claims.signedFirst(), claims.signedLast());
    Verdict verdict = tree.known(bin) ? Verdict.VERIFIED : checkMunro(bin, claims.find(bin));
    if (verdict != Verdict.PENDING) {
      claims.dropSignature();
    }
    return verdict;
  }

  /** Tells whether the signed munro of the claims is a known one with another hash. */
  private boolean contradicts() {
    if (!claims.signed()) {
      return false;
    }
    long bin = Bin.ofRange(claims.signedFirst(), claims.signedLast());
    int claim = claims.find(bin);
    return tree.known(bin) && !tree.matches(bin, claims.hashes(), claims.at(claim));
  }

  @Override
  public long munroWidth() {
    return munroLayer == 0 ? 0 : 1L << munroLayer;
  }

  @Override
  public long timestamp(long chunk) {
    if (munroLayer == 0) {
      return 0;
    }
    long munro = Bin.of(munroLayer, chunk >>> munroLayer);
    return tree.known(munro) ? ring.timestamp(Bin.first(munro)) : 0;
  }

  @Override
  public void proof(long chunk, ChunkRanges known, Proof out) {
    out.clear();
    long munro = Bin.of(munroLayer, chunk >>> munroLayer);
    // §6.1.2.3: the signed munro first, unless the peer possesses a chunk with the same
    // corresponding munro
    if (!known.intersects(Bin.first(munro), Bin.last(munro))) {
      addMunro(munro, out);
    }
    out.addUncles(chunk, known, munro);
  }

  @Override
  public void rightmost(Proof out) {
    out.clear();
    if (rightmostMunro() >= 0) {
      addMunro(Bin.of(munroLayer, rightmostMunro() >>> munroLayer), out);
    }
  }

  private void addMunro(long munro, Proof out) {
    out.add(munro);
    out.sign(Bin.first(munro), Bin.last(munro), ring.timestamp(Bin.first(munro)));
  }

  @Override
  public void copyHash(long bin, ByteBuffer dst) {
    tree.copyHash(bin, dst);
  }
}
