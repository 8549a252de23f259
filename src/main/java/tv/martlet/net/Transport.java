package tv.martlet.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
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
  /** The longest run of datagrams received at once: UDP_GRO gives up to 64 KiB. */
  private static final int GRO_BYTES = 65_536;

  private static final int READS_AT_ONCE = 4;
  private static final int SOCKET_BUFFER = 4 << 20;

  private final boolean epoll = Epoll.isAvailable();

  EventLoopGroup loop(String name) {
    IoHandlerFactory handler = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    return new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(name, true), handler);
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
        .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER)
        .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER);
    if (epoll) {
      bootstrap
          .channel(EpollDatagramChannel.class)
          .option(EpollChannelOption.UDP_GRO, true)
          .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, GRO_BYTES)
          .option(ChannelOption.RECVBUF_ALLOCATOR, reads.allocator(GRO_BYTES * READS_AT_ONCE));
    } else {
      bootstrap
          .channel(NioDatagramChannel.class)
          .option(ChannelOption.RECVBUF_ALLOCATOR, reads.allocator(GRO_BYTES));
    }
  }
}
