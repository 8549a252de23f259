package tv.martlet.tracker;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The client's side of HTTP Digest authentication (RFC 7616) towards one tracker. */
final class DigestAnswer {
  private final DigestCredentials credentials;
  private final RandomGenerator random;
  private DigestHash hash;
  private AuthHeader challenge;
  private long count;

  DigestAnswer(DigestCredentials credentials, RandomGenerator random) {
    this.credentials = credentials;
    this.random = random;
  }

  /**
   * Takes the challenges of a 401.
   *
   * @param again whether the refused request carried an answer already
   * @return whether it is worth to ask again with {@link #header}
   */
  boolean challenged(List<String> headers, boolean again) {
    for (DigestHash wanted : DigestHash.values()) {
      for (String header : headers) {
        Optional<AuthHeader> parsed = AuthHeader.parse(header).filter(one -> fits(one, wanted));
        if (parsed.isPresent()) {
          hash = wanted;
          challenge = parsed.get();
          count = 0;
          // RFC 7616 §3.3: without stale the password itself was refused.
          return !again || challenge.get("stale").equalsIgnoreCase("true");
        }
      }
    }
    return false;
  }

  private static boolean fits(AuthHeader header, DigestHash wanted) {
    String algorithm = header.get("algorithm");
    return DigestHash.of(algorithm.isEmpty() ? "MD5" : algorithm) == wanted
        && Arrays.asList(header.get("qop").split("[\\s,]+")).contains("auth");
  }

  /** The Authorization field of the next request; empty before the first challenge. */
  Optional<String> header(String method, String uri) {
    if (challenge == null) {
      return Optional.empty();
    }
    DigestHash.Proof proof =
        new DigestHash.Proof(
            challenge.get("nonce"),
            String.format("%08x", ++count),
            String.format("%016x", random.nextLong()));
    String realm = challenge.get("realm");
    String response =
        hash.response(
            hash.hex(credentials.user(), realm, credentials.password()),
            hash.hex(method, uri),
            proof);
    StringBuilder header = new StringBuilder("Digest username=");
    header.append(AuthHeader.quoted(credentials.user()));
    header.append(", realm=").append(AuthHeader.quoted(realm));
    header.append(", uri=").append(AuthHeader.quoted(uri));
    header.append(", algorithm=").append(hash.token());
    header.append(", nonce=").append(AuthHeader.quoted(proof.nonce()));
    header.append(", nc=").append(proof.nc());
    header.append(", cnonce=\"").append(proof.cnonce());
    header.append("\", qop=auth, response=\"").append(response).append('"');
    if (challenge.parameters().containsKey("opaque")) {
      header.append(", opaque=").append(AuthHeader.quoted(challenge.get("opaque")));
    }
    return Optional.of(header.toString());
  }
}
