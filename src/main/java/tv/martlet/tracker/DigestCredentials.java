package tv.martlet.tracker;

import static java.util.Objects.requireNonNull;

/** A user name and password for HTTP Digest authentication (RFC 7616). */
public record DigestCredentials(String user, String password) {
  public DigestCredentials {
    DigestUsers.checkName(user);
    requireNonNull(password);
  }

  @Override
  public String toString() {
    return "DigestCredentials[" + user + "]";
  }
}
