package tv.martlet.node;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tv.martlet.peer.Channel;
import tv.martlet.peer.Swarm;
import tv.martlet.peer.SwarmListener;
import tv.martlet.tracker.StreamStats;

/**
 * What trackers are told of each swarm (RFC 7846 §3.2.5): looked up on the engine's thread once a
 * second, given to the tracker client's at once.
 */
final class SwarmReports {
  private final int most;
  private final Map<String, Watched> swarms = new ConcurrentHashMap<>();
  private final Map<String, StreamStats> reports = new ConcurrentHashMap<>();

  /** A swarm and what came from neighbours that have left it. */
  private static final class Watched implements SwarmListener {
    private final SwarmListener listener;
    private final MorePeers more;
    private volatile Swarm swarm;
    private long departed;

    Watched(SwarmListener listener, MorePeers more) {
      this.listener = listener;
      this.more = more;
    }

    @Override
    public void progressed(Swarm changed, long now) {
      listener.progressed(changed, now);
    }

    @Override
    public void joined(Swarm changed, Channel neighbour) {
      listener.joined(changed, neighbour);
    }

    @Override
    public void left(Swarm changed, Channel neighbour) {
      departed += PeerHost.bytesFrom(neighbour, changed.content());
      listener.left(changed, neighbour);
    }

    @Override
    public void banned(Swarm changed, InetSocketAddress neighbour) {
      listener.banned(changed, neighbour);
    }

    long received() {
      long bytes = departed;
      for (Channel neighbour : swarm.neighbours()) {
        bytes += PeerHost.bytesFrom(neighbour, swarm.content());
      }
      return bytes;
    }
  }

  /**
   * @param mostNeighbours that a swarm may have
   */
  SwarmReports(int mostNeighbours) {
    this.most = mostNeighbours;
  }

  /** A listener to join a swarm with, to be followed by {@link #watch}. */
  SwarmListener counting(SwarmListener listener) {
    return new Watched(listener, new MorePeers(most));
  }

  void watch(Swarm swarm, SwarmListener counting) {
    Watched watched = (Watched) counting;
    watched.swarm = swarm;
    swarms.put(swarm.id().toString(), watched);
  }

  void forget(String id) {
    swarms.remove(id);
    reports.remove(id);
  }

  /**
   * On the engine's thread, about once a second.
   *
   * @param spare what of our line is not in use, bit/s
   */
  void look(long spare) {
    swarms.forEach(
        (id, watched) ->
            reports.put(
                id,
                new StreamStats(
                    id,
                    watched.swarm.uploadedBytes(),
                    watched.received(),
                    spare,
                    watched.swarm.neighbours().size())));
  }

  /** The swarms that ask for more peers now. On the engine's thread, about once a second. */
  List<String> inNeed(long now) {
    List<String> ids = new ArrayList<>();
    swarms.forEach(
        (id, watched) -> {
          boolean few = watched.more.ask(watched.swarm.neighbours().size(), now);
          if (watched.swarm.wantsList(now) || few) {
            ids.add(id);
          }
        });
    return ids;
  }

  /** Links in all swarms. */
  int links() {
    return reports.values().stream().mapToInt(StreamStats::links).sum();
  }

  Optional<StreamStats> of(String id) {
    return Optional.ofNullable(reports.get(id));
  }
}
