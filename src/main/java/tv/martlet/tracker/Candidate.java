package tv.martlet.tracker;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * What the tracker knows of a peer in one swarm.
 *
 * @param peer who it is and where
 * @param mode seeder or leecher in this swarm
 * @param stats the latest report about this swarm
 * @param joinedMillis when it joined this swarm, in the store's time
 * @param told in how many lists of this swarm it was named lately: {@link Tellings}
 */
public record Candidate(
    Identity peer, PeerMode mode, Optional<StreamStats> stats, long joinedMillis, int told) {

  /**
   * The peer behind the candidate.
   *
   * @param source the address that the tracker saw it at
   * @param addresses what it announced and what the tracker saw
   * @param self what it last said of itself: NAT ability, links, time online, upload rate
   */
  public record Identity(
      String peerId, InetAddress source, List<PeerAddress> addresses, Optional<PeerNum> self) {
    public Identity {
      addresses = List.copyOf(addresses);
    }
  }
}
