package tv.martlet.sim;

import java.util.List;

/**
 * A scenario that cannot be used as it is. The message has a line for each problem, with file, line
 * and key, and says what was expected.
 */
public final class BadScenarioException extends Exception {
  private static final long serialVersionUID = 1;

  BadScenarioException(List<String> problems) {
    super(String.join("\n", problems));
  }

  BadScenarioException(String problem) {
    super(problem);
  }
}
