package tv.martlet.config;

import com.google.gson.JsonObject;
import java.util.Locale;

/** true or false. */
record Flag() implements ValueType<Boolean> {
  @Override
  public Boolean read(Object raw) throws BadValueException {
    if (raw instanceof Boolean value) {
      return value;
    }
    throw BadValueException.of(expected(), raw);
  }

  @Override
  public Object rawOf(String text) throws BadValueException {
    return switch (text.trim().toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "1" -> true;
      case "false", "no", "off", "0" -> false;
      default -> throw BadValueException.of(expected(), text);
    };
  }

  @Override
  public Object write(Boolean value) {
    return value;
  }

  @Override
  public String expected() {
    return "true or false";
  }

  @Override
  public JsonObject schema() {
    JsonObject schema = new JsonObject();
    schema.addProperty("type", "boolean");
    return schema;
  }
}
