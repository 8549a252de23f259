package tv.martlet.config;

import com.google.gson.JsonObject;

/**
 * A bounded whole number.
 *
 * @param power2 whether only powers of two will do
 */
record Whole(int min, int max, boolean power2) implements ValueType<Integer> {
  private static final int DIGITS = 10;

  @Override
  public Integer read(Object raw) throws BadValueException {
    if (raw instanceof Integer || raw instanceof Long) {
      long value = ((Number) raw).longValue();
      if (value >= min && value <= max && (!power2 || Long.bitCount(value) == 1)) {
        return (int) value;
      }
    }
    throw BadValueException.of(expected(), raw);
  }

  @Override
  public Object rawOf(String text) throws BadValueException {
    String digits = text.trim();
    if (digits.length() > DIGITS || !digits.matches("-?[0-9]+")) {
      throw BadValueException.of(expected(), text);
    }
    return Long.parseLong(digits);
  }

  @Override
  public Object write(Integer value) {
    return value;
  }

  @Override
  public String expected() {
    return (power2 ? "a power of two" : "a whole number") + " from " + min + " to " + max;
  }

  @Override
  public JsonObject schema() {
    JsonObject schema = new JsonObject();
    schema.addProperty("type", "integer");
    schema.addProperty("minimum", min);
    schema.addProperty("maximum", max);
    return schema;
  }
}
