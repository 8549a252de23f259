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
  private final long limit; // bit/s, 0 for none
  private final int most;
  private final Map<String, Watched> swarms = new ConcurrentHashMap<>();
  private final Map<String, StreamStats> reports = new ConcurrentHashMap<>();

  // engine's thread
  private long lookedAt = Long.MIN_VALUE;
  private long sentBefore;

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
   * @param uploadLimit bit/s over all swarms, 0 for none
   * @param mostNeighbours that a swarm may have
   */
  SwarmReports(long uploadLimit, int mostNeighbours) {
    this.limit = uploadLimit;
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

  /** On the engine's thread, about once a second. */
  void look(long now) {
    long sent = swarms.values().stream().mapToLong(each -> each.swarm.uploadedBytes()).sum();
    long spare = spare(sent - sentBefore, now - lookedAt);
    lookedAt = now;
    sentBefore = sent;
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
          if (watched.more.ask(watched.swarm.neighbours().size(), now)) {
            ids.add(id);
          }
        });
    return ids;
  }

  /** What the limit leaves, bit/s; 0, that is unknown, where there is none. */
  private long spare(long bytes, long micros) {
    if (limit == 0 || lookedAt == Long.MIN_VALUE || micros <= 0) {
      return limit;
    }
    return Math.max(0, limit - Math.max(0, bytes) * 8_000_000 / micros);
  }

  /** Links in all swarms. */
  int links() {
    return reports.values().stream().mapToInt(StreamStats::links).sum();
  }

  Optional<StreamStats> of(String id) {
    return Optional.ofNullable(reports.get(id));
  }
}
