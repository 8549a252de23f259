package tv.martlet.node;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.tinylog.Logger;
import tv.martlet.chunk.ChunkUri;
import tv.martlet.chunk.Content;
import tv.martlet.net.MicroClock;
import tv.martlet.net.UdpPort;
import tv.martlet.peer.Channel;
import tv.martlet.peer.Engine;
import tv.martlet.peer.EngineSettings;
import tv.martlet.peer.PeerSettings;
import tv.martlet.peer.Swarm;
import tv.martlet.peer.SwarmListener;
import tv.martlet.peer.SwarmPolicy;
import tv.martlet.tracker.ClientSettings;
import tv.martlet.tracker.Driver;
import tv.martlet.tracker.OwnAddresses;
import tv.martlet.tracker.PeerAddress;
import tv.martlet.tracker.PeerMode;
import tv.martlet.tracker.PeerNum;
import tv.martlet.tracker.StatSource;
import tv.martlet.tracker.StreamStats;
import tv.martlet.tracker.TrackerClient;
import tv.martlet.tracker.TrackerListener;

/**
 * One peer on the network: a UDP port with its engine, known to trackers under one id. Swarms are
 * joined and left here.
 */
public final class PeerHost implements AutoCloseable {
  private static final int GOODBYE_SECONDS = 2;

  private final SecureRandom random = new SecureRandom();
  private final UdpPort port;
  private final EngineSettings settings;
  private final TrackerClient trackers;
  private final Map<String, Swarm> swarms = new ConcurrentHashMap<>();
  private final SwarmReports reports;
  private final SelfReport self;
  private final Future<?> look;
  private final InetSocketAddress bound;
  private final List<URI> everywhere;
  private volatile String trouble = "";

  private PeerHost(
      PeerSettings peer, ClientSettings tracker, List<URI> everywhere, EventLoopGroup web)
      throws IOException {
    this.everywhere = List.copyOf(everywhere);
    this.settings = EngineNumbers.of(peer);
    this.port =
        UdpPort.open(
            resolved(peer.listen()),
            MicroClock.system(),
            sink -> new Engine(settings, random, sink));
    this.bound = port.localAddress();
    this.reports = new SwarmReports(peer.maxNeighbours());
    this.self = new SelfReport(nowMillis());
    self.carries(peer.uploadLimit());
    try {
      Driver driver = new Driver(web.next(), PeerHost::nowMillis, random);
      this.trackers = new TrackerClient(tracker, driver, new Stats(), new Found());
      this.look = driver.loop().scheduleWithFixedDelay(this::lookAtSwarms, 1, 1, TimeUnit.SECONDS);
    } catch (IOException e) {
      port.close();
      throw e;
    }
  }

  /**
   * Opens the port.
   *
   * @param everywhere trackers asked for every swarm, besides those that its address names
   * @param web the loop that trackers are spoken with on
   * @throws IOException with a sentence that says what to change
   */
  public static PeerHost start(
      PeerSettings peer, ClientSettings tracker, List<URI> everywhere, EventLoopGroup web)
      throws IOException {
    return new PeerHost(peer, tracker, everywhere, web);
  }

  private static InetSocketAddress resolved(InetSocketAddress address) throws IOException {
    if (!address.isUnresolved()) {
      return address;
    }
    try {
      return new InetSocketAddress(
          InetAddress.getByName(address.getHostString()), address.getPort());
    } catch (UnknownHostException e) {
      throw new IOException(
          "peer.listen: there is no host "
              + address.getHostString()
              + ": set an address of this machine",
          e);
    }
  }

  /** The engine's loop. */
  public UdpPort port() {
    return port;
  }

  /** A sentence while no tracker can be reached, else empty. From any thread. */
  String trouble() {
    return trouble;
  }

  /** Where this peer listens. */
  public InetSocketAddress address() {
    return bound;
  }

  EngineSettings settings() {
    return settings;
  }

  /** Joins a swarm and registers with its trackers; gives it when the engine has it. */
  Swarm join(ChunkUri uri, Content content, PeerMode mode, SwarmListener listener) {
    SwarmPolicy policy = SwarmPolicy.of(content.metadata(), settings, random);
    SwarmListener counting = reports.counting(listener);
    Swarm swarm = port.submit((engine, now) -> engine.join(content, policy, counting, now)).join();
    reports.watch(swarm, counting);
    String id = swarm.id().toString();
    swarms.put(id, swarm);
    List<URI> urls = urls(uri);
    if (!urls.isEmpty()) {
      trackers.join(id, mode, urls);
    }
    for (InetSocketAddress peer : uri.peers()) {
      offer(swarm, peer);
    }
    return swarm;
  }

  /** The settings' trackers first: they know whether one is spoken with over TLS. */
  private List<URI> urls(ChunkUri uri) {
    List<URI> urls = new ArrayList<>(everywhere);
    for (InetSocketAddress tracker : uri.trackers()) {
      URI url = url(tracker);
      if (urls.stream().noneMatch(known -> isSame(known, tracker))) {
        urls.add(url);
      }
    }
    return urls.subList(0, Math.min(urls.size(), TrackerClient.MOST_TRACKERS));
  }

  /** Whether an address without a scheme is that of a tracker of the settings. */
  private static boolean isSame(URI known, InetSocketAddress tracker) {
    int port = known.getPort() < 0 ? ChunkUri.DEFAULT_TRACKER_PORT : known.getPort();
    return port == tracker.getPort() && url(tracker).getHost().equalsIgnoreCase(known.getHost());
  }

  private static URI url(InetSocketAddress tracker) {
    String host = tracker.getHostString();
    String literal = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + literal + ":" + tracker.getPort() + "/");
  }

  private void offer(Swarm swarm, InetSocketAddress peer) {
    try {
      InetSocketAddress address = resolved(peer);
      run(swarm, address);
    } catch (IOException e) {
      Logger.warn("bootstrap peer {} has no address: {}", peer.getHostString(), e.getMessage());
    }
  }

  private void run(Swarm swarm, InetSocketAddress address) {
    port.execute((engine, now) -> swarm.offer(address, now));
  }

  /** Leaves a swarm with a goodbye to neighbours and trackers, and closes its content. */
  void leave(Swarm swarm) {
    String id = swarm.id().toString();
    swarms.remove(id);
    reports.forget(id);
    trackers.leave(id);
    port.submit(
            (engine, now) -> {
              engine.leave(swarm, now);
              swarm.content().close();
              return null;
            })
        .join();
  }

  /** What trackers are told of a swarm; empty in its first second. */
  Optional<StreamStats> reported(String swarmId) {
    return reports.of(swarmId);
  }

  /** What trackers are told of this peer. On the tracker client's loop. */
  PeerNum described() {
    return self.peerNum(reports.links(), nowMillis());
  }

  private static long nowMillis() {
    return System.nanoTime() / 1_000_000;
  }

  private void lookAtSwarms() {
    port.execute(
        (engine, now) -> {
          reports.look(engine.uploadSpare(now));
          self.carries(engine.uploadCapacity(now));
          reports.inNeed(now).forEach(trackers::find);
        });
  }

  @Override
  public void close() {
    look.cancel(false);
    trackers.shutdown().completeOnTimeout(null, GOODBYE_SECONDS, TimeUnit.SECONDS).join();
    trackers.close();
    port.submit(
            (engine, now) -> {
              swarms.values().forEach(swarm -> engine.leave(swarm, now));
              return null;
            })
        .join();
    port.close();
  }

  private final class Stats implements StatSource {
    @Override
    public List<PeerAddress> addresses() {
      return OwnAddresses.of(bound);
    }

    @Override
    public Optional<StreamStats> stats(String swarmId) {
      return reported(swarmId);
    }

    @Override
    public PeerNum self() {
      return described();
    }
  }

  private final class Found implements TrackerListener {
    @Override
    public void peersFound(String swarmId, List<InetSocketAddress> peers) {
      Swarm swarm = swarms.get(swarmId);
      if (swarm != null) {
        port.execute((engine, now) -> swarm.offer(peers, now));
      }
    }

    @Override
    public void reflexiveAddress(URI tracker, InetAddress address) {
      self.seen(OwnAddresses.untranslated(OwnAddresses.of(bound), address));
      Logger.info("tracker {} sees this peer at {}", tracker, address.getHostAddress());
    }

    @Override
    public void trackerUp(URI tracker, String sentence) {
      trouble = "";
      Logger.info(sentence);
    }

    @Override
    public void trackerDown(URI tracker, String sentence) {
      Logger.warn(sentence);
    }

    @Override
    public void allTrackersDown(String sentence) {
      trouble = sentence;
      Logger.warn(sentence);
    }
  }

  /** Bytes of chunks got from a neighbour so far. On the engine's thread. */
  static long bytesFrom(Channel neighbour, Content content) {
    return neighbour.chunksReceived() * content.metadata().chunkSize();
  }
}
