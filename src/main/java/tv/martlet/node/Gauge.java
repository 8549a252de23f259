package tv.martlet.node;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import tv.martlet.http.BufferMap;
import tv.martlet.peer.Channel;
import tv.martlet.peer.Playout;
import tv.martlet.peer.Swarm;

/** Reads the engine's figures of some channels, all in one visit to its thread. */
final class Gauge {
  /**
   * Of one channel.
   *
   * @param bufferSeconds media that is here and not due yet
   * @param late chunks that were not here when due
   * @param speed at which a player should play now, 1 for the stream's own
   * @param buffer what is here around the place where it plays
   */
  record Reading(
      ChannelFigures figures,
      double bufferSeconds,
      long late,
      double speed,
      List<BoxNeighbour> neighbours,
      BufferMap buffer) {
    /** Of what is no swarm. */
    static final Reading NONE =
        new Reading(
            new ChannelFigures(-1, -1, 0, 0, 0, 0, Map.of()), 0, 0, 1, List.of(), BufferMap.NONE);

    long down() {
      return neighbours.stream().mapToLong(BoxNeighbour::down).sum();
    }

    long up() {
      return neighbours.stream().mapToLong(BoxNeighbour::up).sum();
    }
  }

  private Gauge() {}

  /** Reads those channels that are swarms. */
  static CompletableFuture<Map<String, Reading>> read(
      PeerHost host, Map<String, ? extends Served> served) {
    return host.port()
        .submit(
            (engine, now) -> {
              Map<String, Reading> all = new LinkedHashMap<>();
              served.forEach(
                  (id, each) -> {
                    if (each instanceof LiveChannel channel) {
                      all.put(id, read(id, channel, now));
                    }
                  });
              return all;
            });
  }

  private static Reading read(String id, LiveChannel channel, long now) {
    Swarm swarm = channel.swarm();
    Playout playout = swarm.playout();
    return new Reading(
        channel.figuresNow(),
        playout == null ? 0 : bufferSeconds(swarm, playout, now),
        playout == null ? 0 : playout.late(),
        playout == null ? 1 : playout.speed(now),
        neighbours(id, swarm, now),
        playout == null ? BufferMap.NONE : Strip.of(swarm, playout, now));
  }

  /** A chunk signed at time t is due at t + lag: that of the last one here is when it runs dry. */
  private static double bufferSeconds(Swarm swarm, Playout playout, long now) {
    long signed = swarm.content().integrity().timestampMicros(playout.next() - 1);
    return signed <= 0 ? 0 : Math.max(0, signed + playout.lagMicros() - now) / 1e6;
  }

  private static List<BoxNeighbour> neighbours(String id, Swarm swarm, long now) {
    List<BoxNeighbour> all = new ArrayList<>();
    for (Channel each : swarm.neighbours()) {
      all.add(
          new BoxNeighbour(
              text(each.address()),
              id,
              each.receiveRate(now),
              each.sendRate(now),
              each.rttMicros()));
    }
    return all;
  }

  /** As {@code host:port}. */
  static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return host.contains(":")
        ? "[" + host + "]:" + address.getPort()
        : host + ":" + address.getPort();
  }
}
