package tv.martlet.http;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One flat JSON object with the members that a command takes, and no others. */
final class CommandReader {
  private static final int MAX_WORD = 2048;

  private final Map<String, Object> members = new HashMap<>();
  private final List<String> known;

  private CommandReader(List<String> known) {
    this.known = known;
  }

  /**
   * Reads a body; an empty one stands for an object without members.
   *
   * @param known the members that it may have
   * @throws RefusedException with 400 and a sentence
   */
  static CommandReader read(byte[] body, String... known) throws RefusedException {
    CommandReader reader = new CommandReader(Arrays.asList(known));
    String text = utf8(body);
    if (text.isBlank()) {
      return reader;
    }
    try (JsonReader json = new JsonReader(new StringReader(text))) {
      json.setStrictness(Strictness.STRICT);
      reader.object(json);
    } catch (MalformedJsonException | EOFException | NumberFormatException e) {
      throw bad("The body is not JSON: send an object such as " + reader.example() + ".");
    } catch (IOException e) {
      throw new AssertionError("a string does not fail", e);
    }
    return reader;
  }

  private static String utf8(byte[] body) throws RefusedException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw bad("The body is not UTF-8."); // RFC 8259 §8.1
    }
  }

  private void object(JsonReader json) throws IOException, RefusedException {
    if (json.peek() != JsonToken.BEGIN_OBJECT) {
      throw bad("Expected an object such as " + example() + ".");
    }
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      if (!known.contains(name)) {
        throw bad("There is no such member here: send an object such as " + example() + ".");
      }
      if (members.put(name, value(json, name)) != null) {
        throw bad(name + ": expected once.");
      }
    }
    json.endObject();
    if (json.peek() != JsonToken.END_DOCUMENT) {
      throw new MalformedJsonException("something stands behind it");
    }
  }

  private static Object value(JsonReader json, String name) throws IOException, RefusedException {
    return switch (json.peek()) {
      case STRING -> json.nextString();
      case NUMBER -> json.nextDouble();
      case BOOLEAN -> json.nextBoolean();
      default -> throw bad(name + ": expected a word, a number, true or false.");
    };
  }

  private String example() {
    StringBuilder example = new StringBuilder("{");
    for (String name : known) {
      example.append(example.length() > 1 ? ", " : "").append('"').append(name).append("\": …");
    }
    return example.append('}').toString();
  }

  /** A word of at least one character that is not blank. */
  String word(String name) throws RefusedException {
    Object value = members.get(name);
    // A channel's number may come as a number.
    if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e9) {
      return Long.toString(number.longValue());
    }
    if (value instanceof String word && !word.isBlank() && word.length() <= MAX_WORD) {
      return word.strip();
    }
    throw bad(name + ": expected a word of at most " + MAX_WORD + " characters.");
  }

  /** Text for a person. */
  String text(String name, int max) throws RefusedException {
    if (members.get(name) instanceof String text && !text.isBlank() && text.length() <= max) {
      return text;
    }
    throw bad(name + ": expected a text of 1 to " + max + " characters.");
  }

  /** A whole number within bounds. */
  int whole(String name, int low, int high) throws RefusedException {
    if (members.get(name) instanceof Double number
        && number == Math.rint(number)
        && number >= low
        && number <= high) {
      return number.intValue();
    }
    throw bad(name + ": expected a whole number from " + low + " to " + high + ".");
  }

  /** The same where it may be missing. */
  int whole(String name, int low, int high, int preset) throws RefusedException {
    return members.containsKey(name) ? whole(name, low, high) : preset;
  }

  boolean flag(String name) throws RefusedException {
    if (members.get(name) instanceof Boolean flag) {
      return flag;
    }
    throw bad(name + ": expected true or false.");
  }

  private static RefusedException bad(String sentence) {
    return new RefusedException(HttpResponseStatus.BAD_REQUEST, sentence);
  }
}
