package tv.martlet.tracker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The algorithms of RFC 7616 §3.2 and the arithmetic that both sides share. */
enum DigestHash {
  SHA_256("SHA-256"),
  MD5("MD5");

  private final String token;

  DigestHash(String token) {
    this.token = token;
  }

  /** The name in headers, which is the JDK's too. */
  String token() {
    return token;
  }

  static DigestHash of(String token) {
    for (DigestHash hash : values()) {
      if (hash.token.equalsIgnoreCase(token)) {
        return hash;
      }
    }
    return null;
  }

  String hex(String... parts) {
    try {
      byte[] text = String.join(":", parts).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance(token).digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // each JDK has both
    }
  }

  /** RFC 7616 §3.4.1 with qop=auth: KD(H(A1), nonce:nc:cnonce:qop:H(A2)). */
  String response(String ha1, String ha2, Proof proof) {
    return hex(ha1, proof.nonce(), proof.nc(), proof.cnonce(), "auth", ha2);
  }

  /** What varies from request to request. */
  record Proof(String nonce, String nc, String cnonce) {}
}
