package tv.martlet.config;

/**
 * One thing that is wrong with the settings, as a sentence that says what to change.
 *
 * @param origin the file and line, the variable or the option that must be changed
 * @param key the key as {@code section.key}, or empty where a whole file is meant
 * @param message what was expected and what was found
 */
public record Problem(Origin origin, String key, String message) {
  @Override
  public String toString() {
    return origin + ": " + (key.isEmpty() ? "" : key + ": ") + message;
  }
}
