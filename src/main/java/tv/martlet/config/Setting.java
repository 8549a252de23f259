package tv.martlet.config;

/**
 * One setting as it stands.
 *
 * @param key {@code section.key}
 * @param value its value in the form that a TOML file holds: String, number, Boolean, List or Map
 * @param origin where the value came from
 * @param doc one line that says what it is
 */
public record Setting(String key, Object value, Origin origin, String doc) {
  /** The value as TOML text. */
  public String text() {
    return TomlText.value(value);
  }
}
