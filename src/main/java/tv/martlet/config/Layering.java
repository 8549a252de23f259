package tv.martlet.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Lays the layers over each other; a bad value is noted and what lies below stays. */
final class Layering {
  /** Files of martlet.d that are read. */
  static final int MAX_FILES = 256;

  private static final String PREFIX = "MARTLET_";
  private static final Set<String> NOT_SETTINGS =
      Set.of("MARTLET_JAVA_OPTS", "MARTLET_JAVA", "MARTLET_HOME");

  /** A checked value and where it came from. */
  record Placed(Object value, Origin origin) {}

  private final Map<Key<?>, Placed> placed = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  Layering(Sources sources) {
    Schema.keys().forEach(key -> put(key, key.preset(), Origin.BuiltIn.DEFAULT));
    if (sources.config().isPresent() || Files.exists(sources.mainFile())) {
      file(sources.mainFile());
    }
    files(sources.folder()).forEach(this::file);
    if (Files.exists(sources.overrides())) {
      file(sources.overrides());
    }
    variables(sources.surroundings().environment());
    sources.options().forEach(this::option);
    new Agreement(placed, problems).check();
  }

  Map<Key<?>, Placed> placed() {
    return placed;
  }

  List<Problem> problems() {
    return problems;
  }

  private List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.toml")) {
      entries.forEach(files::add);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return files;
    } catch (IOException e) {
      problem(new Origin.FileLine(folder, 0), "", "cannot be read: check the folder's permissions");
    }
    files.sort(Comparator.comparing(path -> path.getFileName().toString()));
    if (files.size() > MAX_FILES) {
      problem(
          new Origin.FileLine(folder, 0),
          "",
          "expected at most " + MAX_FILES + " files, found " + files.size());
      return files.subList(0, MAX_FILES);
    }
    return files;
  }

  private void file(Path path) {
    try {
      TomlFile file = TomlFile.read(path);
      file.values().forEach((name, raw) -> topLevel(file, name, raw));
    } catch (TomlFile.UnusableException e) {
      problems.add(e.problem());
    }
  }

  private void topLevel(TomlFile file, String name, Object raw) {
    Optional<Section> section = Schema.section(name);
    Optional<Key<?>> key = Schema.key(name);
    if (key.isPresent()) {
      put(key.get(), raw, file);
    } else if (section.isEmpty()) {
      unknown(file.origin(name), name, raw instanceof Map ? "section" : "key");
    } else if (raw instanceof Map<?, ?> table) {
      table.forEach((below, value) -> inSection(file, name + "." + below, value));
    } else {
      problem(file.origin(name), name, "expected a section [" + name + "], found a value");
    }
  }

  private void inSection(TomlFile file, String path, Object raw) {
    Optional<Key<?>> key = Schema.key(path);
    if (key.isPresent()) {
      put(key.get(), raw, file);
    } else {
      unknown(file.origin(path), path, "key");
    }
  }

  private void variables(Map<String, String> environment) {
    Map<String, Key<?>> known = new LinkedHashMap<>();
    Schema.keys().forEach(key -> known.put(key.variable(), key));
    new TreeMap<>(environment)
        .forEach(
            (name, text) -> {
              Origin origin = new Origin.Variable(name);
              if (known.containsKey(name)) {
                text(known.get(name), text, origin);
              } else if (name.startsWith(PREFIX) && !NOT_SETTINGS.contains(name)) {
                String hint = didYouMean(name, new ArrayList<>(known.keySet()));
                problem(origin, "", "no setting has this name" + hint);
              }
            });
  }

  private void option(String option) {
    int equals = option.indexOf('=');
    Origin origin = new Origin.Option("--set " + option);
    String path = equals < 0 ? option : option.substring(0, equals).trim();
    Optional<Key<?>> key = Schema.key(path);
    if (equals <= 0) {
      problem(origin, "", "expected --set section.key=value");
    } else if (key.isEmpty()) {
      unknown(origin, path, "key");
    } else {
      text(key.get(), option.substring(equals + 1), origin);
    }
  }

  private void text(Key<?> key, String text, Origin origin) {
    try {
      place(key, key.type().rawOf(text), origin);
    } catch (BadValueException e) {
      problem(origin, key.path(), e.getMessage());
    }
  }

  private void put(Key<?> key, Object raw, TomlFile file) {
    try {
      place(key, raw, file.origin(key.path()));
    } catch (BadValueException e) {
      problem(file.origin(key.path() + e.subPath()), key.path(), e.getMessage());
    }
  }

  private void put(Key<?> key, Object preset, Origin origin) {
    try {
      place(key, preset, origin);
    } catch (BadValueException e) {
      throw new IllegalStateException("bad default of " + key.path(), e);
    }
  }

  private <T> void place(Key<T> key, Object raw, Origin origin) throws BadValueException {
    T value = key.type().read(raw);
    Placed below = placed.get(key);
    if (below == null || !key.type().addsUp()) {
      placed.put(key, new Placed(value, origin));
      return;
    }
    @SuppressWarnings("unchecked") // only values of the key's own type are ever placed under it
    T earlier = (T) below.value();
    placed.put(key, new Placed(key.type().over(earlier, value), below.origin().and(origin)));
  }

  private void unknown(Origin origin, String path, String what) {
    problem(origin, "", "unknown " + what + " " + shorten(path) + Layering.hint(path));
  }

  /** Names the nearest known key; in another section only where its own has none that is near. */
  static String hint(String path) {
    int dot = path.indexOf('.');
    List<String> candidates = new ArrayList<>();
    if (dot < 0) {
      Schema.SECTIONS.forEach(section -> candidates.add(section.name()));
      Schema.keys().stream().filter(Key::topLevel).forEach(key -> candidates.add(key.path()));
    } else {
      Schema.keys().forEach(key -> candidates.add(key.path()));
    }
    String section = dot < 0 ? "" : path.substring(0, dot + 1);
    List<String> own = candidates.stream().filter(c -> c.startsWith(section)).toList();
    String hint = didYouMean(path, own);
    return hint.isEmpty() ? didYouMean(path, candidates) : hint;
  }

  private static String didYouMean(String word, List<String> known) {
    return Nearest.of(word, known).map(near -> "; did you mean " + near + "?").orElse("");
  }

  private static String shorten(String path) {
    String clean = path.replaceAll("\\p{Cntrl}", "?");
    return clean.length() > 80 ? clean.substring(0, 80) + "…" : clean;
  }

  private void problem(Origin origin, String key, String message) {
    problems.add(new Problem(origin, key, message));
  }
}
