package tv.martlet.cli;

import java.io.IOException;

/** Starting a role: what a person can mend is told in one line. */
final class Verbs {
  /** Starts a role. */
  interface Start<T> {
    T run() throws IOException;
  }

  private Verbs() {}

  /**
   * Starts a role of the node.
   *
   * @throws VerbException with exit code 2 for wrong words or settings, 1 for what the system
   *     refused
   */
  static <T> T start(Start<T> start) {
    try {
      return start.run();
    } catch (IllegalArgumentException e) {
      throw VerbException.usage(e.getMessage());
    } catch (IOException e) {
      throw VerbException.failed(e.getMessage());
    }
  }
}
