package tv.martlet.media;

import java.io.Closeable;
import java.io.IOException;

/**
 * Brings in a stream of bytes from one place: open, read until the end or a failure, close, and
 * open again. One thread opens and reads; any thread may close, which ends a read that waits.
 */
public interface MediaInput extends Closeable {
  /** The input for an address. Nothing is opened yet. */
  static MediaInput of(InputUri uri, PaceClock clock) {
    return switch (uri.kind()) {
      case STDIN -> PipeInput.standard();
      case FILE -> new FileInput(uri, () -> FileInput.openFile(uri.place()), clock);
      case DEMO -> new FileInput(uri, BytesChannel::demo, clock);
      case UDP, RTP -> new UdpInput(uri);
      case HTTP -> new HttpInput(uri);
    };
  }

  /** The address as the user knows it. */
  String name();

  /** Gets ready to read. Failures say what to change. */
  void open() throws IOException;

  /**
   * Waits for bytes, at most about a tenth of a second longer than asked, and hands on what has
   * come.
   *
   * @param waitMillis how long to wait for something
   * @return what became of it
   */
  Read read(ByteSink sink, long waitMillis) throws IOException;

  /** Whether to open it again after its end: a file that has been played is done. */
  boolean endsForGood();

  /** Packets known to have been lost on the way; 0 where the input cannot tell. */
  default long lost() {
    return 0;
  }

  /** Closes what is open; it can be opened again. */
  @Override
  void close() throws IOException;

  /** What a read came to. */
  enum Read {
    /** Bytes were handed on. */
    SOME,
    /** Nothing came in time. */
    NOTHING,
    /** The stream has ended. */
    END
  }
}
