package tv.martlet.peer;

import tv.martlet.chunk.ChunkRanges;

/** Chooses what to ask of a neighbour next (RFC 7574 §9.1). */
public interface ChunkPicker {
  /**
   * Adds at most {@code budget} chunks that the neighbour has, that are wanted and that are asked
   * of nobody yet.
   */
  void pick(Interest interest, Channel neighbour, int budget, long now, ChunkRanges out);
}
