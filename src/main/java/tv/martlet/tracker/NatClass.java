package tv.martlet.tracker;

/**
 * How well a peer is reached from outside, as far as RFC 7846 §3.2.2 lets it say so. The RFC has no
 * finer classes: a peer that needs TURN is behind a symmetric translator, and whether one that gets
 * along with STUN filters by port is not known, so it is taken to.
 */
enum NatClass {
  OPEN,
  UNKNOWN,
  /** Crossed when both ends send; may filter by port. */
  CONE,
  /** A new port for each destination: nobody can guess it. */
  SYMMETRIC;

  static NatClass of(Candidate.Identity peer) {
    return peer.self().flatMap(PeerNum::nat).map(NatClass::of).orElseGet(() -> seen(peer));
  }

  private static NatClass of(NatAbility said) {
    return switch (said) {
      case NO_NAT -> OPEN;
      case STUN -> CONE;
      case TURN -> SYMMETRIC;
    };
  }

  /** Who announces the very address that it is seen at is not translated. */
  private static NatClass seen(Candidate.Identity peer) {
    for (PeerAddress one : peer.addresses()) {
      if (one.type() == AddressType.HOST && one.ip().equals(peer.source())) {
        return OPEN;
      }
    }
    return UNKNOWN;
  }

  /**
   * What an asker can expect of a peer of this class, from 0, they never meet, to 1. An asker that
   * is translated itself needs open peers most.
   */
  double meets(NatClass asker) {
    return switch (this) {
      case OPEN -> 1;
      case UNKNOWN -> asker == OPEN ? 0.8 : asker == SYMMETRIC ? 0.3 : 0.5;
      case CONE -> asker == OPEN ? 0.5 : asker == SYMMETRIC ? 0 : 0.2;
      case SYMMETRIC -> asker == OPEN ? 0.3 : asker == UNKNOWN ? 0.1 : 0;
    };
  }
}
