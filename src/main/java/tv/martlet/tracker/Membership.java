package tv.martlet.tracker;

import java.util.Optional;

/** One peer in one swarm. */
final class Membership {
  private final PeerEntry peer;
  private final Swarm swarm;
  private final long joinedMillis;
  private PeerMode mode;
  private Optional<StreamStats> stats = Optional.empty();
  private final Tellings told = new Tellings();

  /** Where this stands in the swarm's list; the swarm's own to write. */
  int index;

  Membership(PeerEntry peer, Swarm swarm, PeerMode mode, long joinedMillis) {
    this.peer = peer;
    this.swarm = swarm;
    this.mode = mode;
    this.joinedMillis = joinedMillis;
  }

  PeerEntry peer() {
    return peer;
  }

  Swarm swarm() {
    return swarm;
  }

  long joinedMillis() {
    return joinedMillis;
  }

  PeerMode mode() {
    return mode;
  }

  void mode(PeerMode newMode) {
    mode = newMode;
  }

  Optional<StreamStats> stats() {
    return stats;
  }

  void report(StreamStats report) {
    // The swarm's own string: forty thousand copies of a long swarm ID would be a lot of memory.
    stats =
        Optional.of(
            new StreamStats(
                swarm.id(),
                report.uploadedBytes(),
                report.downloadedBytes(),
                report.availableBandwidth(),
                report.links()));
  }

  Tellings told() {
    return told;
  }
}
