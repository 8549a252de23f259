package tv.martlet.node;

import tv.martlet.chunk.Content;

/**
 * The played part of a live channel, from which streams and recordings are copied. All but {@link
 * #onEngine} is for the engine's thread.
 */
interface LiveFeed {
  /** False until playing has begun somewhere. */
  boolean isReady();

  /** Ring and signatures. */
  Content content();

  /** The chunk at which playing began, or began anew when the stream went on somewhere else. */
  long start();

  /** The first chunk that is not out yet; all before it are here, given up or forgotten. */
  long next();

  /** How far behind the newest chunk a newcomer starts, microseconds of stream time. */
  long offsetMicros();

  /** Has something done on the engine's thread; not at all once the channel is left. */
  void onEngine(Runnable work);
}
