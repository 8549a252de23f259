package tv.martlet.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The file of what was changed while running. Every change writes a new file beside the old one and
 * renames it, so that a power cut leaves either the old or the new one. Safe for several threads.
 */
public final class Overrides {
  private static final String HEAD =
      "# Written by martlet: what was changed while it ran. Delete a line to undo a change.\n";

  private final Path file;

  /** Of the given file, such as {@link Sources#overrides}; it need not exist yet. */
  public Overrides(Path file) {
    this.file = file;
  }

  /**
   * Sets one key from text, as {@code --set} does.
   *
   * @param key {@code section.key}
   * @throws IllegalArgumentException with a sentence, if the key is unknown or the value bad
   * @throws IOException if the file cannot be written; the old one is then still there
   */
  public synchronized void set(String key, String text) throws IOException {
    change(Map.of(key, Optional.of(text)));
  }

  /**
   * Takes back what was set for one key.
   *
   * @return whether anything was set
   * @throws IllegalArgumentException with a sentence, if the key is unknown
   * @throws IOException if the file cannot be written; the old one is then still there
   */
  public synchronized boolean reset(String key) throws IOException {
    boolean found = read().containsKey(known(key).path());
    if (found) {
      change(Map.of(key, Optional.empty()));
    }
    return found;
  }

  /**
   * Sets several keys from text and takes back those without one, all of them or none.
   *
   * @throws IllegalArgumentException with a sentence, if a key is unknown or a value bad
   * @throws IOException if the file cannot be written; the old one is then still there
   */
  public synchronized void change(Map<String, Optional<String>> texts) throws IOException {
    Map<String, Object> values = read();
    for (Map.Entry<String, Optional<String>> change : texts.entrySet()) {
      Key<?> key = known(change.getKey());
      if (change.getValue().isPresent()) {
        values.put(key.path(), raw(key, change.getValue().get()));
      } else {
        values.remove(key.path());
      }
    }
    write(values);
  }

  private static Object raw(Key<?> key, String text) {
    try {
      Object raw = key.type().rawOf(text);
      key.type().read(raw);
      return raw;
    } catch (BadValueException e) {
      throw new IllegalArgumentException(key.path() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Keeps the file as it is now until {@link #confirm} or {@link #giveBack}, over a power cut too:
   * what follows is on trial.
   *
   * @throws IOException if the copy cannot be written
   */
  public synchronized void keep() throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path copy = sibling(".copy");
    if (Files.exists(file)) {
      Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.writeString(copy, HEAD);
    }
    Files.move(copy, before(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** What was changed since {@link #keep} stays. */
  public synchronized void confirm() throws IOException {
    Files.deleteIfExists(before());
  }

  /**
   * Undoes what was changed since {@link #keep}, by this process or one that ended during a trial.
   *
   * @return whether anything was on trial
   */
  public synchronized boolean giveBack() throws IOException {
    if (!Files.exists(before())) {
      return false;
    }
    Files.move(before(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return true;
  }

  /** Whether {@link #keep} still waits for its end. */
  public synchronized boolean isOnTrial() {
    return Files.exists(before());
  }

  private Path before() {
    return sibling(".before");
  }

  private static Key<?> known(String path) {
    return Schema.key(path)
        .orElseThrow(
            () -> new IllegalArgumentException("unknown key " + path + Layering.hint(path)));
  }

  /** Raw values by path. A broken file is set aside, or it could never be mended from afar. */
  private Map<String, Object> read() throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    if (!Files.exists(file)) {
      return values;
    }
    try {
      TomlFile.read(file).values().forEach((name, raw) -> flatten(name, raw, values));
    } catch (TomlFile.UnusableException e) {
      Files.move(file, sibling(".broken"), StandardCopyOption.REPLACE_EXISTING);
    }
    return values;
  }

  private static void flatten(String name, Object raw, Map<String, Object> into) {
    if (raw instanceof Map<?, ?> table && Schema.key(name).isEmpty()) {
      table.forEach((below, value) -> into.put(name + "." + below, value));
    } else {
      into.put(name, raw);
    }
  }

  private void write(Map<String, Object> values) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path fresh = sibling(".new");
    ByteBuffer bytes = ByteBuffer.wrap(text(values).getBytes(StandardCharsets.UTF_8));
    try (FileChannel out =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Path sibling(String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  private static String text(Map<String, Object> values) {
    StringBuilder text = new StringBuilder(HEAD);
    values.forEach(
        (path, raw) -> {
          int dot = path.indexOf('.');
          String section = dot < 0 ? "" : TomlText.key(path.substring(0, dot)) + ".";
          text.append(section).append(TomlText.key(path.substring(dot + 1)));
          text.append(" = ").append(TomlText.value(raw)).append('\n');
        });
    return text.toString();
  }
}
