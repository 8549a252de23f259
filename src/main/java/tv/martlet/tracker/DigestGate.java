package tv.martlet.tracker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** The server's side of HTTP Digest authentication (RFC 7616). */
final class DigestGate {
  private static final Pattern NC = Pattern.compile("[0-9a-fA-F]{8}");
  private final DigestUsers users;
  private final DigestNonces nonces;

  /** Either a name, or the challenges to send with 401. */
  record Verdict(Optional<String> user, List<String> challenges) {}

  DigestGate(DigestUsers users, RandomGenerator random) {
    this.users = users;
    nonces = new DigestNonces(random);
  }

  /**
   * @param header the Authorization field, or null
   * @param method and uri as in the request line
   */
  Verdict check(String header, String method, String uri, long nowMillis) {
    Optional<AuthHeader> auth = AuthHeader.parse(header);
    if (auth.isEmpty() || !proved(auth.get(), method, uri)) {
      return refuse(false, nowMillis);
    }
    // RFC 7616 §3.3: stale=TRUE: the password was right, a new nonce is all that is needed.
    String nonce = auth.get().get("nonce");
    long count = Long.parseLong(auth.get().get("nc"), 16);
    if (!nonces.fresh(nonce, nowMillis) || !nonces.use(nonce, count, nowMillis)) {
      return refuse(true, nowMillis);
    }
    return new Verdict(Optional.of(auth.get().get("username")), List.of());
  }

  private boolean proved(AuthHeader auth, String method, String uri) {
    DigestHash hash =
        auth.get("algorithm").isEmpty() ? DigestHash.MD5 : DigestHash.of(auth.get("algorithm"));
    String password = users.passwords().get(auth.get("username"));
    if (hash == null
        || (hash == DigestHash.MD5 && !users.md5())
        || password == null
        || !auth.get("realm").equals(users.realm())
        || !auth.get("uri").equals(uri)
        || !auth.get("qop").equals("auth")
        || !NC.matcher(auth.get("nc")).matches()) {
      return false;
    }
    String wanted =
        hash.response(
            hash.hex(auth.get("username"), users.realm(), password),
            hash.hex(method, uri),
            new DigestHash.Proof(auth.get("nonce"), auth.get("nc"), auth.get("cnonce")));
    return MessageDigest.isEqual(
        wanted.getBytes(StandardCharsets.US_ASCII),
        auth.get("response").getBytes(StandardCharsets.US_ASCII));
  }

  /** RFC 7616 §3.7: the strongest challenge stands first. */
  private Verdict refuse(boolean stale, long nowMillis) {
    String nonce = nonces.make(nowMillis);
    List<String> challenges = new ArrayList<>();
    challenges.add(challenge(DigestHash.SHA_256, nonce, stale));
    if (users.md5()) {
      challenges.add(challenge(DigestHash.MD5, nonce, stale));
    }
    return new Verdict(Optional.empty(), challenges);
  }

  private String challenge(DigestHash hash, String nonce, boolean stale) {
    return "Digest realm="
        + AuthHeader.quoted(users.realm())
        + ", qop=\"auth\", algorithm="
        + hash.token()
        + ", nonce=\""
        + nonce
        + "\", charset=UTF-8"
        + (stale ? ", stale=true" : "");
  }
}
