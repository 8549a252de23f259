package tv.martlet.node;

/**
 * When a swarm asks its trackers for more peers (RFC 7846 §4.1.2): while it has few neighbours, at
 * growing intervals. Such a request also tells them how this peer is by now.
 */
final class MorePeers {
  /** Neighbours that are enough to go on with. */
  static final int FEW = 6;

  static final long LEAST_WAIT_MICROS = 10_000_000;
  static final long MOST_WAIT_MICROS = 300_000_000;

  private final int few;
  private long wait;
  private long due;

  /**
   * @param most neighbours that a swarm may have
   */
  MorePeers(int most) {
    few = Math.min(FEW, most);
  }

  /** Whether to ask now; called about once a second with a time that never goes back. */
  boolean ask(int neighbours, long nowMicros) {
    if (neighbours >= few || wait == 0) {
      wait = LEAST_WAIT_MICROS;
      due = nowMicros + wait;
      return false;
    }
    if (nowMicros - due < 0) {
      return false;
    }
    wait = Math.min(2 * wait, MOST_WAIT_MICROS);
    due = nowMicros + wait;
    return true;
  }
}
