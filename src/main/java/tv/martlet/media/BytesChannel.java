package tv.martlet.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** Bytes in memory, read like a file. */
final class BytesChannel implements SeekableByteChannel {
  private final byte[] bytes;
  private int position;
  private volatile boolean open = true;

  BytesChannel(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The clip that comes with Martlet. */
  static BytesChannel demo() throws IOException {
    try (InputStream in = BytesChannel.class.getResourceAsStream("demo.ts")) {
      if (in == null) {
        throw new IllegalStateException("demo.ts is not in the jar");
      }
      return new BytesChannel(in.readAllBytes());
    }
  }

  @Override
  public int read(ByteBuffer to) throws IOException {
    if (!open) {
      throw new ClosedChannelException();
    }
    int n = Math.min(to.remaining(), bytes.length - position);
    if (n <= 0 && to.hasRemaining()) {
      return -1;
    }
    to.put(bytes, position, n);
    position += n;
    return n;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long to) {
    position = (int) Math.min(to, bytes.length);
    return this;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }
}
