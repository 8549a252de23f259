package tv.martlet.tracker;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Picks from a tracker's list what is worth to be tried. */
final class FoundPeers {
  /** Most addresses taken from one list. */
  static final int MOST = 256;

  private FoundPeers() {}

  /**
   * The first address of each peer, then the second of each, and so on.
   *
   * @param local whether the tracker is on this machine: no other may point us to loopback
   */
  static List<InetSocketAddress> of(
      List<Response.PeerInfo> peers, String ownId, List<PeerAddress> own, boolean local) {
    Set<InetSocketAddress> mine = new HashSet<>();
    own.forEach(address -> mine.add(address.socket()));
    Set<InetSocketAddress> found = new LinkedHashSet<>();
    for (int rank = 0; rank < StoreLimits.ADDRESSES_LISTED; rank++) {
      for (Response.PeerInfo peer : peers) {
        if (rank < peer.addresses().size() && !peer.peerId().equals(ownId)) {
          InetSocketAddress socket = peer.addresses().get(rank).socket();
          if (usable(socket, local) && !mine.contains(socket)) {
            found.add(socket);
          }
        }
      }
    }
    List<InetSocketAddress> list = new ArrayList<>(found);
    return List.copyOf(list.subList(0, Math.min(MOST, list.size())));
  }

  private static boolean usable(InetSocketAddress socket, boolean local) {
    return switch (Reach.of(socket.getAddress())) {
      case NOWHERE, UNSPECIFIED -> false;
      case LOOPBACK -> local;
      case PRIVATE, GLOBAL -> true;
    };
  }
}
