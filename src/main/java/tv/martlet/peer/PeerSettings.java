package tv.martlet.peer;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * The section {@code [peer]}: how this node behaves in its swarms.
 *
 * @param listen UDP address for neighbours; unresolved where a name was given
 * @param maxNeighbours neighbours a swarm may have, 1 to 1,000
 * @param maxChannels channels the node may have open over all swarms
 * @param uploadLimit bit/s sent over all swarms; 0 for no limit
 * @param uploadSlots neighbours unchoked at a time; 0 for as many as the line carries
 * @param pex whether neighbours' addresses are exchanged (RFC 7574 §3.10)
 * @param pexPrivateOnly whether addresses from a PEX are used and given only among private ones
 * @param congestion what decides how fast a neighbour is sent to
 * @param ledbatTarget queueing delay that LEDBAT aims at, at most 100 ms (RFC 6817 §2.5)
 * @param startBuffer playing time gathered before a channel is shown
 * @param liveOffset how far behind the newest chunk a newcomer starts, beside some munros
 * @param keepalive silence towards a neighbour after which a keep-alive is sent (RFC 7574 §3.12)
 * @param deadAfter silence from a neighbour after which it is dropped (RFC 7574 §3.12)
 * @param handshakeTimeout wait for the answer to a handshake
 * @param blacklist time for which a neighbour that sent false data is refused
 * @param munroMaxAge age from which a signed munro is refused as stale (RFC 7574 §6.1.2.4)
 * @param maxContent bytes of the largest static content that is fetched
 */
public record PeerSettings(
    InetSocketAddress listen,
    int maxNeighbours,
    int maxChannels,
    long uploadLimit,
    int uploadSlots,
    boolean pex,
    boolean pexPrivateOnly,
    Congestion congestion,
    Duration ledbatTarget,
    Duration startBuffer,
    Duration liveOffset,
    Duration keepalive,
    Duration deadAfter,
    Duration handshakeTimeout,
    Duration blacklist,
    Duration munroMaxAge,
    long maxContent) {

  /** What decides how fast a neighbour is sent to. */
  public enum Congestion {
    /** Like LEDBAT, but a chunk that is soon due on the screen does not yield to other traffic. */
    DEADLINE,
    /** RFC 6817 as it stands. */
    LEDBAT
  }
}
