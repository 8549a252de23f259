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
  private final OptionalInt uploadKbps;
  private final long startMillis;
  private Optional<NatAbility> nat = Optional.empty();

  /**
   * @param uploadLimit bit/s over all swarms, 0 for none: then what the line can carry is not known
   */
  SelfReport(long uploadLimit, long nowMillis) {
    uploadKbps =
        uploadLimit == 0
            ? OptionalInt.empty()
            : OptionalInt.of((int) Math.min(Integer.MAX_VALUE, uploadLimit / 1000));
    startMillis = nowMillis;
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
