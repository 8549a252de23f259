package tv.martlet.config;

import com.google.gson.JsonObject;
import java.util.regex.Pattern;

/**
 * A line of text.
 *
 * @param what what it is called, such as "an http:// or https:// address"
 * @param form what it must look like; the empty string is always good where {@code mayBeEmpty}
 */
record Text(String what, Pattern form, boolean mayBeEmpty) implements ValueType<String> {
  /** Longest text of a setting, in characters. */
  static final int MAX = 2048;

  private static final Pattern LINE = Pattern.compile("[^\\p{Cntrl}]*");

  static Text line() {
    return new Text("a line of text", LINE, true);
  }

  static Text form(String what, String regex) {
    return new Text(what, Pattern.compile(regex), false);
  }

  Text orEmpty() {
    return new Text(what, form, true);
  }

  @Override
  public String read(Object raw) throws BadValueException {
    if (raw instanceof String text
        && text.length() <= MAX
        && (text.isEmpty() ? mayBeEmpty : form.matcher(text).matches())) {
      return text;
    }
    throw BadValueException.of(expected(), raw);
  }

  @Override
  public Object write(String value) {
    return value;
  }

  @Override
  public String expected() {
    return what;
  }

  @Override
  public JsonObject schema() {
    JsonObject schema = new JsonObject();
    schema.addProperty("type", "string");
    schema.addProperty("maxLength", MAX);
    if (!form.pattern().equals(LINE.pattern())) {
      schema.addProperty("pattern", "^(" + form.pattern() + (mayBeEmpty ? "|" : "") + ")$");
    }
    return schema;
  }
}
