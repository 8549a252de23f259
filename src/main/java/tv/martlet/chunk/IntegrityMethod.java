package tv.martlet.chunk;

/** Content integrity protection methods with their codes on the wire (RFC 7574 §7.5, Table 4). */
public enum IntegrityMethod {
  NONE(0),
  MERKLE_TREE(1),
  SIGN_ALL(2),
  UNIFIED_MERKLE_TREE(3);

  private static final IntegrityMethod[] BY_CODE = values();

  private final int code;

  IntegrityMethod(int code) {
    this.code = code;
  }

  /** Returns the code of option 3. */
  public int code() {
    return code;
  }

  /** Tells whether chunks or munros carry signatures. */
  public boolean isSigned() {
    return this == SIGN_ALL || this == UNIFIED_MERKLE_TREE;
  }

  /** Tells whether INTEGRITY messages carry hashes. */
  public boolean hasTree() {
    return this == MERKLE_TREE || this == UNIFIED_MERKLE_TREE;
  }

  /** Returns the method of a code, or null where the code is unassigned. */
  public static IntegrityMethod ofCode(int code) {
    return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }
}
