package tv.martlet.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

/** What {@code --json} prints: one JSON value, spread over lines for people to read too. */
final class Json {
  private static final Gson PRETTY =
      new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();
  private static final Gson LINE = new GsonBuilder().disableHtmlEscaping().create();

  private Json() {}

  /** Over several lines: maps, lists, strings, numbers, booleans and Gson's own elements. */
  static String pretty(Object value) {
    return PRETTY.toJson(value);
  }

  /** On one line, for output that goes on and on. */
  static String line(Object value) {
    return LINE.toJson(value);
  }
}
