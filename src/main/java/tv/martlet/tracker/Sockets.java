package tv.martlet.tracker;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/** The kinds of socket that fit an event loop: each loop drives its own kind only. */
final class Sockets {
  private Sockets() {}

  static Class<? extends ServerChannel> server(EventLoop loop) {
    return epoll(loop) ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  static Class<? extends Channel> client(EventLoop loop) {
    return epoll(loop) ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  private static boolean epoll(EventLoop loop) {
    return loop instanceof IoEventLoop io && io.isIoType(EpollIoHandler.class);
  }
}
