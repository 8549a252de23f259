package tv.martlet.remote;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words of a command: members of a JSON object, or a single value under {@link #VALUE}. */
final class Arguments {
  static final String VALUE = "value";
  private static final int MAX_NESTING = 8;
  private static final int MAX_TEXT = 500;
  private static final int SHOWN = 40;

  private final JsonObject members;

  Arguments(JsonObject members) {
    this.members = members;
  }

  /**
   * Reads a payload: nothing, a JSON object, or a plain value.
   *
   * @throws RefusalException if it begins as an object and is none, or is not UTF-8
   */
  static Arguments of(byte[] payload) throws RefusalException {
    if (payload.length > Wire.MAX_PAYLOAD) {
      throw new RefusalException("the payload is over " + Wire.MAX_PAYLOAD + " bytes: send less");
    }
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString().strip();
      JsonObject members = new JsonObject();
      if (text.startsWith("{")) {
        members = object(text);
      } else if (!text.isEmpty()) {
        members.addProperty(VALUE, text);
      }
      return new Arguments(members);
    } catch (CharacterCodingException e) {
      throw new RefusalException("the payload is not UTF-8: send JSON or plain text");
    }
  }

  private static JsonObject object(String text) throws RefusalException {
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      reader.setStrictness(Strictness.STRICT);
      reader.setNestingLimit(MAX_NESTING);
      JsonElement read = JsonParser.parseReader(reader);
      if (reader.peek() == JsonToken.END_DOCUMENT) {
        return read.getAsJsonObject();
      }
    } catch (JsonParseException | IOException | IllegalStateException e) {
      // Told below: what the parser has to say names its own classes.
    }
    throw new RefusalException(
        "the payload is not a JSON object of at most " + MAX_NESTING + " levels: mend it");
  }

  boolean has(String name) {
    return members.has(name);
  }

  JsonObject members() {
    return members;
  }

  /** The element of that name, or a single value where it has one; null if there is neither. */
  private JsonElement find(String name) {
    JsonElement named = members.get(name);
    return named == null ? members.get(VALUE) : named;
  }

  /** A text of 1 to 500 characters. */
  String text(String name) throws RefusalException {
    JsonElement found = find(name);
    if (found == null || !found.isJsonPrimitive()) {
      throw expected(name, "a text", found);
    }
    String text = found.getAsString();
    if (text.isBlank() || text.length() > MAX_TEXT) {
      throw expected(name, "a text of 1 to " + MAX_TEXT + " characters", found);
    }
    return text;
  }

  /** The same, and {@code preset} where it is left away. */
  String text(String name, String preset) throws RefusalException {
    return find(name) == null ? preset : text(name);
  }

  /** A whole number. */
  int whole(String name, int min, int max) throws RefusalException {
    JsonElement found = find(name);
    try {
      double number = Double.parseDouble(found == null ? "" : primitive(found));
      if (number >= min && number <= max) {
        return (int) Math.round(number);
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw expected(name, "a number from " + min + " to " + max, found);
  }

  private static String primitive(JsonElement found) {
    return found.isJsonPrimitive() ? found.getAsString() : "";
  }

  /** The same, and {@code preset} where it is left away; a single value does not stand for it. */
  int whole(String name, int preset, int min, int max) throws RefusalException {
    return members.has(name) ? whole(name, min, max) : preset;
  }

  /** True or false, on or off. */
  boolean flag(String name) throws RefusalException {
    JsonElement found = find(name);
    String word = found == null ? "" : primitive(found).toLowerCase(Locale.ROOT);
    return switch (word) {
      case "true", "on" -> true;
      case "false", "off" -> false;
      default -> throw expected(name, "true or false", found);
    };
  }

  /** What a setting is set to, as text: the entries of a list are parted by spaces. */
  static String settingText(String key, JsonElement value) throws RefusalException {
    if (value.isJsonPrimitive()) {
      return value.getAsString();
    }
    if (value.isJsonArray()) {
      List<String> words = new ArrayList<>();
      for (JsonElement entry : (JsonArray) value) {
        words.add(settingText(key, entry));
      }
      return String.join(" ", words);
    }
    throw expected(key, "a value or a list of values", value);
  }

  private static RefusalException expected(String name, String what, JsonElement found) {
    if (found == null) {
      return new RefusalException(name + ": expected " + what + ", found nothing");
    }
    String text = found.toString().replaceAll("\\p{Cntrl}", "?");
    String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    return new RefusalException(name + ": expected " + what + ", found " + shown);
  }
}
