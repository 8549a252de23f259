package tv.martlet.media;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * A stream that someone else paces and that cannot be opened again: standard input. A read waits
 * for the writer as long as it takes; interrupting the reading thread ends it, because a channel is
 * read and not a stream.
 */
final class PipeInput implements MediaInput {
  private static final int BLOCK = 64 * 1024;

  private final String name;
  private final ReadableByteChannel in;
  private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);

  PipeInput(String name, ReadableByteChannel in) {
    this.name = name;
    this.in = in;
  }

  /** The process's standard input. */
  @SuppressWarnings("resource") // its channel is what is read, to the end of the process
  static PipeInput standard() {
    return new PipeInput("standard input", new FileInputStream(FileDescriptor.in).getChannel());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void open() {}

  @Override
  public Read read(ByteSink sink, long waitMillis) throws IOException {
    block.clear();
    if (in.read(block) < 0) {
      return Read.END;
    }
    sink.accept(block.flip());
    return Read.SOME;
  }

  @Override
  public boolean endsForGood() {
    return true;
  }

  @Override
  public void close() {}
}
