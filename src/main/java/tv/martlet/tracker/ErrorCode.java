package tv.martlet.tracker;

/** The error codes of RFC 7846 §8.4, each with the HTTP status that carries it. */
public enum ErrorCode {
  NO_ERROR(0, 200),
  BAD_REQUEST(1, 400),
  UNSUPPORTED_VERSION(2, 400),
  FORBIDDEN_ACTION(3, 403),
  INTERNAL_SERVER_ERROR(4, 500),
  SERVICE_UNAVAILABLE(5, 503),
  AUTHENTICATION_REQUIRED(6, 401);

  private final int number;
  private final int status;

  ErrorCode(int number, int status) {
    this.number = number;
    this.status = status;
  }

  /** The number on the wire: 0 to 6. */
  public int number() {
    return number;
  }

  /** The HTTP status of a response with this code. */
  public int status() {
    return status;
  }

  /** The code of a number of the registry; an unassigned number reads as Internal Server Error. */
  public static ErrorCode of(long number) {
    for (ErrorCode code : values()) {
      if (code.number == number) {
        return code;
      }
    }
    return INTERNAL_SERVER_ERROR;
  }
}
