package tv.martlet.http;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** One JSON value on a line of its own. */
final class JsonText {
  /** Writes one value. */
  @FunctionalInterface
  interface Value {
    void write(JsonWriter json) throws IOException;
  }

  private JsonText() {}

  /** With a newline, so that it ends well on a terminal. */
  static String of(Value value) {
    return line(value) + "\n";
  }

  /** Without line breaks, as an event wants it. */
  static String line(Value value) {
    StringWriter out = new StringWriter();
    try (JsonWriter json = new JsonWriter(out)) {
      value.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter does not fail
    }
    return out.toString();
  }
}
