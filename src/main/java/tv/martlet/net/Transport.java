package tv.martlet.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.unix.SegmentedDatagramPacket;
import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * What the system offers for UDP: epoll with segmented sends where there is Linux, NIO elsewhere.
 */
final class Transport {
  /**
   * The longest run of datagrams received at once: UDP_GRO gives up to 64 KiB. The buffer must not
   * hold two: then Netty reads by recvmmsg, which drops the length of a run's datagrams, and all
   * but the first of them would be lost.
   */
  private static final int GRO_BYTES = 65_536;

  /** Runs handed over by one flush; what one call takes, without waking for the rest. */
  private static final int RUNS_AT_ONCE = 1024;

  private static final int SOCKET_BUFFER = 4 << 20;
  private static final int PENDING_SENDS = 8 << 20;

  private static final int PAGE = 8192;

  /** Memory is taken from the system in pieces of a mebibyte. */
  private static final int MAX_ORDER = 7;

  private static final int CACHED_BUFFERS = 64;

  private final boolean epoll = Epoll.isAvailable();

  /**
   * One arena, since one thread uses it. Its buffers keep their view for NIO, where those of
   * Netty's adaptive allocator make a new one for each datagram.
   */
  private final ByteBufAllocator allocator =
      new PooledByteBufAllocator(true, 0, 1, PAGE, MAX_ORDER, CACHED_BUFFERS, CACHED_BUFFERS, true);

  EventLoopGroup loop(String name) {
    IoHandlerFactory handler = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    return new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(name, true), handler);
  }

  ByteBufAllocator allocator() {
    return allocator;
  }

  /** Whether a run of equal datagrams can be sent with one call. */
  boolean segments() {
    return epoll && EpollDatagramChannel.isSegmentedDatagramPacketSupported();
  }

  SegmentedDatagramPacket packet(
      io.netty.buffer.ByteBuf run, int segment, java.net.InetSocketAddress to) {
    return new SegmentedDatagramPacket(run, segment, to);
  }

  void configure(Bootstrap bootstrap, ReadCounter reads) {
    bootstrap
        .option(ChannelOption.ALLOCATOR, allocator)
        .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER)
        .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER)
        .option(ChannelOption.MAX_MESSAGES_PER_WRITE, RUNS_AT_ONCE)
        .option(
            ChannelOption.WRITE_BUFFER_WATER_MARK,
            new WriteBufferWaterMark(PENDING_SENDS / 2, PENDING_SENDS));
    if (epoll) {
      bootstrap
          .channel(EpollDatagramChannel.class)
          .option(EpollChannelOption.UDP_GRO, true)
          .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, GRO_BYTES)
          .option(ChannelOption.RECVBUF_ALLOCATOR, reads.allocator(GRO_BYTES));
    } else {
      bootstrap
          .channel(NioDatagramChannel.class)
          .option(ChannelOption.RECVBUF_ALLOCATOR, reads.allocator(GRO_BYTES));
    }
  }
}
