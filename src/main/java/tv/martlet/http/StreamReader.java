package tv.martlet.http;

import java.nio.ByteBuffer;

/**
 * A pull cursor over one channel's byte stream, for one viewer.
 *
 * <p>Threads: the web calls every method on its own loop, one at a time, {@link #onReadable} once
 * and first. Only the wake-up goes the other way: the implementation may run it on any thread, as
 * often as it likes, also after {@link #close}; it is cheap, never blocks and never throws.
 *
 * <p>No wake-up may be lost: when bytes (or the end) arrive after a {@link #read} that returned 0,
 * the wake-up must run at least once after their arrival.
 */
public interface StreamReader extends AutoCloseable {
  /** The stream has ended and every byte has been read. */
  int ENDED = -1;

  /** The bytes at the cursor have been overwritten: this viewer fell too far behind. */
  int OVERRUN = -2;

  /**
   * Copies what is there into {@code dst} without waiting.
   *
   * @param dst receives from its position up to its limit; its position moves by the bytes copied
   * @return bytes copied, 0 when nothing is new, {@link #ENDED} or {@link #OVERRUN}
   */
  int read(ByteBuffer dst);

  /** Names the wake-up to run when {@link #read} has something new to say. */
  void onReadable(Runnable wake);

  /** Gives the cursor back; called exactly once. */
  @Override
  void close();
}
