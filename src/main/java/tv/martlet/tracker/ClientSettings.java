package tv.martlet.tracker;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * How a peer speaks with its trackers.
 *
 * @param peerId the peer ID that was enrolled; empty for a random one, new at each start
 * @param tls for https trackers: what to trust and which certificate to show
 * @param digest for trackers that ask for a password
 */
public record ClientSettings(
    Optional<String> peerId,
    TlsFiles tls,
    Optional<DigestCredentials> digest,
    ClientTimes times,
    MessageLimits responses) {
  public static final ClientSettings DEFAULT =
      new ClientSettings(
          Optional.empty(),
          TlsFiles.SYSTEM,
          Optional.empty(),
          ClientTimes.DEFAULT,
          MessageLimits.RESPONSE);

  public ClientSettings {
    requireNonNull(tls);
    requireNonNull(digest);
    requireNonNull(times);
    requireNonNull(responses);
    if (peerId.filter(id -> id.isEmpty() || id.length() > MessageLimits.ID_CHARS).isPresent()) {
      throw new IllegalArgumentException("tracker peer ID: want 1 to 128 characters");
    }
  }
}
