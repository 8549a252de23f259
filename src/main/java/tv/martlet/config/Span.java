package tv.martlet.config;

import com.google.gson.JsonObject;
import java.time.Duration;

/** A bounded duration, in whole milliseconds. */
record Span(Quantity millis) implements ValueType<Duration> {
  @Override
  public Duration read(Object raw) throws BadValueException {
    return Duration.ofMillis(millis.read(raw));
  }

  @Override
  public Object write(Duration value) {
    return millis.write(value.toMillis());
  }

  @Override
  public String expected() {
    return millis.expected();
  }

  @Override
  public JsonObject schema() {
    return millis.schema();
  }
}
