package tv.martlet.node;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.tinylog.Logger;
import tv.martlet.chunk.ChunkUri;
import tv.martlet.config.Settings;

/**
 * What every role stands on: the web's loop and a peer on the network, made of the settings; and
 * the parts that a role adds, ended in reverse order.
 */
final class Station implements AutoCloseable {
  private final Settings settings;
  private final EventLoopGroup web = Loops.web();
  private final PeerHost host;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  /** Opens the peer's port. */
  Station(Settings settings) throws IOException {
    this.settings = settings;
    List<URI> trackers = settings.tracker().urls().stream().map(URI::create).toList();
    try {
      this.host =
          PeerHost.start(settings.peer(), TrackerNumbers.client(settings.tracker()), trackers, web);
    } catch (IOException | RuntimeException e) {
      Loops.close(web);
      throw e;
    }
  }

  Settings settings() {
    return settings;
  }

  PeerHost host() {
    return host;
  }

  EventLoopGroup web() {
    return web;
  }

  /**
   * Joins a live channel, with the ring and the bounds of the settings.
   *
   * @throws IllegalArgumentException with a sentence if the ring is too small or the URI not live
   */
  LiveChannel join(ChunkUri uri) {
    long maxAge = EngineNumbers.micros(settings.peer().munroMaxAge());
    return LiveChannel.join(host, uri, settings.ring().bytes(), maxAge);
  }

  /** Adds a part, which is ended before those added earlier. */
  <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  /**
   * Trackers to name in addresses that this node makes: those given, else those of the settings.
   */
  List<InetSocketAddress> trackers(List<String> given) {
    List<String> named =
        given.isEmpty()
            ? settings.tracker().urls().stream().map(url -> URI.create(url).getAuthority()).toList()
            : given;
    if (named.isEmpty()) {
      return List.of();
    }
    String options = String.join("&tr=", named.subList(1, named.size()));
    String query = named.size() > 1 ? "?tr=" + options : "";
    return ChunkUri.parse("ppsp://" + named.get(0) + "/" + "00".repeat(32) + query).trackers();
  }

  @Override
  public void close() {
    parts.addLast(host);
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        Logger.warn("while stopping: {}", e.getMessage());
      }
    }
    Loops.close(web);
  }
}
