package tv.martlet.player;

import java.io.IOException;

/** The player cannot do what was asked; the message is a sentence for the user. */
public class PlayerException extends IOException {
  public PlayerException(String message) {
    super(message);
  }

  public PlayerException(String message, Throwable cause) {
    super(message, cause);
  }
}
