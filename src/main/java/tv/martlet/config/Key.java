package tv.martlet.config;

import java.util.Locale;

/**
 * One row of the table of settings.
 *
 * @param path {@code section.key}, or {@code key} where it stands outside every section
 * @param type what its value may be
 * @param preset the built-in default in raw form
 * @param doc one line that says what it is
 */
record Key<T>(String path, ValueType<T> type, Object preset, String doc) {
  /** Name within its section. */
  String name() {
    return path.substring(path.indexOf('.') + 1);
  }

  /** Whether the key stands outside every section. */
  boolean topLevel() {
    return path.indexOf('.') < 0;
  }

  /** A path names one key; to find out what Java has a record do takes a box's start 10 ms. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Key<?> key && key.path.equals(path);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }

  /** Environment variable that sets it. */
  String variable() {
    return "MARTLET_" + path.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /** Name of the record component that takes the value: {@code max_peers} → {@code maxPeers}. */
  String component() {
    StringBuilder camel = new StringBuilder();
    for (String word : name().split("_", -1)) {
      camel.append(camel.isEmpty() ? word.charAt(0) : Character.toUpperCase(word.charAt(0)));
      camel.append(word.substring(1));
    }
    return camel.toString();
  }
}
