package tv.martlet.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.tinylog.Logger;

/**
 * The node's web server: HTTP/1.1 on one address, on an event loop that the caller owns.
 *
 * <p>{@link #start} and {@link #close} wait and belong to a thread outside that loop.
 */
public final class WebServer implements AutoCloseable {
  private static final int MAX_LINE = 2 * 1024;
  private static final int MAX_HEADERS = 8 * 1024;
  private static final int READ_SIZE = 4 * 1024;

  /** What the kernel may hold for one viewer: a quarter of a second at 8 Mbit/s. */
  private static final int SEND_BUFFER = 256 * 1024;

  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(32 * 1024, 64 * 1024);

  /** Present where the kernel speaks IPv6. */
  private static final Path IPV6_ADDRESSES = Path.of("/proc/net/if_inet6");

  private static final long CLOSE_SECONDS = 2;

  private final Counters counters = new Counters();
  private final WebSettings settings;
  private final NodeView node;
  private final EventLoopGroup group;
  private final Router router;
  private final EventHub events;
  private final RequestParser parser;
  private final ConnectionGate gate;
  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
  private Channel listener;

  public WebServer(WebSettings settings, NodeView node, EventLoopGroup group) {
    this.settings = settings;
    this.node = node;
    this.group = group;
    this.router = new Router(node, new Api(node.panel(), guard(settings)), counters::snapshot);
    this.events = new EventHub(node.panel(), group.next());
    this.parser = new RequestParser(new HostGuard(settings.hostNames(), HostGuard.machineName()));
    this.gate = new ConnectionGate(settings.limits(), counters);
  }

  /**
   * Listens on the address of the settings.
   *
   * @throws ListenException with a sentence that says what to change
   */
  public void start() throws ListenException {
    InetSocketAddress address = dualStack(settings.listen());
    ChannelFuture bound = bootstrap().bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw ListenException.of(address, bound.cause());
    }
    listener = bound.channel();
    Logger.info("Web on {}", Authority.of(localAddress()).url());
  }

  private static ChangeGuard guard(WebSettings settings) {
    return new ChangeGuard(settings.token(), System::nanoTime);
  }

  /** Where it listens, with the real port. */
  public InetSocketAddress localAddress() {
    return (InetSocketAddress) listener.localAddress();
  }

  /** The path of a channel's stream, percent-encoded. */
  public static String streamPath(String id) {
    return Router.streamPath(id);
  }

  /** What it has done so far; from any thread. */
  public WebCounts counts() {
    return counters.snapshot();
  }

  /** Stops listening, ends every stream properly, and waits a little for the last words. */
  @Override
  public void close() {
    if (listener != null) {
      var unused = listener.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
    for (Channel channel : open) {
      var unused = channel.pipeline().fireUserEventTriggered(RequestHandler.SHUTDOWN);
    }
    if (!open.newCloseFuture().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS)) {
      var unused = open.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private ServerBootstrap bootstrap() {
    return new ServerBootstrap()
        .group(group)
        .channel(channelClass())
        .option(ChannelOption.SO_REUSEADDR, true)
        .option(ChannelOption.SO_BACKLOG, 128)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.SO_KEEPALIVE, true)
        .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER)
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
        .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_SIZE))
        .childHandler(new Connections());
  }

  private Class<? extends ServerChannel> channelClass() {
    boolean epoll = group instanceof IoEventLoopGroup g && g.isIoType(EpollIoHandler.class);
    return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  /** The IPv6 wildcard takes IPv4 too; the IPv4 wildcard takes nothing else. */
  private static InetSocketAddress dualStack(InetSocketAddress named) {
    InetSocketAddress address =
        named.isUnresolved()
            ? new InetSocketAddress(named.getHostString(), named.getPort())
            : named;
    boolean wildcard = address.getAddress() != null && address.getAddress().isAnyLocalAddress();
    if (!wildcard || !Files.exists(IPV6_ADDRESSES)) {
      return address;
    }
    try {
      return new InetSocketAddress(InetAddress.getByAddress(new byte[16]), address.getPort());
    } catch (UnknownHostException e) {
      throw new AssertionError("16 bytes are an address", e);
    }
  }

  WebLimits limits() {
    return settings.limits();
  }

  NodeView node() {
    return node;
  }

  Router router() {
    return router;
  }

  EventHub events() {
    return events;
  }

  RequestParser parser() {
    return parser;
  }

  Counters counters() {
    return counters;
  }

  /** Sets up each accepted connection. */
  private final class Connections extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      open.add(channel);
      if (!gate.admit(channel)) {
        channel.pipeline().addLast(gate.new Refusal());
        return;
      }
      HttpDecoderConfig config =
          new HttpDecoderConfig().setMaxInitialLineLength(MAX_LINE).setMaxHeaderSize(MAX_HEADERS);
      channel.pipeline().addLast(new HttpServerCodec(config), new RequestHandler(WebServer.this));
    }
  }
}
