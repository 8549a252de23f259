package tv.martlet.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bounded number with a unit: {@code "16MiB"}, {@code "500ms"}, {@code "8M"}. The value is a
 * whole number of the base unit.
 *
 * @param what what it is called, such as "a size"
 * @param units multiples of the base unit by their names, the smallest first
 * @param bare whether a number without a unit counts base units
 * @param min smallest value in base units
 * @param max largest value in base units
 */
record Quantity(String what, Map<String, Long> units, boolean bare, long min, long max)
    implements ValueType<Long> {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?)\\s*([A-Za-z/]{0,6})");

  static Quantity size(long min, long max) {
    Map<String, Long> units = new LinkedHashMap<>();
    units.put("B", 1L);
    units.put("kB", 1_000L);
    units.put("KiB", 1L << 10);
    units.put("MB", 1_000_000L);
    units.put("MiB", 1L << 20);
    units.put("GB", 1_000_000_000L);
    units.put("GiB", 1L << 30);
    units.put("TB", 1_000_000_000_000L);
    units.put("TiB", 1L << 40);
    return new Quantity("a size", units, true, min, max);
  }

  static Quantity bitRate(long min, long max) {
    Map<String, Long> units = new LinkedHashMap<>();
    units.put("k", 1_000L);
    units.put("M", 1_000_000L);
    units.put("G", 1_000_000_000L);
    return new Quantity("a bit rate", units, true, min, max);
  }

  static Quantity millis(long min, long max) {
    Map<String, Long> units = new LinkedHashMap<>();
    units.put("ms", 1L);
    units.put("s", 1_000L);
    units.put("m", 60_000L);
    units.put("h", 3_600_000L);
    units.put("d", 86_400_000L);
    return new Quantity("a duration", units, false, min, max);
  }

  @Override
  public Long read(Object raw) throws BadValueException {
    long value = -1;
    if (raw instanceof Integer || raw instanceof Long) {
      long number = ((Number) raw).longValue();
      value = bare || number == 0 ? number : -1;
    } else if (raw instanceof String text) {
      value = parse(text.trim());
    }
    if (value < min || value > max) {
      throw BadValueException.of(expected(), raw);
    }
    return value;
  }

  private long parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return -1;
    }
    BigDecimal number = new BigDecimal(form.group(1));
    Long unit = form.group(2).isEmpty() ? null : units.get(form.group(2));
    if (unit == null && !(form.group(2).isEmpty() && (bare || number.signum() == 0))) {
      return -1;
    }
    BigDecimal value = unit == null ? number : number.multiply(BigDecimal.valueOf(unit));
    boolean fits = value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
    boolean whole = value.stripTrailingZeros().scale() <= 0;
    return fits && whole ? value.longValueExact() : -1;
  }

  @Override
  public Object write(Long value) {
    String name = name(value);
    return name.isEmpty() ? value : value / units.get(name) + name;
  }

  /** Widest unit of which the value is a whole number. */
  private String name(long value) {
    List<String> names = new ArrayList<>(units.keySet());
    Collections.reverse(names);
    for (String name : names) {
      if (value != 0 && value % units.get(name) == 0 && units.get(name) > 1) {
        return name;
      }
    }
    return bare ? "" : names.get(names.size() - 1);
  }

  @Override
  public String expected() {
    return what + " from " + quote(min) + " to " + quote(max);
  }

  private String quote(long value) {
    Object raw = write(value);
    return raw instanceof String ? "\"" + raw + "\"" : raw.toString();
  }

  @Override
  public JsonObject schema() {
    JsonObject schema = new JsonObject();
    JsonArray types = new JsonArray();
    types.add(new JsonPrimitive("string"));
    if (bare) {
      types.add(new JsonPrimitive("integer"));
      schema.addProperty("minimum", min);
      schema.addProperty("maximum", max);
    }
    schema.add("type", types);
    schema.addProperty(
        "pattern",
        "^[0-9]+(\\.[0-9]+)? *("
            + String.join("|", units.keySet())
            + ")"
            + (bare ? "?" : "")
            + "$");
    return schema;
  }
}
