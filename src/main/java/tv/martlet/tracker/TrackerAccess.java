package tv.martlet.tracker;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Who may speak with the tracker, and how.
 *
 * @param tls absent for plain HTTP
 * @param certificates whether TLS asks the peers for certificates
 * @param digest users and passwords; absent where nobody needs one
 */
public record TrackerAccess(
    Optional<TlsFiles> tls, ClientCertificates certificates, Optional<DigestUsers> digest) {
  /** Plain HTTP for everyone. */
  public static final TrackerAccess OPEN =
      new TrackerAccess(Optional.empty(), ClientCertificates.NONE, Optional.empty());

  public TrackerAccess {
    requireNonNull(digest);
    if (tls.isEmpty() && certificates != ClientCertificates.NONE) {
      throw new IllegalArgumentException(
          "tracker: client certificates need TLS; set a certificate and a key, or turn them off");
    }
    if (certificates != ClientCertificates.NONE && tls.get().authorities().isEmpty()) {
      throw new IllegalArgumentException(
          "tracker: client certificates need the file of the authority that issues them");
    }
  }

  /** Whether an unknown requester is turned away. */
  boolean restricted() {
    return digest.isPresent() || certificates != ClientCertificates.NONE;
  }
}
