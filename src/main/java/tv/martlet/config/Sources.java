package tv.martlet.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Everything that settings are read from.
 *
 * @param surroundings machine and process
 * @param config file that takes the place of {@code /etc/martlet/martlet.toml}; its sibling {@code
 *     martlet.d} then takes the place of {@code /etc/martlet/martlet.d}
 * @param options {@code section.key=value}, later ones override earlier ones
 */
public record Sources(Surroundings surroundings, Optional<Path> config, List<String> options) {
  /** Copies the options. */
  public Sources {
    options = List.copyOf(options);
  }

  /** The ordinary files and no options. */
  public static Sources of(Surroundings surroundings) {
    return new Sources(surroundings, Optional.empty(), List.of());
  }

  /** The main file. */
  public Path mainFile() {
    return config.orElseGet(surroundings::mainFile);
  }

  /** The folder of further files, which are read in the order of their names. */
  public Path folder() {
    return mainFile().resolveSibling("martlet.d");
  }

  /** The file of what was changed while running. */
  public Path overrides() {
    return surroundings.stateFolder().resolve("overrides.toml");
  }
}
