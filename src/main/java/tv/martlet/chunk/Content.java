package tv.martlet.chunk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * The content of one swarm: what it is, where its chunks are kept, how they are proven.
 *
 * @param writer the injector's pen; null for all others
 */
public record Content(
    SwarmMetadata metadata, ChunkStore store, Integrity integrity, LiveWriter writer)
    implements AutoCloseable {

  /** Munros older than this are refused unless told otherwise, in microseconds. */
  public static final long DEFAULT_MAX_AGE_MICROS = 60_000_000;

  /** The most munros whose signatures are under way or remembered as false. */
  private static final int MUNRO_CHECKS = 32;

  /** The same for single chunks. */
  private static final int CHUNK_CHECKS = 256;

  /**
   * Opens a complete file for seeding and hashes it.
   *
   * @param template what to hash it with; its ID and length are replaced by those of the file,
   *     except that an unprotected swarm (method 0) keeps its ID
   * @param progress hears of the number of bytes hashed so far
   * @throws IOException with a sentence that says what to change
   */
  public static Content seedFile(Path file, SwarmMetadata template, LongConsumer progress)
      throws IOException {
    ChunkFile store = ChunkFile.open(file, template.chunkSize());
    long last = store.capacity() - 1;
    if (last > template.addressing().maxChunk()) {
      throw new IOException(
          file
              + " has "
              + (last + 1)
              + " chunks, too many for "
              + template.addressing()
              + ": choose CHUNKS_64");
    }
    SwarmMetadata sized = template.withLength(last * template.chunkSize() + store.length(last));
    if (template.integrity() == IntegrityMethod.NONE) {
      return new Content(sized, store, new NoIntegrity(sized, store), null);
    }
    requireStatic(template);
    FileHashing hashing = new FileHashing(store, template.hash());
    hashing.run(progress);
    SwarmMetadata metadata = sized.withId(hashing.root());
    return new Content(metadata, store, new MerkleIntegrity(metadata, store, hashing.tree()), null);
  }

  /**
   * Fetches static content into a file, which is called NAME.part until {@link ChunkFile#complete}.
   *
   * @param maxBytes the largest content taken
   * @throws IOException with a sentence that says what to change
   */
  public static Content fetchFile(Path file, SwarmMetadata metadata, long maxBytes)
      throws IOException {
    if (metadata.length() > maxBytes) {
      throw new IOException(
          "the content has "
              + metadata.length()
              + " bytes, more than the limit of "
              + maxBytes
              + ": raise the limit");
    }
    if (metadata.integrity() != IntegrityMethod.NONE) {
      requireStatic(metadata);
      ChunkFile store = ChunkFile.create(file, metadata.chunkSize());
      return new Content(metadata, store, new MerkleIntegrity(metadata, store, maxBytes), null);
    }
    if (metadata.length() < 0) {
      throw new IOException("unprotected content must come with its length: add len= to its URI");
    }
    ChunkFile store = ChunkFile.create(file, metadata.chunkSize());
    store.size(metadata.chunkCount());
    return new Content(metadata, store, new NoIntegrity(metadata, store), null);
  }

  private static void requireStatic(SwarmMetadata metadata) {
    if (metadata.integrity() != IntegrityMethod.MERKLE_TREE) {
      throw new IllegalArgumentException(
          "a file is protected by a Merkle tree, not by " + metadata.integrity());
    }
  }

  /** Receives a live stream into a ring of so many bytes. */
  public static Content live(
      SwarmMetadata metadata,
      long ringBytes,
      SignatureChecker checker,
      Integrity.Listener listener) {
    return live(metadata, ringBytes, checker, listener, DEFAULT_MAX_AGE_MICROS);
  }

  /**
   * Receives a live stream; munros older than so many microseconds are refused.
   *
   * @throws IllegalArgumentException with a sentence, if the key is none or the ring too small
   */
  public static Content live(
      SwarmMetadata metadata,
      long ringBytes,
      SignatureChecker checker,
      Integrity.Listener listener,
      long maxAgeMicros) {
    // A wrong key is told before the ring takes its memory.
    Function<ChunkRing, Integrity> proof =
        switch (metadata.integrity()) {
          case NONE -> ring -> new NoIntegrity(metadata, ring);
          case SIGN_ALL -> {
            SignatureChecks checks = checks(metadata, checker, listener, CHUNK_CHECKS);
            yield ring -> new SignAllIntegrity(metadata, ring, checks, maxAgeMicros);
          }
          case UNIFIED_MERKLE_TREE -> {
            SignatureChecks checks = checks(metadata, checker, listener, MUNRO_CHECKS);
            yield ring -> new UnifiedIntegrity(metadata, ring, checks, maxAgeMicros);
          }
          case MERKLE_TREE ->
              throw new IllegalArgumentException(
                  "a Merkle tree protects static content, not a live stream");
        };
    ChunkRing ring = new ChunkRing(metadata, ringBytes);
    return new Content(metadata, ring, proof.apply(ring), null);
  }

  private static SignatureChecks checks(
      SwarmMetadata metadata, SignatureChecker checker, Integrity.Listener listener, int places) {
    return new SignatureChecks(SwarmKey.parse(metadata.id()), checker, listener, places);
  }

  /**
   * Makes a live stream.
   *
   * @param key signs; null for an unprotected swarm
   * @param munroWidth chunks a signature, a power of two from 2 to 1,024; a unified Merkle tree
   *     alone heeds it
   * @param firstChunk number of the first chunk, a multiple of the munro width
   * @throws IllegalArgumentException with a sentence, if these do not fit each other
   */
  public static Content inject(
      SwarmMetadata metadata, SigningKey key, long ringBytes, int munroWidth, long firstChunk) {
    if (metadata.integrity().isSigned()
        && (key == null || !key.publicKey().id().equals(metadata.id()))) {
      throw new IllegalArgumentException("the signing key does not belong to the swarm ID");
    }
    Content made =
        live(
            metadata,
            ringBytes,
            SignatureChecker.inline(),
            (first, last, ntp, genuine, source) -> {});
    ChunkRing ring = (ChunkRing) made.store();
    int width = metadata.integrity() == IntegrityMethod.UNIFIED_MERKLE_TREE ? munroWidth : 1;
    checkWidth(metadata, ring, width);
    if (firstChunk < 0 || firstChunk > Bin.MAX_CHUNK / 2 || firstChunk % width != 0) {
      throw new IllegalArgumentException(
          "the first chunk must be a multiple of the "
              + width
              + " chunks a signature, not "
              + firstChunk);
    }
    LiveWriter.Start start = new LiveWriter.Start(width, firstChunk);
    return new Content(
        metadata,
        ring,
        made.integrity(),
        new LiveWriter(metadata, ring, made.integrity(), key, start));
  }

  private static void checkWidth(SwarmMetadata metadata, ChunkRing ring, int width) {
    boolean tree = metadata.integrity() == IntegrityMethod.UNIFIED_MERKLE_TREE;
    if (tree && (width < 2 || width > 1024 || Integer.bitCount(width) != 1)) {
      throw new IllegalArgumentException(
          "the number of chunks a signature must be a power of two from 2 to 1024, not " + width);
    }
    if (width > ring.maxMunroWidth()) {
      throw new IllegalArgumentException(
          "the ring is too small for "
              + width
              + " chunks a signature: at most "
              + ring.maxMunroWidth()
              + " fit");
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
