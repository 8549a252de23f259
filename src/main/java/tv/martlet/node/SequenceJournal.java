package tv.martlet.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Remembers, over restarts, up to which number a broadcaster may have signed chunks: no number is
 * ever signed twice. Numbers are reserved ahead on disk; a crash loses the rest of a reservation,
 * an orderly end nothing.
 */
final class SequenceJournal {
  /** Chunks reserved at a time: 8 s of 8 Mbit/s. */
  static final long RESERVED = 8192;

  private final Path file;
  private final long first;
  private long reserved;

  /**
   * Opens a journal, or begins one.
   *
   * @param munro the first number is a multiple of this
   * @throws IOException with a sentence if the file cannot be read or written
   */
  SequenceJournal(Path file, int munro) throws IOException {
    this.file = file;
    this.first = (read() + munro - 1) / munro * munro;
    reserve(first);
  }

  private long read() throws IOException {
    if (!Files.exists(file)) {
      return 0;
    }
    String text = Files.readString(file).strip();
    try {
      long next = Long.parseLong(text);
      if (next >= 0 && next < 1L << 60) {
        return next;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IOException(
        file
            + " does not hold a chunk number: put the number of a chunk in it that was never signed,"
            + " or broadcast with a new key");
  }

  /** The first chunk to sign. */
  long first() {
    return first;
  }

  /** True when a new reservation should be written soon. */
  boolean isLow(long next) {
    return next + RESERVED / 2 > reserved;
  }

  /** Reserves ahead of the chunk that is signed next. */
  void reserve(long next) throws IOException {
    write(next + RESERVED);
    reserved = next + RESERVED;
  }

  /** An orderly end: nothing from {@code next} on was signed. */
  void close(long next) throws IOException {
    write(next);
  }

  private void write(long next) throws IOException {
    AtomicFile.write(file, (next + "\n").getBytes(StandardCharsets.US_ASCII));
  }
}
