package tv.martlet.tracker;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which addresses of a peer are kept, and which of them are handed to whom.
 *
 * <pre>
 *   announced            seen at              kept
 *   0.0.0.0 or none :p   S                    REFLEXIVE S:p
 *   A:p, A private       S, other than A      HOST A:p and REFLEXIVE S:p
 *   A:p, A global        A                    HOST A:p
 *
 *   kept                 handed to
 *   global               everyone
 *   private              who shares the source (one home), or who like the peer is seen from inside
 *   loopback             who is seen at a loopback address too
 * </pre>
 */
final class AddressBook {
  private AddressBook() {}

  /** What to keep of the announced addresses of a peer that was seen at {@code source}. */
  static List<PeerAddress> keep(List<PeerAddress> announced, InetAddress source) {
    List<PeerAddress> kept = new ArrayList<>();
    boolean seen = false;
    for (PeerAddress one : announced) {
      if (usable(one.ip(), source)) {
        kept.add(one);
        seen |= one.ip().equals(source);
      }
    }
    if (!seen && Reach.of(source) != Reach.NOWHERE) {
      addReflexive(kept, announced, source);
    }
    // A neighbour's own address stands before the way around, a seen one before an announced one.
    kept.sort(
        Comparator.comparing((PeerAddress one) -> Reach.of(one.ip()))
            .thenComparing(one -> !one.ip().equals(source))
            .thenComparing(PeerAddress::priority, Comparator.reverseOrder()));
    return List.copyOf(kept);
  }

  private static boolean usable(InetAddress announced, InetAddress source) {
    return switch (Reach.of(announced)) {
      case NOWHERE, UNSPECIFIED -> false;
      case LOOPBACK -> source.isLoopbackAddress();
      case PRIVATE, GLOBAL -> true;
    };
  }

  /** A peer has few ports; a translator that keeps the port makes the pair reachable. */
  private static void addReflexive(
      List<PeerAddress> kept, List<PeerAddress> announced, InetAddress source) {
    announced.stream()
        .filter(one -> one.type() != AddressType.PROXY)
        .map(PeerAddress::port)
        .distinct()
        .limit(2)
        .forEach(
            port ->
                kept.add(
                    new PeerAddress(
                        new InetSocketAddress(source, port),
                        0,
                        AddressType.REFLEXIVE,
                        PeerAddress.Note.NONE)));
  }

  /** The addresses to hand to an asker, in the order in which they are kept. */
  static List<PeerAddress> visible(
      List<PeerAddress> kept, InetAddress source, InetAddress askerSource) {
    boolean near =
        Reach.site(source).equals(Reach.site(askerSource))
            || (Reach.inside(source) && Reach.inside(askerSource));
    List<PeerAddress> visible = new ArrayList<>(StoreLimits.ADDRESSES_LISTED);
    for (PeerAddress one : kept) {
      if (visible.size() < StoreLimits.ADDRESSES_LISTED && told(one, near, askerSource)) {
        visible.add(one);
      }
    }
    return visible;
  }

  private static boolean told(PeerAddress address, boolean near, InetAddress askerSource) {
    return switch (Reach.of(address.ip())) {
      case GLOBAL -> true;
      case PRIVATE -> near;
      case LOOPBACK -> askerSource.isLoopbackAddress();
      case NOWHERE, UNSPECIFIED -> false;
    };
  }
}
