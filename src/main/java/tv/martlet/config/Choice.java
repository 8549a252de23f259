package tv.martlet.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One constant of an enum, written in lower case. */
record Choice<E extends Enum<E>>(Class<E> constants) implements ValueType<E> {
  @Override
  public E read(Object raw) throws BadValueException {
    if (raw instanceof String text) {
      for (E constant : constants.getEnumConstants()) {
        if (word(constant).equals(text)) {
          return constant;
        }
      }
    }
    throw BadValueException.of(expected(), raw);
  }

  @Override
  public Object write(E value) {
    return word(value);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private List<String> words() {
    return Arrays.stream(constants.getEnumConstants()).map(Choice::word).toList();
  }

  @Override
  public String expected() {
    return words().stream().map(w -> "\"" + w + "\"").collect(Collectors.joining(" or "));
  }

  @Override
  public JsonObject schema() {
    JsonObject schema = new JsonObject();
    JsonArray words = new JsonArray();
    words().forEach(words::add);
    schema.add("enum", words);
    return schema;
  }
}
