package tv.martlet.chunk;

import java.io.IOException;
import java.nio.file.Path;
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

  /**
   * Opens a complete file for seeding and hashes it.
   *
   * @param template what to hash it with; its ID and length are replaced by those of the file,
   *     except that an unprotected swarm (method 0) keeps its ID
   * @param progress hears of the number of bytes hashed so far
   */
  public static Content seedFile(Path file, SwarmMetadata template, LongConsumer progress)
      throws IOException {
    return null; // follows
  }

  /**
   * Fetches static content into a file, which is called NAME.part until it is complete.
   *
   * @param maxBytes the largest content taken
   */
  public static Content fetchFile(Path file, SwarmMetadata metadata, long maxBytes)
      throws IOException {
    return null; // follows
  }

  /** Receives a live stream into a ring of so many bytes. */
  public static Content live(
      SwarmMetadata metadata,
      long ringBytes,
      SignatureChecker checker,
      Integrity.Listener listener) {
    return live(metadata, ringBytes, checker, listener, DEFAULT_MAX_AGE_MICROS);
  }

  /** Receives a live stream; munros older than so many microseconds are refused. */
  public static Content live(
      SwarmMetadata metadata,
      long ringBytes,
      SignatureChecker checker,
      Integrity.Listener listener,
      long maxAgeMicros) {
    return null; // follows
  }

  /**
   * Makes a live stream.
   *
   * @param key signs; null for an unprotected swarm
   * @param munroWidth chunks a signature, a power of two from 2 to 1,024; a unified Merkle tree
   *     alone heeds it
   * @param firstChunk number of the first chunk, a multiple of the munro width
   */
  public static Content inject(
      SwarmMetadata metadata, SigningKey key, long ringBytes, int munroWidth, long firstChunk) {
    return null; // follows
  }

  @Override
  public void close() {
    store.close();
  }
}
