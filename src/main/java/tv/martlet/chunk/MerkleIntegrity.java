package tv.martlet.chunk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.tinylog.Logger;

/**
 * Static content under its root hash (RFC 7574 §5.1 to §5.6).
 *
 * <p>The peak hashes alone do not prove the number of chunks: since leaves and inner nodes are
 * hashed alike, the same hashes stand for half or twice the size as well. So the number is taken,
 * and memory and file are made, when a chunk has been proven with it. A short last chunk of exactly
 * two hashes' length could itself be an inner node and proves no size.
 */
public final class MerkleIntegrity extends Integrity {
  private static final int MAX_PEAK_LISTS = 4; // tried in the claims of one source

  private final SwarmMetadata metadata;
  private final ChunkFile store;
  private final long maxChunks;
  private final byte[] root;
  private final Climb climb;
  private final ClaimBook book;
  private final PeakHashes peaks;
  private HashTree tree; // null until the number of chunks is proven
  private long count = -1;
  private long contentLength = -1;
  private boolean tooLarge;
  private Claims claims;

  /** Makes the proof of content to be fetched, of at most so many bytes. */
  MerkleIntegrity(SwarmMetadata metadata, ChunkFile store, long maxBytes) {
    this.metadata = metadata;
    this.store = store;
    this.maxChunks = Math.min((maxBytes - 1) / metadata.chunkSize() + 1, HashTree.MAX_CAPACITY);
    root = metadata.id().copy();
    climb = new Climb(metadata.hash());
    book = new ClaimBook(metadata.hashLength(), 0);
    peaks = new PeakHashes(metadata.hash());
  }

  /** Makes the proof of a complete file from its tree. */
  MerkleIntegrity(SwarmMetadata metadata, ChunkFile store, HashTree tree) {
    this(metadata, store, metadata.length());
    this.tree = tree;
    count = metadata.chunkCount();
    contentLength = metadata.length();
  }

  @Override
  public void begin(Object source) {
    claims = book.begin(source);
  }

  @Override
  public boolean hash(long first, long last, ByteBuffer d, int offset) {
    long bin = Bin.ofRange(first, last);
    if (bin == Bin.NONE || (count >= 0 && first >= count)) {
      return false;
    }
    // A sender that does not use peak hashes may name incomplete nodes: nothing here needs them.
    boolean incomplete = count >= 0 && last >= count;
    return incomplete || claims.add(bin, d, offset);
  }

  /** Returns false: static content has no signatures. */
  @Override
  public boolean signature(
      long first, long last, long ntp, ByteBuffer d, int offset, long nowMicros) {
    return false;
  }

  @Override
  public Verdict check(long chunk, ByteBuffer d, int offset, int length) {
    Verdict verdict = judge(chunk, d, offset, length);
    if (verdict == Verdict.FALSE) {
      claims.discard();
    }
    return verdict;
  }

  private Verdict judge(long chunk, ByteBuffer d, int offset, int length) {
    if (chunk < 0 || chunk > Bin.MAX_CHUNK || length < 1 || length > metadata.chunkSize()) {
      return Verdict.FALSE;
    }
    return count < 0 ? checkFirst(chunk, d, offset, length) : checkNext(chunk, d, offset, length);
  }

  private Verdict checkNext(long chunk, ByteBuffer d, int offset, int length) {
    if (!fits(chunk, length, count)) {
      return Verdict.FALSE;
    }
    long leaf = Bin.ofChunk(chunk);
    if (tree.known(leaf)) {
      return verdict(climb.matchesLeaf(leaf, tree, d, offset, length), chunk, length);
    }
    if (!climb.find(leaf, PeakHashes.peakOf(chunk, count), tree, claims)) {
      return Verdict.UNPROVEN;
    }
    climb.hash(d, offset, length);
    if (!climb.endMatches(tree)) {
      return Verdict.FALSE;
    }
    climb.keep(tree);
    return verdict(true, chunk, length);
  }

  /** Tells whether a chunk can be that long: only the last one may be short. */
  private boolean fits(long chunk, int length, long chunks) {
    if (chunk < chunks - 1) {
      return length == metadata.chunkSize();
    }
    boolean exact =
        metadata.length() < 0 || length == metadata.length() - chunk * metadata.chunkSize();
    return chunk == chunks - 1 && exact;
  }

  private Verdict verdict(boolean genuine, long chunk, int length) {
    if (!genuine) {
      return Verdict.FALSE;
    }
    claims.use();
    if (chunk == count - 1) {
      contentLength = chunk * metadata.chunkSize() + length; // RFC 7574 §5.6.2
    }
    return Verdict.VERIFIED;
  }

  /** Checks a chunk while the number of chunks is not proven yet. */
  private Verdict checkFirst(long chunk, ByteBuffer d, int offset, int length) {
    if (!findPeaks()) {
      return checkOnly(chunk, d, offset, length);
    }
    long chunks = peaks.chunks();
    if (!fits(chunk, length, chunks)) {
      return Verdict.FALSE;
    }
    if (!climb.find(Bin.ofChunk(chunk), PeakHashes.peakOf(chunk, chunks), null, claims)) {
      return Verdict.UNPROVEN;
    }
    climb.hash(d, offset, length);
    int peak = claims.find(climb.end());
    if (!climb.endMatches(claims.hashes(), claims.at(peak))) {
      return Verdict.FALSE;
    }
    return accept(chunks, chunk, length);
  }

  /** RFC 7574 §8.16: content of one chunk needs no hashes, since the chunk's is the root. */
  private Verdict checkOnly(long chunk, ByteBuffer d, int offset, int length) {
    long leaf = Bin.ofChunk(0);
    if (chunk != 0 || !climb.find(leaf, leaf, null, claims)) {
      return Verdict.UNPROVEN;
    }
    climb.hash(d, offset, length);
    boolean genuine = climb.endMatches(root, 0) && fits(0, length, 1) && allowed(1);
    if (!genuine) {
      return Verdict.UNPROVEN;
    }
    peaks.clear();
    peaks.add(leaf, root, 0);
    return accept(1, 0, length);
  }

  private Verdict accept(long chunks, long chunk, int length) {
    boolean ambiguous = metadata.length() < 0 && length == 2 * metadata.hashLength();
    if (ambiguous) {
      return Verdict.UNPROVEN;
    }
    try {
      long bytes = Math.multiplyExact(chunks, 2L * metadata.hashLength());
      tree =
          new HashTree(
              Region.scratch(bytes, 2 * metadata.hashLength()), metadata.hashLength(), chunks);
    } catch (IOException e) {
      throw new UncheckedIOException("no room for the hashes of the content: " + e.getMessage(), e);
    }
    store.size(chunks);
    count = chunks;
    byte[] hash = new byte[metadata.hashLength()];
    for (int i = 0; i < peaks.count(); i++) {
      peaks.get(i, hash, 0);
      tree.put(peaks.bin(i), hash, 0);
    }
    climb.keep(tree);
    return verdict(true, chunk, length);
  }

  /** Looks among the claims for peak hashes that lead to the root hash (RFC 7574 §5.6.2). */
  private boolean findPeaks() {
    int tries = 0;
    for (int start = 0; start < claims.count() && tries < MAX_PEAK_LISTS; start++) {
      if (Bin.first(claims.bin(start)) == 0) {
        tries++;
        peaks.clear();
        for (int i = start; i < claims.count(); i++) {
          if (!peaks.add(claims.bin(i), claims.hashes(), claims.at(i))) {
            break;
          }
        }
        if (peaks.provenBy(root) && allowed(peaks.chunks())) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean allowed(long chunks) {
    if (metadata.length() >= 0 && chunks != metadata.chunkCount()) {
      return false;
    }
    if (chunks > maxChunks && !tooLarge) {
      tooLarge = true;
      Logger.warn(
          "swarm {}: a peer says that it has {} chunks, more than the limit of {}; raise the limit to fetch it",
          metadata.id(),
          chunks,
          maxChunks);
    }
    return chunks <= maxChunks;
  }

  @Override
  public Verdict end() {
    return Verdict.VERIFIED;
  }

  @Override
  public long chunkCount() {
    return count;
  }

  @Override
  public long contentLength() {
    return count >= 0 && metadata.length() >= 0 ? metadata.length() : contentLength;
  }

  @Override
  public void proof(long chunk, ChunkRanges known, Proof out) {
    out.clear();
    if (count == 1) {
      return; // RFC 7574 §8.16: the root hash is the chunk's
    }
    if (known.isEmpty()) {
      addPeaks(out);
    }
    out.addUncles(chunk, known, PeakHashes.peakOf(chunk, count));
  }

  /** RFC 7574 §5.6.2: all the peak hashes, unless the peer has acknowledged any chunk. */
  private void addPeaks(Proof out) {
    long first = 0;
    while (first < count) {
      long peak = PeakHashes.peakOf(first, count);
      out.add(peak);
      first = Bin.last(peak) + 1;
    }
  }

  @Override
  public void copyHash(long bin, ByteBuffer dst) {
    tree.copyHash(bin, dst);
  }

  /** Not called: no proof names a signature. */
  @Override
  public void copySignature(long firstChunk, ByteBuffer dst) {
    throw new IllegalStateException("static content has no signatures");
  }
}
