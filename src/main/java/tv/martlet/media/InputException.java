package tv.martlet.media;

import java.io.IOException;

/** Why an input gives nothing, in a sentence for the user that says what to change. */
public final class InputException extends IOException {
  private static final long serialVersionUID = 1;

  private final boolean permanent;

  private InputException(String sentence, boolean permanent) {
    super(sentence);
    this.permanent = permanent;
  }

  /** Trying again may help: the encoder restarts, the server comes back. */
  static InputException passing(String sentence) {
    return new InputException(sentence, false);
  }

  /** Trying again does not help before someone changes something. */
  static InputException permanent(String sentence) {
    return new InputException(sentence, true);
  }

  /** Whether trying again is of no use. */
  public boolean isPermanent() {
    return permanent;
  }
}
