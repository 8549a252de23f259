package tv.martlet.cli;

import picocli.CommandLine.ExitCode;

/** Ends a verb with a sentence for the user and an exit code; never shown as a stack trace. */
final class VerbException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  private VerbException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** What was asked for could not be done: exit code 1. */
  static VerbException failed(String sentence) {
    return new VerbException(ExitCode.SOFTWARE, sentence);
  }

  /** Words or settings must be changed first: exit code 2. */
  static VerbException usage(String sentence) {
    return new VerbException(ExitCode.USAGE, sentence);
  }

  int exitCode() {
    return exitCode;
  }
}
