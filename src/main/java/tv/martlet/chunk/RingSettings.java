package tv.martlet.chunk;

/**
 * The section {@code [ring]}: where a live channel's chunks are kept.
 *
 * @param bytes size of one channel's ring with chunks, hashes and signatures, 1 MiB to 1 GiB
 */
public record RingSettings(long bytes) {}
