package tv.martlet.tracker;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The RFC 7846 tracker over HTTP/1.1, plain or with TLS. All of it, the store included, runs on the
 * one event loop of the {@link Driver}.
 */
public final class TrackerServer implements AutoCloseable {
  /** Bytes that the kernel may hold for a client that does not read. */
  private static final int SEND_BUFFER = 64 << 10;

  private final Driver driver;
  private final TrackerService service;
  private final Channel listening;
  private final ChannelGroup open;
  private final Future<?> expiry;

  private TrackerServer(
      Driver driver,
      TrackerService service,
      Channel listening,
      ChannelGroup open,
      Future<?> expiry) {
    this.driver = driver;
    this.service = service;
    this.listening = listening;
    this.open = open;
    this.expiry = expiry;
  }

  /**
   * Starts a tracker; waits until it listens, so not to be called on the loop.
   *
   * @param at where to listen; port 0 takes a free one, the unspecified address takes IPv4 and IPv6
   * @param store given over to the loop: nobody else may touch it any more
   * @throws IOException if the address is taken or the TLS files are of no use; the message says
   *     what to change
   */
  public static TrackerServer start(
      InetSocketAddress at, ServerSettings settings, SwarmStore store, Driver driver)
      throws IOException {
    Optional<SslContext> tls = Optional.empty();
    if (settings.access().tls().isPresent()) {
      tls = Optional.of(settings.access().tls().get().forServer(settings.access().certificates()));
    }
    TrackerService service = new TrackerService(store, settings, driver);
    ChannelGroup open = new DefaultChannelGroup(driver.loop());
    ChannelFuture bound =
        new ServerBootstrap()
            .group(driver.loop())
            .channel(Sockets.server(driver.loop()))
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, 256)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER)
            .childHandler(new ServerPipeline(service, settings, tls, open))
            .bind(at)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "tracker cannot listen on "
              + at.getHostString()
              + " port "
              + at.getPort()
              + ": choose another address or port (tracker_server.listen)",
          bound.cause());
    }
    // RFC 7846 §2.3.2 (D): the timers run out whether or not anybody asks.
    Future<?> expiry =
        driver
            .loop()
            .scheduleWithFixedDelay(() -> store.expire(driver.now()), 1, 1, TimeUnit.SECONDS);
    return new TrackerServer(driver, service, bound.channel(), open, expiry);
  }

  /** Where it listens. */
  public InetSocketAddress localAddress() {
    return (InetSocketAddress) listening.localAddress();
  }

  /** What it holds now; may be asked on any thread. */
  public CompletableFuture<TrackerCounts> counts() {
    return CompletableFuture.supplyAsync(service::counts, driver.loop());
  }

  /** Stops listening and closes every connection; the loop goes on. */
  @Override
  public void close() {
    expiry.cancel(false);
    ChannelFuture closed = listening.close();
    if (driver.loop().inEventLoop()) {
      var unused = open.close();
      return;
    }
    closed.awaitUninterruptibly();
    open.close().awaitUninterruptibly();
  }
}
