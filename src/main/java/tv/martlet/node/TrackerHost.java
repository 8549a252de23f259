package tv.martlet.node;

import com.google.gson.Gson;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import tv.martlet.tracker.Driver;
import tv.martlet.tracker.ServerSettings;
import tv.martlet.tracker.StoreLimits;
import tv.martlet.tracker.StorePolicy;
import tv.martlet.tracker.SwarmStore;
import tv.martlet.tracker.TrackerServer;

/** A tracker on a loop. */
public final class TrackerHost implements AutoCloseable {
  private final TrackerServer server;

  private TrackerHost(TrackerServer server) {
    this.server = server;
  }

  /**
   * Starts a tracker.
   *
   * @throws IOException with a sentence that says what to change
   */
  public static TrackerHost start(
      InetSocketAddress listen,
      ServerSettings settings,
      StoreLimits limits,
      StorePolicy policy,
      EventLoopGroup web)
      throws IOException {
    SecureRandom random = new SecureRandom();
    Driver driver = new Driver(web.next(), () -> System.nanoTime() / 1_000_000, random);
    InetSocketAddress address =
        listen.isUnresolved()
            ? new InetSocketAddress(InetAddress.getByName(listen.getHostString()), listen.getPort())
            : listen;
    SwarmStore store = new SwarmStore(limits, policy, random);
    return new TrackerHost(TrackerServer.start(address, settings, store, driver));
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.localAddress();
  }

  /** What it keeps, as JSON. */
  String countsJson() {
    return new Gson().toJson(server.counts().join());
  }

  @Override
  public void close() {
    server.close();
  }
}
