package tv.martlet.tracker;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/**
 * Keeps this peer registered with its trackers and brings news of other peers (RFC 7846).
 *
 * <p>Every tracker of a swarm is used, each on its own: one that fails is asked again at growing
 * intervals while the others, and the swarm itself, go on. The methods may be called on any thread;
 * the {@link TrackerListener} and {@link StatSource} are called on the driver's loop.
 */
public final class TrackerClient implements AutoCloseable {
  /** Most swarms at once: they fit one request. */
  public static final int MOST_SWARMS = StoreLimits.SWARMS_PER_PEER;

  /** Most trackers of one swarm. */
  public static final int MOST_TRACKERS = 8;

  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{1,2560}");
  private final ClientSettings settings;
  private final Driver driver;
  private SslContext tls;
  private final NameLookup names;
  private final Links links;

  /**
   * @throws IOException if the TLS files are of no use; the message says what to change
   */
  public TrackerClient(
      ClientSettings settings, Driver driver, StatSource stats, TrackerListener listener)
      throws IOException {
    this.settings = settings;
    this.driver = driver;
    if (!settings.tls().equals(TlsFiles.SYSTEM)) {
      tls = settings.tls().forClient();
    }
    names = new NameLookup(driver.loop());
    links = new Links(stats, listener);
  }

  /**
   * Joins a swarm at its trackers, or changes the mode in which it was joined.
   *
   * @param swarmId hexadecimal
   * @param trackers {@code http://HOST:PORT/…} or {@code https://HOST:PORT/…}
   * @throws IllegalArgumentException if the swarm ID or a tracker is not of that form, or there are
   *     more trackers than {@link #MOST_TRACKERS}
   * @throws UncheckedIOException if https is wanted and this system's trusted authorities cannot be
   *     read
   */
  public void join(String swarmId, PeerMode mode, List<URI> trackers) {
    String swarm = checked(swarmId);
    trackers.forEach(TrackerTarget::check);
    if (trackers.size() > MOST_TRACKERS) {
      throw new IllegalArgumentException("at most " + MOST_TRACKERS + " trackers for one swarm");
    }
    if (trackers.stream().anyMatch(TrackerTarget::https)) {
      prepareTls();
    }
    Set<URI> all = new LinkedHashSet<>(trackers);
    onLoop(() -> links.join(swarm, mode, all));
  }

  /** The system's authorities take long to read on a small board: only where https is wanted. */
  private synchronized void prepareTls() {
    try {
      if (tls == null) {
        tls = settings.tls().forClient();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "tracker TLS: this system's trusted authorities cannot be read; set a file of them", e);
    }
  }

  private synchronized Optional<SslContext> tls(URI uri) {
    return TrackerTarget.https(uri) ? Optional.of(tls) : Optional.empty();
  }

  /** Leaves a swarm at all of its trackers. */
  public void leave(String swarmId) {
    String swarm = checked(swarmId);
    onLoop(() -> links.leave(swarm));
  }

  /** Asks the trackers of a joined swarm for more peers. */
  public void find(String swarmId) {
    String swarm = checked(swarmId);
    onLoop(() -> links.find(swarm));
  }

  /** Leaves every swarm; done when each tracker has been told, or did not answer in time. */
  public CompletableFuture<Void> shutdown() {
    onLoop(links::shutdown);
    return links.done.thenRun(names::close);
  }

  /** Starts {@link #shutdown} and does not wait for it. */
  @Override
  public void close() {
    var unused = shutdown();
  }

  private static String checked(String swarmId) {
    if (!HEX.matcher(swarmId).matches()) {
      throw new IllegalArgumentException("swarm ID: want hexadecimal digits");
    }
    return MessageParts.key(swarmId);
  }

  private void onLoop(Runnable work) {
    if (driver.loop().inEventLoop()) {
      work.run();
    } else {
      driver.loop().execute(work);
    }
  }

  /** The state of the client, touched on the loop only. */
  private final class Links implements TrackerLink.Owner {
    private final StatSource stats;
    private final TrackerListener listener;
    private final Map<URI, TrackerLink> links = new LinkedHashMap<>();
    private final Map<String, Set<URI>> swarms = new LinkedHashMap<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final String peerId;
    private boolean closing;
    private boolean allDown;

    Links(StatSource stats, TrackerListener listener) {
      this.stats = stats;
      this.listener = listener;
      peerId = settings.peerId().orElseGet(() -> random(16));
    }

    void join(String swarm, PeerMode mode, Set<URI> trackers) {
      if (closing || (swarms.size() >= MOST_SWARMS && !swarms.containsKey(swarm))) {
        listener.allTrackersDown(
            "swarm " + swarm + " was not announced: leave one of " + MOST_SWARMS + " first");
        return;
      }
      Set<URI> before = swarms.put(swarm, trackers);
      if (before != null) {
        before.stream().filter(uri -> !trackers.contains(uri)).forEach(uri -> drop(uri, swarm));
      }
      trackers.forEach(uri -> link(uri).want(swarm, mode));
    }

    private TrackerLink link(URI uri) {
      return links.computeIfAbsent(
          uri,
          fresh ->
              new TrackerLink(new TrackerTarget(fresh, tls(fresh)), driver, settings, this, names));
    }

    private void drop(URI uri, String swarm) {
      TrackerLink link = links.get(uri);
      if (link != null) {
        link.unwant(swarm);
      }
    }

    void leave(String swarm) {
      Set<URI> trackers = swarms.remove(swarm);
      if (trackers != null) {
        trackers.forEach(uri -> drop(uri, swarm));
      }
    }

    void find(String swarm) {
      swarms.getOrDefault(swarm, Set.of()).stream()
          .map(links::get)
          .filter(link -> link != null)
          .toList()
          .forEach(link -> link.find(swarm));
    }

    void shutdown() {
      closing = true;
      swarms.clear();
      List<TrackerLink> all = new ArrayList<>(links.values());
      all.forEach(TrackerLink::goodbye);
      endIfDone();
    }

    private void endIfDone() {
      if (closing && links.isEmpty()) {
        done.complete(null);
      }
    }

    @Override
    public void changed(TrackerLink link) {
      boolean none = !links.isEmpty() && links.values().stream().allMatch(TrackerLink::down);
      if (none && !allDown) {
        listener.allTrackersDown(
            "no tracker answers; playing goes on with the peers already known");
      }
      allDown = none;
    }

    @Override
    public void finished(TrackerLink link) {
      links.remove(link.target().uri(), link);
      endIfDone();
    }

    @Override
    public String peerId() {
      return peerId;
    }

    @Override
    public String transaction() {
      return random(8);
    }

    private String random(int bytes) {
      byte[] id = new byte[bytes];
      driver.random().nextBytes(id);
      return HexFormat.of().formatHex(id);
    }

    @Override
    public StatSource stats() {
      return stats;
    }

    @Override
    public TrackerListener listener() {
      return listener;
    }
  }
}
