package tv.martlet.config;

import java.util.List;

/**
 * A section of the settings.
 *
 * @param name as in {@code [name]}
 * @param target the record that its values make; its components are named after the keys
 * @param doc one line that says what it is
 * @param keys its rows
 */
record Section(String name, Class<? extends Record> target, String doc, List<Key<?>> keys) {
  static Section of(String name, Class<? extends Record> target, String doc, Key<?>... keys) {
    return new Section(name, target, doc, List.of(keys));
  }
}
