package tv.martlet.config;

import java.util.Map;

/**
 * The section {@code [log]}.
 *
 * @param level what is logged at least
 * @param levels levels of single packages; a name without a dot means {@code tv.martlet.NAME}
 */
public record LogSettings(Level level, Map<String, Level> levels) {

  /** Severities, the most talkative first. */
  public enum Level {
    /** Every step. */
    TRACE,
    /** For the search for a fault. */
    DEBUG,
    /** What an operator wants to know. */
    INFO,
    /** What may need a hand. */
    WARN,
    /** What failed. */
    ERROR,
    /** Nothing. */
    OFF
  }
}
