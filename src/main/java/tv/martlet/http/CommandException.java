package tv.martlet.http;

/** A command that cannot be carried out; the message is a sentence that says what to change. */
public final class CommandException extends Exception {
  private static final long serialVersionUID = 1;

  /** With a sentence for whoever gave the command. */
  public CommandException(String sentence) {
    super(sentence);
  }
}
