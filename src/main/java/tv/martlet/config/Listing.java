package tv.martlet.config;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of up to {@code max} values of one type. In a variable or an option the values are parted
 * by spaces.
 */
record Listing<T>(ValueType<T> element, int max) implements ValueType<List<T>> {
  @Override
  public List<T> read(Object raw) throws BadValueException {
    if (!(raw instanceof List<?> list)) {
      throw BadValueException.of(expected(), raw);
    }
    if (list.size() > max) {
      throw BadValueException.saying("expected at most " + max + " entries, found " + list.size());
    }
    List<T> values = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      try {
        values.add(element.read(list.get(i)));
      } catch (BadValueException e) {
        throw e.below("[" + i + "]", "entry " + (i + 1));
      }
    }
    return List.copyOf(values);
  }

  @Override
  public Object rawOf(String text) throws BadValueException {
    List<Object> raw = new ArrayList<>();
    for (String word : text.trim().split("\\s+", -1)) {
      if (!word.isEmpty()) {
        raw.add(element.rawOf(word));
      }
    }
    return raw;
  }

  @Override
  public Object write(List<T> value) {
    List<Object> raw = new ArrayList<>(value.size());
    value.forEach(v -> raw.add(element.write(v)));
    return raw;
  }

  @Override
  public String expected() {
    return "a list, each entry " + element.expected();
  }

  @Override
  public JsonObject schema() {
    JsonObject schema = new JsonObject();
    schema.addProperty("type", "array");
    schema.addProperty("maxItems", max);
    schema.add("items", element.schema());
    return schema;
  }
}
