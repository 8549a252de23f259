package tv.martlet.cli;

import java.util.Locale;
import org.tinylog.configuration.Configuration;
import tv.martlet.config.LogSettings;

/** Sets the levels of the log. The rest of its set-up is in {@code tinylog.properties}. */
final class LogLevels {
  private LogLevels() {}

  /**
   * Applies the levels. Only what comes before the first line of log counts; later calls change
   * nothing.
   */
  static void apply(LogSettings settings) {
    if (Configuration.isFrozen()) {
      return;
    }
    Configuration.set("level", word(settings.level()));
    settings
        .levels()
        .forEach(
            (name, level) ->
                Configuration.set(
                    "level@" + (name.indexOf('.') < 0 ? "tv.martlet." + name : name), word(level)));
  }

  private static String word(LogSettings.Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }
}
