package tv.martlet.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Tells the service manager how this process fares (sd_notify(3)): datagrams over a socket of the
 * Unix domain, sent on the loop that was given.
 */
public final class NotifySocket implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 2;

  private final Channel channel;

  private NotifySocket(Channel channel) {
    this.channel = channel;
  }

  /**
   * Connects.
   *
   * @param address a path, or a name without a file that begins with {@code @}, as in {@code
   *     NOTIFY_SOCKET}
   * @throws IOException with a sentence if nobody listens there, or the platform knows no such
   *     sockets
   */
  public static NotifySocket open(String address, EventLoopGroup group) throws IOException {
    if (!(group instanceof IoEventLoopGroup loops) || !loops.isIoType(EpollIoHandler.class)) {
      throw new IOException("this machine's Java has no Unix datagrams: use Type=exec instead");
    }
    // In the kernel's terms a zero byte begins the name of a socket without a file.
    String path = address.startsWith("@") ? "\0" + address.substring(1) : address;
    var connected =
        new Bootstrap()
            .group(group)
            .channel(EpollDomainDatagramChannel.class)
            .handler(new ChannelInboundHandlerAdapter())
            .connect(new DomainSocketAddress(path))
            .awaitUninterruptibly();
    if (!connected.isSuccess()) {
      throw new IOException(
          "no service manager listens at NOTIFY_SOCKET=" + address + ": nothing is told to one",
          connected.cause());
    }
    return new NotifySocket(connected.channel());
  }

  /** Sends lines such as {@code READY=1}; from any thread, and what is lost is lost. */
  public void send(String lines) {
    byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
    var unused = channel.writeAndFlush(Unpooled.wrappedBuffer(bytes));
  }

  /** Closes when what was sent is gone; not to be called on the loop. */
  @Override
  public void close() {
    var unused = channel.close().awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
