package tv.martlet.tracker;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How many peers are wanted and what the asker says of itself (RFC 7846 §3.2.2).
 *
 * @param count most peers wanted in each list
 * @param links links the asker has now
 * @param onlineSeconds how long the asker has been online, in seconds
 * @param uploadKbps the asker's greatest upload rate, in kbit/s
 */
public record PeerNum(
    OptionalInt count,
    Optional<NatAbility> nat,
    OptionalInt links,
    OptionalInt onlineSeconds,
    OptionalInt uploadKbps) {
  public PeerNum {
    requireNonNull(count);
    requireNonNull(nat);
    requireNonNull(links);
    requireNonNull(onlineSeconds);
    requireNonNull(uploadKbps);
  }

  /** Asks for at most {@code count} peers and says nothing else. */
  public static PeerNum atMost(int count) {
    return new PeerNum(
        OptionalInt.of(count),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty());
  }
}
