package tv.martlet.peer;

/** Whether a neighbour serves us, as its CHOKE and UNCHOKE say (RFC 7574 §3.9). */
final class TheirService {
  /** Who has let us ask for so long is one that serves. */
  private static final long SERVING = 1_000_000;

  private boolean choked;
  private boolean proven;
  private long since;

  /** The channel was opened. */
  void opened(long now) {
    since = now;
  }

  /** CHOKE or UNCHOKE came. */
  void choke(boolean value, long now) {
    proven |= !choked && now - since >= SERVING;
    since = choked && !value ? now : since;
    choked = value;
  }

  boolean isChoked() {
    return choked;
  }

  /** Whether it has kept us choked but for moments since the channel was opened. */
  boolean hasNeverServed() {
    return choked && !proven;
  }
}
