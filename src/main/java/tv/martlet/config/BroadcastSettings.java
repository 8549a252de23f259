package tv.martlet.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The section {@code [broadcast]}: a channel that this node injects.
 *
 * @param input where the MPEG-TS comes from; empty where the command line says
 * @param key PEM file of the signing key
 * @param chunkSize bytes of a chunk, 512 to 8,192
 * @param munro chunks under one signature, a power of two from 2 to 1,024 (RFC 7574 §6.1.2.1)
 * @param addressing how chunks are numbered on the wire
 * @param state file that remembers the last chunk signed, so that a restart never signs a number
 *     twice; empty for one in the node's data folder
 */
public record BroadcastSettings(
    String input,
    Optional<Path> key,
    int chunkSize,
    int munro,
    Addressing addressing,
    Optional<Path> state) {

  /** Chunk addressing methods with their codes (RFC 7574 §7.8). */
  public enum Addressing {
    /** 32-bit bins. */
    BINS32(0),
    /** 64-bit byte ranges. */
    BYTES64(1),
    /** 32-bit chunk ranges. */
    CHUNKS32(2),
    /** 64-bit bins. */
    BINS64(3),
    /** 64-bit chunk ranges. */
    CHUNKS64(4);

    private final int code;

    Addressing(int code) {
      this.code = code;
    }

    /** Code on the wire. */
    public int code() {
      return code;
    }
  }
}
