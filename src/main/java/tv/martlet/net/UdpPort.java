package tv.martlet.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.tinylog.Logger;
import tv.martlet.peer.DatagramSink;
import tv.martlet.peer.Engine;

/** One UDP port with the engine behind it, on an event loop of its own. */
public final class UdpPort implements AutoCloseable {
  private static final long LATEST_CHECK_MICROS = 1_000_000;

  /** Datagrams taken in before what they call for is written, and timers are run. */
  private static final int ANSWER_AFTER = 256;

  private final Transport transport = new Transport();
  private final ReadCounter reads = new ReadCounter();
  private final MicroClock clock;
  private final EventLoopGroup group;
  private final EventLoop loop;
  private final RunSink sink;
  private final Engine engine;
  private final Channel socket;
  private long armedFor = Long.MAX_VALUE;
  private int unanswered;

  /** One look at the clock for all datagrams that are answered together. */
  private long arrival;

  private UdpPort(
      InetSocketAddress listen, MicroClock clock, Function<DatagramSink, Engine> engines)
      throws IOException {
    this.clock = clock;
    this.group = transport.loop("martlet-peer");
    this.loop = group.next();
    this.sink = new RunSink(transport, transport.allocator());
    this.engine = engines.apply(sink);
    try {
      this.socket = bind(listen);
    } catch (IOException e) {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
      throw e;
    }
    loop.execute(this::advance);
  }

  /**
   * Binds a port and starts its engine.
   *
   * @param listen address and port; an IPv6 wildcard takes IPv4 too, port 0 takes any free port
   * @param engines makes the engine that writes into the given sink
   * @throws IOException with a sentence that says what to change
   */
  public static UdpPort open(
      InetSocketAddress listen, MicroClock clock, Function<DatagramSink, Engine> engines)
      throws IOException {
    return new UdpPort(listen, clock, engines);
  }

  private Channel bind(InetSocketAddress listen) throws IOException {
    try {
      return tryBind(listen);
    } catch (IOException e) {
      boolean anyV6 =
          listen.getAddress() instanceof Inet6Address && listen.getAddress().isAnyLocalAddress();
      if (!anyV6) {
        throw e;
      }
      return tryBind(new InetSocketAddress("0.0.0.0", listen.getPort())); // a host without IPv6
    }
  }

  private Channel tryBind(InetSocketAddress listen) throws IOException {
    Bootstrap bootstrap = new Bootstrap().group(group).handler(new Receiver());
    transport.configure(bootstrap, reads);
    var bound = bootstrap.bind(listen).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "UDP port "
              + listen.getPort()
              + " cannot be opened on "
              + listen.getHostString()
              + " ("
              + bound.cause().getMessage()
              + "): set peer.listen to another address or port",
          bound.cause());
    }
    return bound.channel();
  }

  /** The address bound, with the port chosen where port 0 was asked for. */
  public InetSocketAddress localAddress() {
    return (InetSocketAddress) socket.localAddress();
  }

  /** Something to be done with the engine, on its own thread. */
  @FunctionalInterface
  public interface Task<T> {
    T run(Engine engine, long nowMicros);
  }

  /** Something to be done with the engine that gives nothing back. */
  @FunctionalInterface
  public interface Action {
    void run(Engine engine, long nowMicros);
  }

  /** Runs an action on the engine's thread some time; not at all once the port is closed. */
  public void execute(Action action) {
    if (!loop.isShuttingDown()) {
      loop.execute(
          () -> {
            action.run(engine, clock.micros());
            advance();
          });
    }
  }

  /** Runs a task on the engine's thread, then writes what came of it. */
  public <T> CompletableFuture<T> submit(Task<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Runnable run =
        () -> {
          try {
            result.complete(task.run(engine, clock.micros()));
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
          advance();
        };
    if (loop.isShuttingDown()) {
      result.completeExceptionally(new IllegalStateException("the port is closed"));
    } else {
      loop.execute(run);
    }
    return result;
  }

  /** The clock that the engine's times are read from. */
  public MicroClock clock() {
    return clock;
  }

  /** System calls so far: {sending, receiving}. On the engine's thread. */
  public long[] systemCalls() {
    return new long[] {sink.flushes(), reads.reads()};
  }

  /** Datagrams dropped because the socket took no more. On the engine's thread. */
  public long dropped() {
    return sink.dropped();
  }

  private void advance() {
    unanswered = 0;
    long now = clock.micros();
    long next = engine.advance(now);
    sink.flush();
    arm(next, now);
  }

  /** Wakes at the deadline; an earlier wake-up that is armed already does too. */
  @SuppressWarnings("FutureReturnValueIgnored") // wakes for good or until the loop ends
  private void arm(long deadline, long now) {
    long at = Math.min(deadline, now + LATEST_CHECK_MICROS);
    if (at >= armedFor && armedFor > now) {
      return;
    }
    armedFor = at;
    loop.schedule(this::wake, Math.max(0, at - now), TimeUnit.MICROSECONDS);
  }

  private void wake() {
    if (clock.micros() >= armedFor) {
      armedFor = Long.MAX_VALUE;
    }
    if (!loop.isShuttingDown()) {
      advance();
    }
  }

  @Override
  public void close() {
    socket.close().awaitUninterruptibly();
    loop.submit(sink::close).awaitUninterruptibly();
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private final class Receiver extends ChannelInboundHandlerAdapter {
    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      sink.attach(context.channel());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      DatagramPacket packet = (DatagramPacket) message;
      ByteBuf content = packet.content();
      try {
        ByteBuffer d = content.internalNioBuffer(content.readerIndex(), content.readableBytes());
        if (unanswered == 0) {
          arrival = clock.micros();
        }
        engine.receive(d, d.position(), d.remaining(), packet.sender(), arrival);
      } catch (RuntimeException e) {
        // What a neighbour sends never throws: this is a mistake of ours. The node lives on.
        Logger.error(e, "a datagram from {} could not be handled", packet.sender());
      } finally {
        packet.release();
      }
      if (++unanswered >= ANSWER_AFTER) {
        advance();
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      advance();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // The network's answer to a datagram sent: unreachable, no route, not permitted.
      Logger.debug("UDP: {}", cause.getMessage());
      if (cause instanceof IOException && String.valueOf(cause.getMessage()).contains("Invalid")) {
        sink.withoutSegments();
      }
    }
  }
}
