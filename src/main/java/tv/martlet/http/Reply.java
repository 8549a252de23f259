package tv.martlet.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What a page answers with. */
sealed interface Reply {
  String JSON = "application/json";
  String TEXT = "text/plain; charset=utf-8";

  /** A whole answer held in memory. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Body(HttpResponseStatus status, String type, byte[] bytes, Map<String, String> headers)
      implements Reply {

    /** The same with further headers. */
    Body with(Map<String, String> more) {
      Map<String, String> all = new HashMap<>(headers);
      all.putAll(more);
      return new Body(status, type, bytes, Map.copyOf(all));
    }
  }

  /** An answer that takes its time; what comes of the future is never a failure. */
  record Later(CompletableFuture<Body> body) implements Reply {}

  /** The endless stream of a channel that is listed. */
  record Stream(String channelId) implements Reply {}

  /** The endless events of the page. */
  record Events() implements Reply {}

  static Body ok(String type, String text) {
    return body(HttpResponseStatus.OK, type, text);
  }

  static Body body(HttpResponseStatus status, String type, String text) {
    return new Body(status, type, text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  /** A sentence for a person, with a newline so that it ends well on a terminal. */
  static Body sentence(HttpResponseStatus status, String sentence) {
    return body(status, TEXT, sentence + "\n");
  }

  /** A sentence for a program that may show it to a person. */
  static Body error(HttpResponseStatus status, String sentence) {
    return body(
        status,
        JSON,
        JsonText.of(json -> json.beginObject().name("error").value(sentence).endObject()));
  }

  /** 200 when well, else 503 with the reasons. */
  static Reply health(Health health) {
    HttpResponseStatus status =
        health.ok() ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE;
    return body(status, JSON, healthJson(health.ok(), health.reasons()));
  }

  private static String healthJson(boolean ok, List<String> reasons) {
    return JsonText.of(
        json -> {
          json.beginObject().name("ok").value(ok).name("reasons").beginArray();
          for (String reason : reasons) {
            json.value(reason);
          }
          json.endArray().endObject();
        });
  }
}
