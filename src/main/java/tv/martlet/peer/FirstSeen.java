package tv.martlet.peer;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/** When addresses were seen first, microseconds; the oldest are forgotten. */
final class FirstSeen extends LinkedHashMap<InetAddress, Long> {
  private static final long serialVersionUID = 1;

  private static final int MOST = 512;

  @Override
  protected boolean removeEldestEntry(Map.Entry<InetAddress, Long> eldest) {
    return size() > MOST;
  }
}
