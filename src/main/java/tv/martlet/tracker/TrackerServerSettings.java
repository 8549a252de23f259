package tv.martlet.tracker;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The section {@code [tracker_server]}: a tracker that this node runs.
 *
 * @param listen TCP address; unresolved where a name was given
 * @param maxSwarms swarms kept
 * @param maxPeers peers kept over all swarms
 * @param maxPeersPerSwarm peers kept in one swarm
 * @param trackInterval how often peers are told to report (RFC 7846 §4.1.4, track timer)
 * @param ranking who is named to whom (RFC 7846 §4.1.1)
 * @param tlsCert PEM file of the certificate chain; empty for plain HTTP
 * @param tlsKey PEM file of the private key of {@code tlsCert}
 * @param clientCa PEM file of the authorities that must have signed a peer's certificate; empty
 *     where peers need none
 * @param digestUsersFile file of those who may log in, {@code user:password} a line; empty for
 *     anyone
 * @param realm realm of the digest authentication
 */
public record TrackerServerSettings(
    InetSocketAddress listen,
    int maxSwarms,
    int maxPeers,
    int maxPeersPerSwarm,
    Duration trackInterval,
    Ranking ranking,
    Optional<Path> tlsCert,
    Optional<Path> tlsKey,
    Optional<Path> clientCa,
    Optional<Path> digestUsersFile,
    String realm) {

  /** By what the peers of a list are chosen. */
  public enum Ranking {
    /** Those who can help most: {@link HelperRanking}. */
    HELPERS,
    /** Any: {@link PeerRanking#random}. */
    RANDOM
  }
}
