package tv.martlet.tracker;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/** A bucket of requests for each source, filled at a steady rate; the sources are bounded. */
final class RequestRates {
  private final ServerLimits limits;
  private final Map<InetAddress, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Bucket> eldest) {
          return size() > limits.sources();
        }
      };

  private static final class Bucket {
    private double left;
    private long at;
  }

  RequestRates(ServerLimits limits) {
    this.limits = limits;
  }

  /** Whether the source may make one more request now. */
  boolean allow(InetAddress source, long nowMillis) {
    Bucket bucket = buckets.get(Reach.site(source));
    if (bucket == null) {
      bucket = new Bucket();
      bucket.left = limits.burst();
      bucket.at = nowMillis;
      buckets.put(Reach.site(source), bucket);
    }
    double earned = (nowMillis - bucket.at) * (limits.requestsPerSecond() / 1000.0);
    bucket.left = Math.min(limits.burst(), bucket.left + earned);
    bucket.at = nowMillis;
    if (bucket.left < 1) {
      return false;
    }
    bucket.left--;
    return true;
  }

  int remembered() {
    return buckets.size();
  }
}
