package tv.martlet.node;

/** A command that cannot be carried out; the message is a sentence that says what to change. */
public final class RefusedCommandException extends Exception {
  private static final long serialVersionUID = 1;

  /** With a sentence for whoever gave the command. */
  public RefusedCommandException(String sentence) {
    super(sentence);
  }
}
