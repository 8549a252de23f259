package tv.martlet.remote;

/** A command that is not carried out; the message is a sentence that says what to change. */
public final class RefusalException extends Exception {
  private static final long serialVersionUID = 1;

  /** With a sentence for whoever gave the command. */
  public RefusalException(String sentence) {
    super(sentence);
  }
}
