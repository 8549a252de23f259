package tv.martlet.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tv.martlet.config.BadSettingsException;
import tv.martlet.config.Settings;
import tv.martlet.config.Sources;

/** Mix this into every verb that needs settings. */
final class SettingsOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Read FILE and martlet.d beside it instead of /etc/martlet/martlet.toml.")
  private Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set one setting, such as peer.listen=[::]:6778; may be repeated.")
  private List<String> set = new ArrayList<>();

  /** Sets a key unless the command line does. */
  void prefer(String assignment) {
    String key = assignment.substring(0, assignment.indexOf('=') + 1);
    if (set.stream().noneMatch(given -> given.startsWith(key))) {
      set.add(assignment);
    }
  }

  /** Sources made of the process's surroundings and these options. */
  Sources sources() {
    return new Sources(Martlet.surroundings(spec), Optional.ofNullable(config), set);
  }

  /**
   * Reads the settings and sets the log up as they say.
   *
   * @throws VerbException with every problem and exit code 2
   */
  Settings load() {
    try {
      Settings settings = Settings.load(sources());
      LogLevels.apply(settings.log());
      return settings;
    } catch (BadSettingsException e) {
      throw VerbException.usage(e.getMessage());
    }
  }

  /**
   * Reads what is good of the settings, says what is not on stderr, and sets the log up: for verbs
   * that must come up whatever happens.
   */
  Settings lenient() {
    Settings settings = Settings.lenient(sources());
    settings
        .problems()
        .forEach(problem -> spec.commandLine().getErr().println("martlet: " + problem));
    LogLevels.apply(settings.log());
    return settings;
  }
}
