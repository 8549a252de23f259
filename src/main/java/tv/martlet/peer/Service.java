package tv.martlet.peer;

/**
 * Whether we serve a neighbour, and what it has been told of that (RFC 7574 §3.9).
 *
 * <p>CHOKE and UNCHOKE are not acknowledged. A lost CHOKE shows when the neighbour asks all the
 * same; a lost UNCHOKE shows by nothing, so it is repeated until the neighbour asks.
 */
final class Service {
  /**
   * How often an UNCHOKE that no REQUEST follows is repeated: with 10 % loss, one in 10^5 fails.
   */
  private static final int REMINDERS = 4;

  /** After so long without a REQUEST a neighbour is taken to want nothing. */
  static final long IDLE = 3_000_000;

  private final ChannelWriter writer;
  private boolean choked;
  private long chokedAt;
  private long lastAskedAt;
  private int reminders;
  private long servedSince;

  Service(ChannelWriter writer, boolean choked, long now) {
    this.writer = writer;
    this.choked = choked;
    this.chokedAt = now;
    this.servedSince = now;
    this.lastAskedAt = choked ? now - IDLE - 1 : now;
    if (choked) {
      writer.chokeChanged();
    }
  }

  /** Gives false if it was so already. */
  boolean choke(boolean value, long now) {
    if (choked == value) {
      return false;
    }
    choked = value;
    writer.chokeChanged();
    if (value) {
      chokedAt = now;
    } else {
      lastAskedAt = now;
      servedSince = now;
      reminders = REMINDERS;
    }
    return true;
  }

  /** REQUEST came; false if it is to be discarded. */
  boolean asked(long now) {
    lastAskedAt = now;
    reminders = 0;
    if (choked) {
      // §12.6.8: unwanted REQUESTs are discarded and the CHOKE sent again
      writer.chokeChanged();
    }
    return !choked;
  }

  /** Repeats an UNCHOKE that perhaps did not arrive; true if there is one. */
  boolean remind() {
    if (choked || reminders == 0) {
      return false;
    }
    reminders--;
    writer.chokeChanged();
    return true;
  }

  boolean isChoked() {
    return choked;
  }

  /** When it was unchoked last. */
  long servedSince() {
    return servedSince;
  }

  long chokedAt() {
    return chokedAt;
  }

  long lastAskedAt() {
    return lastAskedAt;
  }

  boolean isIdle(long now) {
    return now - lastAskedAt > IDLE;
  }
}
