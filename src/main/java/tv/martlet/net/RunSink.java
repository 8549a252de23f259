package tv.martlet.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import tv.martlet.peer.DatagramSink;

/**
 * Gathers datagrams into runs: of equal size, to one address, side by side in memory.
 *
 * <pre>
 *   arena  │1053│1053│1053│ 87│1102│1102│
 *          └ run to A, one call ┘└ run to B ┘      the last of a run may be shorter
 * </pre>
 *
 * Owned by the event loop. Memory is released by the socket once a run has been sent.
 */
final class RunSink implements DatagramSink {
  /** One segmented send: the kernel takes 64 segments and 64 KiB. */
  private static final int MAX_SEGMENTS = 64;

  private static final int MAX_RUN_BYTES = 65_000;
  private static final int ARENA_BYTES = 256 << 10;

  private final Transport transport;
  private final ByteBufAllocator allocator;
  private Channel channel;
  private boolean segments;

  private ByteBuf arena;
  private ByteBuffer memory;
  private int begunAt;

  private InetSocketAddress to;
  private int runAt;
  private int runBytes;
  private int runSegment;
  private int runCount;
  private boolean runClosed;

  private long dropped;
  private long flushes;
  private boolean unflushed;

  RunSink(Transport transport, ByteBufAllocator allocator) {
    this.transport = transport;
    this.allocator = allocator;
    this.segments = transport.segments();
  }

  void attach(Channel socket) {
    channel = socket;
  }

  @Override
  public ByteBuffer begin(int maxBytes) {
    int at = runAt + runBytes;
    if (arena == null || memory.capacity() - at < maxBytes) {
      newArena(maxBytes);
      at = 0;
    }
    begunAt = at;
    memory.limit(memory.capacity()).position(at);
    return memory;
  }

  private void newArena(int maxBytes) {
    seal();
    if (arena != null) {
      arena.release();
    }
    int bytes = Math.max(ARENA_BYTES, maxBytes);
    arena = allocator.directBuffer(bytes, bytes);
    memory = arena.internalNioBuffer(0, bytes).slice();
    runAt = 0;
    runBytes = 0;
  }

  @Override
  public void send(InetSocketAddress address) {
    int length = memory.position() - begunAt;
    boolean joins =
        runCount > 0
            && !runClosed
            && segments
            && length <= runSegment
            && runCount < MAX_SEGMENTS
            && runBytes + length <= MAX_RUN_BYTES
            && address.equals(to);
    if (!joins) {
      int at = runAt + runBytes;
      seal();
      to = address;
      runAt = at;
      runBytes = 0;
      runSegment = length;
      runClosed = false;
    }
    runBytes += length;
    runCount++;
    runClosed |= length < runSegment;
  }

  @SuppressWarnings(
      "FutureReturnValueIgnored") // the void promise: a lost datagram is a lost datagram
  private void seal() {
    if (runCount == 0) {
      return;
    }
    if (channel.isWritable()) {
      ByteBuf run = arena.retainedSlice(runAt, runBytes);
      DatagramPacket packet =
          runCount > 1 ? transport.packet(run, runSegment, to) : new DatagramPacket(run, to);
      channel.write(packet, channel.voidPromise());
      unflushed = true;
    } else {
      dropped += runCount; // the socket is full: as on any full link, what does not fit is lost
    }
    runAt += runBytes;
    runBytes = 0;
    runCount = 0;
  }

  /** Hands all that was written to the system. */
  void flush() {
    seal();
    if (unflushed) {
      unflushed = false;
      flushes++;
      channel.flush();
    }
  }

  /** A segmented send failed: this path or device cannot; one by one from now on. */
  void withoutSegments() {
    segments = false;
  }

  long dropped() {
    return dropped;
  }

  long flushes() {
    return flushes;
  }

  void close() {
    runCount = 0;
    if (arena != null) {
      arena.release();
      arena = null;
    }
  }
}
