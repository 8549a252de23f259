package tv.martlet.http;

import com.google.gson.stream.JsonWriter;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** What a page answers with. */
sealed interface Reply {
  String JSON = "application/json";
  String TEXT = "text/plain; charset=utf-8";

  /** A whole answer held in memory. */
  record Body(HttpResponseStatus status, String type, String text) implements Reply {}

  /** The endless stream of a channel that is listed. */
  record Stream(String channelId) implements Reply {}

  static Reply ok(String type, String text) {
    return new Body(HttpResponseStatus.OK, type, text);
  }

  /** A sentence for a person, with a newline so that it ends well on a terminal. */
  static Body sentence(HttpResponseStatus status, String sentence) {
    return new Body(status, TEXT, sentence + "\n");
  }

  /** 200 when well, else 503 with the reasons. */
  static Reply health(Health health) {
    HttpResponseStatus status =
        health.ok() ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE;
    return new Body(status, JSON, healthJson(health.ok(), health.reasons()));
  }

  private static String healthJson(boolean ok, List<String> reasons) {
    StringWriter out = new StringWriter();
    try (JsonWriter json = new JsonWriter(out)) {
      json.beginObject().name("ok").value(ok).name("reasons").beginArray();
      for (String reason : reasons) {
        json.value(reason);
      }
      json.endArray().endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter does not fail
    }
    return out.append('\n').toString();
  }
}
