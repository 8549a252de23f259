package tv.martlet.board;

import java.io.IOException;

/** The pins cannot be used; the message is a sentence for the user. */
public class BoardException extends IOException {
  public BoardException(String message) {
    super(message);
  }

  public BoardException(String message, Throwable cause) {
    super(message, cause);
  }
}
