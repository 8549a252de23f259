package tv.martlet.tracker;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Where the asker stands, to tell how near others are. */
final class Place {
  private final boolean inside;
  private final InetAddress site;
  private final List<byte[]> known = new ArrayList<>();
  private final List<byte[]> own = new ArrayList<>();

  Place(Candidate.Identity asker) {
    inside = Reach.inside(asker.source());
    site = Reach.site(asker.source());
    known.add(asker.source().getAddress());
    for (PeerAddress one : asker.addresses()) {
      (isPrivate(one.ip()) ? own : known).add(one.ip().getAddress());
    }
  }

  /**
   * How near a peer is. It counts where the tracker saw it: by what it announces alone, a peer
   * could be everybody's neighbour. The asker's own announcements mislead nobody but itself.
   */
  Nearness of(Candidate.Identity peer) {
    if (isLan(peer)) {
      return Nearness.LAN;
    }
    byte[] seen = peer.source().getAddress();
    Nearness nearest = Nearness.FAR;
    for (byte[] mine : known) {
      Nearness near = between(mine, seen);
      nearest = near.compareTo(nearest) < 0 ? near : nearest;
    }
    return nearest;
  }

  private boolean isLan(Candidate.Identity peer) {
    boolean behindOne = Reach.site(peer.source()).equals(site);
    if (own.isEmpty() || !(behindOne || (inside && Reach.inside(peer.source())))) {
      return false;
    }
    for (PeerAddress one : peer.addresses()) {
      // A provider's own tracker sees all its customers at private addresses: the prefix decides.
      if (isPrivate(one.ip()) && (behindOne || sharesPrefix(one.ip().getAddress()))) {
        return true;
      }
    }
    return false;
  }

  private boolean sharesPrefix(byte[] theirs) {
    for (byte[] mine : own) {
      if (between(mine, theirs) != Nearness.FAR) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPrivate(InetAddress ip) {
    Reach reach = Reach.of(ip);
    return reach == Reach.PRIVATE || reach == Reach.LOOPBACK;
  }

  private static Nearness between(byte[] one, byte[] other) {
    if (one.length != other.length) {
      return Nearness.FAR;
    }
    int same = 0;
    while (same < one.length && one[same] == other[same]) {
      same++;
    }
    boolean ipv4 = one.length == 4;
    return same >= (ipv4 ? 3 : 6)
        ? Nearness.NETWORK
        : same >= (ipv4 ? 2 : 4) ? Nearness.REGION : Nearness.FAR;
  }
}
