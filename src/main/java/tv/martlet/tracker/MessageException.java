package tv.martlet.tracker;

import static java.util.Objects.requireNonNull;

/** A message that cannot be taken: the code to answer with and the transaction, where known. */
final class MessageException extends Exception {
  private static final long serialVersionUID = 1L;
  private final ErrorCode error;
  private final String transactionId;

  MessageException(ErrorCode error, String transactionId, String reason) {
    // No stack trace: it is made for whatever a stranger sends.
    super(requireNonNull(reason), null, false, false);
    this.error = error;
    this.transactionId = transactionId;
  }

  static MessageException bad(String reason) {
    return new MessageException(ErrorCode.BAD_REQUEST, "", reason);
  }

  MessageException in(String transaction) {
    return new MessageException(error, transaction, getMessage());
  }

  ErrorCode error() {
    return error;
  }

  String transactionId() {
    return transactionId;
  }
}
