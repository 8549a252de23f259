package tv.martlet.node;

import io.netty.channel.EventLoopGroup;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tv.martlet.http.ChannelEntry;
import tv.martlet.http.ChannelUnavailableException;
import tv.martlet.http.Channels;
import tv.martlet.http.Health;
import tv.martlet.http.HttpSettings;
import tv.martlet.http.ListenException;
import tv.martlet.http.NodeView;
import tv.martlet.http.StreamReader;
import tv.martlet.http.WebServer;
import tv.martlet.http.WebSettings;

/** The node's channels as the web shows them. */
public final class NodeWeb implements NodeView, Channels, AutoCloseable {
  private final Supplier<? extends Map<String, ? extends Served>> channels;
  private final Supplier<String> status;
  private final WebServer server;

  private NodeWeb(
      HttpSettings settings,
      Supplier<? extends Map<String, ? extends Served>> channels,
      Supplier<String> status,
      EventLoopGroup web) {
    this.channels = channels;
    this.status = status;
    this.server = new WebServer(WebSettings.of(settings), this, web);
  }

  /**
   * Starts serving channels by their ids.
   *
   * @param channels what there is now, at once and from any thread
   * @param status the node's status as JSON, at once and from any thread
   * @throws ListenException with a sentence if the port cannot be opened
   */
  public static NodeWeb start(
      HttpSettings settings,
      Supplier<? extends Map<String, ? extends Served>> channels,
      Supplier<String> status,
      EventLoopGroup web)
      throws ListenException {
    NodeWeb started = new NodeWeb(settings, channels, status, web);
    started.server.start();
    return started;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.localAddress();
  }

  /** The address of a channel's stream, as a player on this machine finds it. */
  public String streamUrl(String id) {
    return "http://" + host() + ":" + address().getPort() + WebServer.streamPath(id);
  }

  private String host() {
    InetAddress at = address().getAddress();
    if (at.isAnyLocalAddress()) {
      return "127.0.0.1";
    }
    return at instanceof Inet6Address
        ? "[" + NetUtil.toAddressString(at) + "]"
        : at.getHostAddress();
  }

  @Override
  public Channels channels() {
    return this;
  }

  @Override
  public List<ChannelEntry> list() {
    List<ChannelEntry> entries = new ArrayList<>();
    channels.get().forEach((id, channel) -> entries.add(new ChannelEntry(id, channel.name())));
    return entries;
  }

  @Override
  public StreamReader open(String id) throws ChannelUnavailableException {
    Served channel = channels.get().get(id);
    if (channel == null) {
      throw new ChannelUnavailableException(
          "There is no channel " + id + " here. The channels are listed at /");
    }
    return channel.open();
  }

  @Override
  public Health health() {
    return Health.OK;
  }

  @Override
  public Health readiness() {
    List<String> reasons = new ArrayList<>();
    channels
        .get()
        .forEach(
            (id, channel) -> {
              if (!channel.isPlaying()) {
                reasons.add("channel " + id + " has not begun: no neighbour has sent it yet");
              }
            });
    return new Health(reasons);
  }

  @Override
  public String statusJson() {
    return status.get();
  }

  @Override
  public void close() {
    server.close();
  }
}
