package tv.martlet.wire;

/** The codes of RFC 7574 §7, Table 2. 10–254 are unassigned. */
final class HandshakeOption {
  static final int VERSION = 0;
  static final int MINIMUM_VERSION = 1;
  static final int SWARM_ID = 2;
  static final int INTEGRITY = 3;
  static final int HASH = 4;
  static final int SIGNATURE = 5;
  static final int ADDRESSING = 6;
  static final int DISCARD_WINDOW = 7;
  static final int SUPPORTED_MESSAGES = 8;
  static final int CHUNK_SIZE = 9;
  static final int END = 255;

  private HandshakeOption() {}
}
