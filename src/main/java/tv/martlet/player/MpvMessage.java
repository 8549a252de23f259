package tv.martlet.player;

import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;

/** One line from mpv: the answer to a command, or an event. */
sealed interface MpvMessage {
  /**
   * The answer to one command.
   *
   * @param error {@code success} or what mpv has to say
   * @param data a String, Double, Boolean or null; of an object only its {@code playlist_entry_id}
   */
  record Answer(long requestId, String error, Object data) implements MpvMessage {
    boolean ok() {
      return error.equals("success");
    }
  }

  /**
   * Something that mpv tells of its own accord.
   *
   * @param property of a {@code property-change}, else empty
   * @param data the property's value, as in {@link Answer}
   * @param reason of an {@code end-file}, with mpv's own words for a failure, else empty
   * @param entry the number of the file meant, or -1
   */
  record Event(String name, String property, Object data, String reason, long entry)
      implements MpvMessage {}

  /**
   * Reads one line.
   *
   * @throws IOException when the line is not a JSON object of known shape
   */
  static MpvMessage parse(String line) throws IOException {
    Fields fields = new Fields();
    try (JsonReader json = new JsonReader(new StringReader(line))) {
      json.beginObject();
      while (json.hasNext()) {
        fields.take(json.nextName(), json);
      }
      json.endObject();
    } catch (IllegalStateException | NumberFormatException e) {
      throw new IOException("not a message of mpv's: " + e.getMessage(), e);
    }
    return fields.message();
  }

  /** The fields seen so far. */
  final class Fields {
    private String event = "";
    private String error = "";
    private String property = "";
    private String reason = "";
    private String fileError = "";
    private long requestId = -1;
    private long entry = -1;
    private Object data;

    private Fields() {}

    private void take(String name, JsonReader json) throws IOException {
      switch (name) {
        case "event" -> event = json.nextString();
        case "error" -> error = json.nextString();
        case "name" -> property = json.nextString();
        case "reason" -> reason = json.nextString();
        case "file_error" -> fileError = json.nextString();
        case "request_id" -> requestId = json.nextLong();
        case "playlist_entry_id" -> entry = json.nextLong();
        case "data" -> data = value(json);
        default -> json.skipValue();
      }
    }

    private static Object value(JsonReader json) throws IOException {
      return switch (json.peek()) {
        case STRING -> json.nextString();
        case NUMBER -> json.nextDouble();
        case BOOLEAN -> json.nextBoolean();
        case BEGIN_OBJECT -> entryId(json);
        default -> {
          json.skipValue();
          yield null;
        }
      };
    }

    private static Object entryId(JsonReader json) throws IOException {
      Double id = null;
      json.beginObject();
      while (json.hasNext()) {
        if (json.nextName().equals("playlist_entry_id")) {
          id = json.nextDouble();
        } else {
          json.skipValue();
        }
      }
      json.endObject();
      return id;
    }

    private MpvMessage message() throws IOException {
      if (!event.isEmpty()) {
        String why = fileError.isEmpty() ? reason : reason + ": " + fileError;
        return new Event(event, property, data, why, entry);
      }
      if (requestId < 0) {
        throw new IOException("neither answer nor event");
      }
      return new Answer(requestId, error, data);
    }
  }
}
