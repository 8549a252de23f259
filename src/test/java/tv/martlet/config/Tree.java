package tv.martlet.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A temporary folder that stands for the root of a machine. */
record Tree(Path root, Map<String, String> environment) {
  static final String MAIN = "etc/martlet/martlet.toml";
  static final String OVERRIDES = "var/lib/martlet/overrides.toml";

  Tree(Path root) {
    this(root, new HashMap<>());
  }

  Path write(String path, String text) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Surroundings surroundings() {
    return new Surroundings(root, environment, "root", root.resolve("root"));
  }

  Sources sources(String... options) {
    return new Sources(surroundings(), Optional.empty(), List.of(options));
  }

  Settings lenient(String... options) {
    return Settings.lenient(sources(options));
  }

  /** The only problem, with the root's own path taken away. */
  String problem(String... options) {
    List<Problem> problems = lenient(options).problems();
    if (problems.size() != 1) {
      throw new AssertionError("expected one problem, found " + problems);
    }
    return problems.get(0).toString().replace(root + "/", "/");
  }

  /** The only problem of a main file. */
  String problemOf(String text) {
    write(MAIN, text);
    return problem();
  }
}
