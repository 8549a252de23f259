package tv.martlet.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Measures what this machine carries between two processes with the very calls that a {@link
 * UdpPort} makes, but no protocol: one probe blasts, the other counts what arrives.
 */
public final class LinkProbe implements AutoCloseable {
  /** Runs sent between two looks at the clock. */
  private static final int RUNS_A_TURN = 8;

  private final Transport transport = new Transport();
  private final EventLoopGroup group = transport.loop("martlet-probe");
  private final EventLoop loop = group.next();
  private final RunSink sink = new RunSink(transport, transport.allocator());
  private final Channel socket;
  private long datagrams;

  private LinkProbe() throws IOException {
    Bootstrap bootstrap = new Bootstrap().group(group).handler(new Counter());
    transport.configure(bootstrap, new ReadCounter());
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var bound = bootstrap.bind(any).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
      throw new IOException(
          "no UDP port can be opened on loopback: " + bound.cause().getMessage(), bound.cause());
    }
    socket = bound.channel();
  }

  /** Opens a probe at a free port of the loopback address. */
  public static LinkProbe open() throws IOException {
    return new LinkProbe();
  }

  /** The address to blast at. */
  public InetSocketAddress localAddress() {
    return (InetSocketAddress) socket.localAddress();
  }

  /** Datagrams that have arrived so far. */
  public CompletableFuture<Long> received() {
    CompletableFuture<Long> answer = new CompletableFuture<>();
    loop.execute(() -> answer.complete(datagrams));
    return answer;
  }

  /**
   * Sends as fast as it goes for some time.
   *
   * @param bytes of each datagram
   * @param run datagrams a run
   * @return completes when the time is over
   */
  public CompletableFuture<Void> blast(InetSocketAddress to, int bytes, int run, long micros) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    long end = System.nanoTime() + micros * 1000;
    loop.execute(
        new Runnable() {
          @Override
          public void run() {
            sendRun(to, bytes, RUNS_A_TURN * run);
            if (System.nanoTime() - end < 0) {
              loop.execute(this);
            } else {
              done.complete(null);
            }
          }
        });
    return done;
  }

  /** Sends so many datagrams at once. */
  CompletableFuture<Void> send(InetSocketAddress to, int bytes, int count) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.execute(
        () -> {
          sendRun(to, bytes, count);
          done.complete(null);
        });
    return done;
  }

  private void sendRun(InetSocketAddress to, int bytes, int count) {
    for (int i = 0; i < count; i++) {
      ByteBuffer memory = sink.begin(bytes);
      memory.position(memory.position() + bytes);
      sink.send(to);
    }
    sink.flush();
  }

  @Override
  public void close() {
    socket.close().awaitUninterruptibly();
    loop.submit(sink::close).awaitUninterruptibly();
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private final class Counter extends ChannelInboundHandlerAdapter {
    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      sink.attach(context.channel());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      datagrams++;
      ((DatagramPacket) message).release();
    }
  }
}
