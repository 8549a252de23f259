package tv.martlet.tracker;

/** Where an address was learnt (RFC 7846 §3.2.4). */
public enum AddressType {
  HOST,
  REFLEXIVE,
  PROXY
}
