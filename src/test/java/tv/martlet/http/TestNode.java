package tv.martlet.http;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A node with one channel {@code one} and one that is listed but has nothing, on a free port. */
final class TestNode implements NodeView, Channels, AutoCloseable {
  static final WebLimits LIMITS =
      new WebLimits(100, 100, 60, Duration.ofSeconds(20), Duration.ofSeconds(20));

  final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  final TestChannel channel;
  final WebServer server;
  private final Panel panel;
  volatile Health readiness = Health.OK;
  volatile List<ChannelEntry> entries =
      List.of(new ChannelEntry("one", "One & <Only>"), new ChannelEntry("a b/é", "Quiet"));

  TestNode() throws IOException {
    this(LIMITS, InetAddress.getLoopbackAddress(), 1 << 20);
  }

  /** With a panel that takes commands by {@link TestPanel#TOKEN}. */
  TestNode(TestPanel panel) throws IOException {
    this(
        new WebSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            List.of(),
            LIMITS,
            Optional.of(AccessToken.of(TestPanel.TOKEN))),
        panel,
        1 << 20);
  }

  TestNode(WebLimits limits, InetAddress address, int ring) throws IOException {
    this(
        new WebSettings(
            new InetSocketAddress(address, 0), List.of("tv.example"), limits, Optional.empty()),
        NoPanel.NONE,
        ring);
  }

  private TestNode(WebSettings settings, Panel panel, int ring) throws IOException {
    this.panel = panel;
    channel = new TestChannel(ring);
    server = new WebServer(settings, this, group);
    server.start();
  }

  int port() {
    return server.localAddress().getPort();
  }

  RawClient connect() throws IOException {
    return new RawClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
  }

  @Override
  public Channels channels() {
    return this;
  }

  @Override
  public Health health() {
    return Health.OK;
  }

  @Override
  public Health readiness() {
    return readiness;
  }

  @Override
  public Panel panel() {
    return panel;
  }

  @Override
  public List<ChannelEntry> list() {
    return entries;
  }

  @Override
  public StreamReader open(String id) throws ChannelUnavailableException {
    if (!id.equals("one")) {
      throw new ChannelUnavailableException("Quiet has no neighbours yet.");
    }
    return channel.open();
  }

  @Override
  public void close() {
    server.close();
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
