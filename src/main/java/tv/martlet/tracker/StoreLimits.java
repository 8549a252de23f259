package tv.martlet.tracker;

/**
 * Bounds on what the tracker remembers.
 *
 * @param peers most peers registered at once
 * @param swarms most swarms at once
 * @param peersPerSwarm most peers in one swarm
 * @param memberships most pairs of a peer and a swarm
 * @param peersPerSource most peers registered from one IPv4 address or one IPv6 /64
 */
public record StoreLimits(
    int peers, int swarms, int peersPerSwarm, int memberships, int peersPerSource) {
  public static final StoreLimits DEFAULT = new StoreLimits(10_000, 1_000, 5_000, 40_000, 1_024);

  /** Most swarms that one peer may be in. */
  public static final int SWARMS_PER_PEER = 64;

  /** Most peers in one list: RFC 7846 §3.2.2 wants peer_count under 30. */
  public static final int PEERS_LISTED = 29;

  /** Most peers in all lists of one response. */
  public static final int PEERS_LISTED_TOTAL = 240;

  /** Most addresses of one peer in a list. */
  public static final int ADDRESSES_LISTED = 4;

  /** Size of the random sample that a ranking sees. */
  public static final int SAMPLE = 256;

  public StoreLimits {
    MessageLimits.require(peers >= 1, "peers: at least 1");
    MessageLimits.require(swarms >= 1, "swarms: at least 1");
    MessageLimits.require(peersPerSwarm >= 1, "peers of a swarm: at least 1");
    MessageLimits.require(memberships >= 1, "memberships: at least 1");
    MessageLimits.require(peersPerSource >= 1, "peers of a source: at least 1");
  }
}
