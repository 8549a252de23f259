package tv.martlet.tracker;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * Users of HTTP Digest authentication (RFC 7616).
 *
 * @param realm named in the challenge
 * @param passwords by user name
 * @param md5 whether MD5 is offered beside SHA-256 for peers that know no better
 */
public record DigestUsers(String realm, Map<String, String> passwords, boolean md5) {
  public DigestUsers {
    requireNonNull(realm);
    if (realm.isEmpty() || realm.chars().anyMatch(c -> c < ' ' || c > '~' || c == '"')) {
      throw new IllegalArgumentException(
          "tracker digest realm: want printable ASCII without quotation marks");
    }
    passwords = Map.copyOf(passwords);
    passwords.keySet().forEach(DigestUsers::checkName);
  }

  /** RFC 7616 §3.4 would need its username* form for anything else. */
  static void checkName(String user) {
    if (user.isEmpty() || user.length() > 128 || user.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw new IllegalArgumentException(
          "tracker digest user name: want 1 to 128 printable ASCII characters");
    }
  }

  @Override
  public String toString() {
    return "DigestUsers[" + realm + ", " + passwords.size() + " users]";
  }
}
