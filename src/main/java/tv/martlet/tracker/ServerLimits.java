package tv.martlet.tracker;

/**
 * Bounds on what strangers may ask of the server; a source is one IPv4 address or one IPv6 /64.
 *
 * @param requestsPerSecond requests that one source may go on making each second
 * @param burst requests that one source may make at once
 * @param sources most sources whose rate is remembered
 * @param connections most connections at once
 * @param connectionsPerSource most connections of one source at once
 */
public record ServerLimits(
    int requestsPerSecond, int burst, int sources, int connections, int connectionsPerSource) {
  public static final ServerLimits DEFAULT = new ServerLimits(50, 500, 8_192, 1_024, 256);

  public ServerLimits {
    MessageLimits.require(requestsPerSecond >= 1, "requests a second: at least 1");
    MessageLimits.require(burst >= 1, "burst: at least 1");
    MessageLimits.require(sources >= 1, "sources: at least 1");
    MessageLimits.require(connections >= 1, "connections: at least 1");
    MessageLimits.require(connectionsPerSource >= 1, "connections of a source: at least 1");
  }
}
