package tv.martlet.node;

import java.util.Optional;
import java.util.OptionalInt;
import tv.martlet.tracker.NatAbility;
import tv.martlet.tracker.PeerNum;
import tv.martlet.tracker.StoreLimits;

/**
 * What this peer says of itself to trackers (RFC 7846 §3.2.2): what it knows, and nothing else.
 * Lives on the tracker client's loop.
 */
final class SelfReport {
  private final long startMillis;
  private Optional<NatAbility> nat = Optional.empty();
  private volatile OptionalInt uploadKbps = OptionalInt.empty();

  SelfReport(long nowMillis) {
    startMillis = nowMillis;
  }

  /**
   * What the line carries, from any thread.
   *
   * @param bitsPerSecond 0 if it is not known
   */
  void carries(long bitsPerSecond) {
    uploadKbps =
        bitsPerSecond == 0
            ? OptionalInt.empty()
            : OptionalInt.of((int) Math.min(Integer.MAX_VALUE, bitsPerSecond / 1000));
  }

  /** A tracker has said where it sees this peer; whether STUN would do is never known. */
  void seen(boolean untranslated) {
    nat = untranslated ? Optional.of(NatAbility.NO_NAT) : Optional.empty();
  }

  PeerNum peerNum(int links, long nowMillis) {
    long online = Math.max(0, nowMillis - startMillis) / 1000;
    return new PeerNum(
        OptionalInt.of(StoreLimits.PEERS_LISTED),
        nat,
        OptionalInt.of(links),
        OptionalInt.of((int) Math.min(Integer.MAX_VALUE, online)),
        uploadKbps);
  }
}
