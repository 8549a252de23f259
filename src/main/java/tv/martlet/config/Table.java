package tv.martlet.config;

import com.google.gson.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A table of up to {@code max} entries of one type whose keys the user chooses. Entries of later
 * layers add to those of earlier ones. In a variable or an option: {@code name=value name=value}.
 */
record Table<T>(ValueType<T> element, int max) implements ValueType<Map<String, T>> {
  @Override
  public Map<String, T> read(Object raw) throws BadValueException {
    if (!(raw instanceof Map<?, ?> map)) {
      throw BadValueException.of(expected(), raw);
    }
    if (map.size() > max) {
      throw BadValueException.saying("expected at most " + max + " entries, found " + map.size());
    }
    Map<String, T> values = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String name = entry.getKey().toString();
      try {
        values.put(name, element.read(entry.getValue()));
      } catch (BadValueException e) {
        throw e.below("." + name, name);
      }
    }
    return Collections.unmodifiableMap(values);
  }

  @Override
  public Object rawOf(String text) throws BadValueException {
    Map<String, Object> raw = new LinkedHashMap<>();
    for (String word : text.trim().split("\\s+", -1)) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        raw.put(word.substring(0, equals), element.rawOf(word.substring(equals + 1)));
      } else if (!word.isEmpty()) {
        throw BadValueException.of("words such as name=value", text);
      }
    }
    return raw;
  }

  @Override
  public Object write(Map<String, T> value) {
    Map<String, Object> raw = new LinkedHashMap<>();
    value.forEach((name, v) -> raw.put(name, element.write(v)));
    return raw;
  }

  @Override
  public Map<String, T> over(Map<String, T> earlier, Map<String, T> later) {
    Map<String, T> both = new LinkedHashMap<>(earlier);
    both.putAll(later);
    return Collections.unmodifiableMap(both);
  }

  @Override
  public boolean addsUp() {
    return true;
  }

  @Override
  public String expected() {
    return "a table, each entry " + element.expected();
  }

  @Override
  public JsonObject schema() {
    JsonObject schema = new JsonObject();
    schema.addProperty("type", "object");
    schema.addProperty("maxProperties", max);
    schema.add("additionalProperties", element.schema());
    return schema;
  }
}
