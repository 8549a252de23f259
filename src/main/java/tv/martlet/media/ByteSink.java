package tv.martlet.media;

import java.nio.ByteBuffer;

/** Takes bytes of a stream, one piece after the other, on one thread at a time. */
@FunctionalInterface
public interface ByteSink {
  /**
   * Takes the remaining bytes. They are the caller's and may change after this returns: what is to
   * stay must be copied. The position may be moved, the contents must not be changed.
   */
  void accept(ByteBuffer bytes);
}
