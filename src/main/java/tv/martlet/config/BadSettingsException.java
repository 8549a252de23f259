package tv.martlet.config;

import java.util.List;
import java.util.stream.Collectors;

/** The settings cannot be used as they are; carries every problem found, at least one. */
public final class BadSettingsException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  BadSettingsException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** All problems, in the order of the layers. */
  public List<Problem> problems() {
    return problems;
  }
}
