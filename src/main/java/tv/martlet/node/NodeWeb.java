package tv.martlet.node;

import io.netty.channel.EventLoopGroup;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.tinylog.Logger;
import tv.martlet.config.Settings;
import tv.martlet.http.AccessToken;
import tv.martlet.http.ChannelEntry;
import tv.martlet.http.ChannelUnavailableException;
import tv.martlet.http.Channels;
import tv.martlet.http.Health;
import tv.martlet.http.HttpSettings;
import tv.martlet.http.ListenException;
import tv.martlet.http.NodeView;
import tv.martlet.http.Panel;
import tv.martlet.http.StreamReader;
import tv.martlet.http.WebServer;
import tv.martlet.http.WebSettings;

/** The node's channels as the web shows them. */
public final class NodeWeb implements NodeView, Channels, AutoCloseable {
  private static final String TOKEN_FILE = "http-token";

  private final Supplier<? extends Map<String, ? extends Served>> channels;
  private final Panel panel;
  private final WebServer server;

  private NodeWeb(
      HttpSettings settings, Front front, Optional<AccessToken> token, EventLoopGroup web) {
    this.channels = front.served();
    this.panel = new NodePanel(front);
    this.server = new WebServer(WebSettings.of(settings, token), this, web);
  }

  /**
   * Starts serving channels by their ids.
   *
   * @param front what its page shows
   * @throws ListenException with a sentence if the port cannot be opened
   */
  static NodeWeb start(HttpSettings settings, Front front, EventLoopGroup web)
      throws ListenException {
    return start(settings, front, Optional.empty(), web);
  }

  /** The same for a box, which takes commands from those who bear the token of its settings. */
  static NodeWeb start(Settings settings, Front front, EventLoopGroup web) throws ListenException {
    return start(settings.http(), front, token(settings), web);
  }

  private static NodeWeb start(
      HttpSettings settings, Front front, Optional<AccessToken> token, EventLoopGroup web)
      throws ListenException {
    NodeWeb started = new NodeWeb(settings, front, token, web);
    started.server.start();
    return started;
  }

  /** Without one the box comes up all the same, but takes no commands over the web. */
  private static Optional<AccessToken> token(Settings settings) {
    Path own = settings.node().dataDir().resolve(TOKEN_FILE);
    Path file = settings.http().tokenFile().orElse(own);
    try {
      AccessToken token = AccessToken.keep(file, new SecureRandom());
      Logger.info("commands over the web need the token in {}", file);
      return Optional.of(token);
    } catch (IOException e) {
      Logger.warn("no commands over the web: {}", e.getMessage());
      return Optional.empty();
    }
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
  public Panel panel() {
    return panel;
  }

  @Override
  public void close() {
    server.close();
  }
}
