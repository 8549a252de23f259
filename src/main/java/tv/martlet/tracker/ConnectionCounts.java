package tv.martlet.tracker;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** Counts the open connections, all and by source. */
final class ConnectionCounts {
  private final ServerLimits limits;
  private final Map<InetAddress, Integer> bySource = new HashMap<>();
  private int open;

  ConnectionCounts(ServerLimits limits) {
    this.limits = limits;
  }

  /** Takes a place, to be given back with {@link #close}; false if none is left. */
  boolean open(InetAddress source) {
    InetAddress site = Reach.site(source);
    int mine = bySource.getOrDefault(site, 0);
    if (open >= limits.connections() || mine >= limits.connectionsPerSource()) {
      return false;
    }
    open++;
    bySource.put(site, mine + 1);
    return true;
  }

  void close(InetAddress source) {
    open--;
    bySource.computeIfPresent(Reach.site(source), (site, count) -> count == 1 ? null : count - 1);
  }

  int open() {
    return open;
  }
}
