package tv.martlet.tracker;

/** Whether the tracker asks its peers for a certificate (RFC 7846 §4: the preferred mechanism). */
public enum ClientCertificates {
  NONE,
  /** Who shows a good one needs no password. */
  OPTIONAL,
  REQUIRED
}
