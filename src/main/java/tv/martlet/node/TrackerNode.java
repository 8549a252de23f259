package tv.martlet.node;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import tv.martlet.config.Settings;

/** The role of a tracker. */
public final class TrackerNode implements AutoCloseable {
  private final EventLoopGroup web = Loops.web();
  private final TrackerHost tracker;
  private Optional<ServiceNotice> notice = Optional.empty();

  private TrackerNode(Settings settings) throws IOException {
    try {
      this.tracker =
          TrackerHost.start(
              settings.trackerServer().listen(),
              TrackerNumbers.server(settings.trackerServer()),
              TrackerNumbers.limits(settings.trackerServer()),
              TrackerNumbers.policy(settings.trackerServer(), new SecureRandom()),
              web);
    } catch (IOException | RuntimeException e) {
      Loops.close(web);
      throw e;
    }
  }

  /**
   * Starts.
   *
   * @throws IOException with a sentence that says what to change
   */
  public static TrackerNode start(Settings settings) throws IOException {
    return new TrackerNode(settings);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return tracker.address();
  }

  /** What it keeps: swarms, peers and requests, as JSON. */
  public String countsJson() {
    return tracker.countsJson();
  }

  /**
   * Tells the service manager, where this environment names one, that the tracker is up and lives.
   */
  public void tellService(Map<String, String> environment) {
    notice = ServiceNotice.start(environment, web);
  }

  @Override
  public void close() {
    notice.ifPresent(ServiceNotice::close);
    tracker.close();
    Loops.close(web);
  }
}
