package tv.martlet.tracker;

/** A peer's means of crossing address translation (RFC 7846 §3.2.2). */
public enum NatAbility {
  NO_NAT,
  STUN,
  TURN
}
