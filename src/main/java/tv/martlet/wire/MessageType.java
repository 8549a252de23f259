package tv.martlet.wire;

/** The message types of RFC 7574 §8.2, Table 7. 14–254 are unassigned and 255 is reserved. */
public enum MessageType {
  HANDSHAKE(0),
  DATA(1),
  ACK(2),
  HAVE(3),
  INTEGRITY(4),
  PEX_RESV4(5),
  PEX_REQ(6),
  SIGNED_INTEGRITY(7),
  REQUEST(8),
  CANCEL(9),
  CHOKE(10),
  UNCHOKE(11),
  PEX_RESV6(12),
  PEX_RESCERT(13);

  private static final MessageType[] BY_CODE = values(); // the table has no gap

  private final int code;

  MessageType(int code) {
    this.code = code;
  }

  /** The octet that stands before the message. */
  public int code() {
    return code;
  }

  /** The type with this octet, or null where it is unassigned or reserved. */
  public static MessageType ofCode(int code) {
    return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }
}
