package tv.martlet.chunk;

/** Hash functions of a Merkle tree with their codes on the wire (RFC 7574 §7.6, Table 5). */
public enum HashFunction {
  SHA1(0, 20, "SHA-1"),
  SHA224(1, 28, "SHA-224"),
  SHA256(2, 32, "SHA-256"),
  SHA384(3, 48, "SHA-384"),
  SHA512(4, 64, "SHA-512");

  /** Length of the longest hash in bytes. */
  public static final int MAX_LENGTH = 64;

  private static final HashFunction[] BY_CODE = values();

  private final int code;
  private final int length;
  private final String jcaName;

  HashFunction(int code, int length, String jcaName) {
    this.code = code;
    this.length = length;
    this.jcaName = jcaName;
  }

  /** Returns the code of option 4. */
  public int code() {
    return code;
  }

  /** Returns the length of a hash in bytes. */
  public int length() {
    return length;
  }

  String jcaName() {
    return jcaName;
  }

  /** Returns the function of a code, or null where the code is unassigned. */
  public static HashFunction ofCode(int code) {
    return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }
}
