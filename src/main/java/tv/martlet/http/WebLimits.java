package tv.martlet.http;

import java.time.Duration;

/**
 * The bounds of the web.
 *
 * @param connections open at a time, in total
 * @param perAddress open at a time from one IPv4 address or one IPv6 /64
 * @param streams viewers at a time
 * @param requestTime how long a client may take for its next request, first byte to last answer
 * @param stallTime how long a viewer may take nothing before it is cut off
 */
public record WebLimits(
    int connections, int perAddress, int streams, Duration requestTime, Duration stallTime) {
  public WebLimits {
    check(connections, 1, 10_000, "http.max_clients");
    check(perAddress, 1, 10_000, "connections per address");
    check(streams, 0, 10_000, "streams");
    check(requestTime.toMillis(), 50, 600_000, "request time (ms)");
    check(stallTime.toMillis(), 50, 600_000, "stall time (ms)");
  }

  /**
   * The bounds for {@code clients} connections: half of them at most from one address, so that one
   * machine cannot shut the others out, and times that suit television.
   */
  public static WebLimits of(int clients) {
    int perAddress = Math.max(1, clients / 2);
    return new WebLimits(
        clients, perAddress, clients, Duration.ofSeconds(20), Duration.ofSeconds(10));
  }

  private static void check(long value, long low, long high, String key) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(key + " must be " + low + " to " + high);
    }
  }
}
