package tv.martlet.config;

import com.google.gson.JsonObject;

/**
 * What the value of a key may be. Raw values are what a TOML file holds: {@code String}, {@code
 * Integer} or {@code Long}, {@code Double}, {@code Boolean}, {@code List}, {@code Map}.
 *
 * @param <T> what the program works with
 */
interface ValueType<T> {
  /** Checks and turns a raw value into the program's own. */
  T read(Object raw) throws BadValueException;

  /** What the text of an environment variable or a command-line option means as a raw value. */
  default Object rawOf(String text) throws BadValueException {
    return text;
  }

  /** Turns a value back into the raw form that {@link #read} accepts. */
  Object write(T value);

  /** What is expected, to follow the word "expected". */
  String expected();

  /** The JSON schema of the raw value. */
  JsonObject schema();

  /** How a later layer's value meets an earlier one's: it takes its place, tables excepted. */
  default T over(T earlier, T later) {
    return later;
  }

  /** Whether values of several layers add up. */
  default boolean addsUp() {
    return false;
  }
}
