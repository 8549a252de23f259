package tv.martlet.tracker;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Finds out which addresses a peer can announce for its UDP socket. */
public final class OwnAddresses {
  private OwnAddresses() {}

  /**
   * The addresses to announce for a socket.
   *
   * @param bound where the UDP socket is bound; for the unspecified address all interfaces that are
   *     up are looked at
   * @return without loopback and link-local ones; only the unspecified address, which means "where
   *     you see me", if there is no other
   */
  public static List<PeerAddress> of(InetSocketAddress bound) {
    if (!bound.getAddress().isAnyLocalAddress()) {
      return List.of(PeerAddress.host(bound));
    }
    List<PeerAddress> found = new ArrayList<>();
    for (InetAddress ip : interfaceAddresses()) {
      Reach reach = Reach.of(ip);
      if (reach == Reach.PRIVATE || reach == Reach.GLOBAL) {
        found.add(PeerAddress.host(new InetSocketAddress(Reach.plain(ip), bound.getPort())));
      }
    }
    return found.isEmpty()
        ? List.of(PeerAddress.host(bound))
        : List.copyOf(found.subList(0, Math.min(found.size(), MessageLimits.REQUEST.addresses())));
  }

  /**
   * Whether there is no address translation before this peer (RFC 7846 §3.2.2, NO_NAT).
   *
   * @param seen where a tracker says that it sees this peer
   * @return true if that is a global address of its own; false says nothing: the tracker may be on
   *     this side of a translator, too
   */
  public static boolean untranslated(List<PeerAddress> own, InetAddress seen) {
    return Reach.of(seen) == Reach.GLOBAL && own.stream().anyMatch(one -> one.ip().equals(seen));
  }

  private static List<InetAddress> interfaceAddresses() {
    List<InetAddress> all = new ArrayList<>();
    try {
      for (NetworkInterface nic : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        if (nic.isUp() && !nic.isLoopback()) {
          all.addAll(Collections.list(nic.getInetAddresses()));
        }
      }
    } catch (SocketException e) {
      return List.of(); // the tracker still sees where we come from
    }
    return all;
  }
}
