package tv.martlet.tracker;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one JSON text of bounded size, depth and number of values; strict RFC 8259. */
final class JsonInput {
  private final JsonReader reader;
  private int valuesLeft;

  private JsonInput(String text, MessageLimits limits) {
    reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    reader.setNestingLimit(limits.nesting());
    valuesLeft = limits.values();
  }

  static Json read(ByteBuffer body, MessageLimits limits) throws MessageException {
    if (body.remaining() > limits.bodyBytes()) {
      throw MessageException.bad("body over " + limits.bodyBytes() + " bytes");
    }
    try {
      // A decoder of one's own reports what is not UTF-8; the String constructor would mend it.
      String text = StandardCharsets.UTF_8.newDecoder().decode(body).toString();
      return new JsonInput(text, limits).document();
    } catch (CharacterCodingException e) {
      throw MessageException.bad("body is not UTF-8");
    } catch (IOException | NumberFormatException | IllegalStateException e) {
      throw MessageException.bad("body is not JSON within the limits");
    }
  }

  private Json document() throws IOException, MessageException {
    Json value = value();
    if (reader.peek() != JsonToken.END_DOCUMENT) {
      throw MessageException.bad("text after the JSON value");
    }
    return value;
  }

  private Json value() throws IOException, MessageException {
    if (--valuesLeft < 0) {
      throw MessageException.bad("too many JSON values");
    }
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> members();
      case BEGIN_ARRAY -> elements();
      case STRING, NUMBER -> new Json.Text(reader.nextString());
      case BOOLEAN -> reader.nextBoolean() ? Json.Constant.TRUE : Json.Constant.FALSE;
      case NULL -> {
        reader.nextNull();
        yield Json.Constant.NULL;
      }
      default -> throw MessageException.bad("a JSON value is missing");
    };
  }

  private Json members() throws IOException, MessageException {
    Map<String, Json> all = new LinkedHashMap<>();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (all.put(name, value()) != null) {
        throw MessageException.bad("a member is there twice");
      }
    }
    reader.endObject();
    return new Json.Members(all);
  }

  private Json elements() throws IOException, MessageException {
    List<Json> all = new ArrayList<>();
    reader.beginArray();
    while (reader.hasNext()) {
      all.add(value());
    }
    reader.endArray();
    return new Json.Elements(all);
  }
}
