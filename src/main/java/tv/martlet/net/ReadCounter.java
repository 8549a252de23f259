package tv.martlet.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/** Counts the receiving system calls: each asks for one buffer. Owned by the event loop. */
final class ReadCounter {
  /** Reading goes on until nothing is left; {@link UdpPort} looks after its timers in between. */
  private static final int MAX_READS = Integer.MAX_VALUE;

  private long reads;

  long reads() {
    return reads;
  }

  RecvByteBufAllocator allocator(int bytes) {
    FixedRecvByteBufAllocator fixed = new FixedRecvByteBufAllocator(bytes);
    fixed.maxMessagesPerRead(MAX_READS);
    return () -> new Counting((RecvByteBufAllocator.ExtendedHandle) fixed.newHandle());
  }

  @SuppressWarnings("deprecation") // the only way to see each read
  private final class Counting extends RecvByteBufAllocator.DelegatingHandle
      implements RecvByteBufAllocator.ExtendedHandle {
    private final RecvByteBufAllocator.ExtendedHandle handle;

    Counting(RecvByteBufAllocator.ExtendedHandle handle) {
      super(handle);
      this.handle = handle;
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
      reads++;
      return super.allocate(allocator);
    }

    @Override
    public boolean continueReading(io.netty.util.UncheckedBooleanSupplier maybeMoreData) {
      return handle.continueReading(maybeMoreData);
    }
  }
}
