package tv.martlet.chunk;

/**
 * Live signature algorithms by their DNSSEC numbers (RFC 7574 §7.7): RSASHA1 and RSASHA256 (RFC
 * 3110, 5702), ECDSA (RFC 6605) and Ed25519 (RFC 8080).
 */
public enum SignatureAlgorithm {
  RSASHA1(5, 0, 0),
  RSASHA256(8, 0, 0),
  ECDSAP256SHA256(13, 64, 64),
  ECDSAP384SHA384(14, 96, 96),
  ED25519(15, 32, 64);

  private final int code;
  private final int keyLength;
  private final int signatureLength;

  SignatureAlgorithm(int code, int keyLength, int signatureLength) {
    this.code = code;
    this.keyLength = keyLength;
    this.signatureLength = signatureLength;
  }

  /** Returns the DNSSEC number: the code of option 5 and the first octet of a live swarm's ID. */
  public int code() {
    return code;
  }

  /** Tells whether this is one of the two RSA algorithms. */
  public boolean isRsa() {
    return keyLength == 0;
  }

  /**
   * Returns the length of the key in a swarm ID, without the algorithm octet; 0 for RSA, where it
   * varies.
   */
  int keyLength() {
    return keyLength;
  }

  /** Returns the length of a signature in bytes; 0 for RSA, where it is that of the modulus. */
  int fixedSignatureLength() {
    return signatureLength;
  }

  /** Returns the algorithm of a DNSSEC number, or null if it is none of ours. */
  public static SignatureAlgorithm ofCode(int code) {
    for (SignatureAlgorithm each : values()) {
      if (each.code == code) {
        return each;
      }
    }
    return null;
  }
}
