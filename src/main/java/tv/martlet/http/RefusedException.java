package tv.martlet.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;

/** A request that cannot be served, with the answer it gets. Carries no stack trace. */
final class RefusedException extends Exception {
  private final transient HttpResponseStatus status;
  private final transient Map<String, String> headers;

  RefusedException(HttpResponseStatus status, String sentence) {
    this(status, sentence, Map.of());
  }

  RefusedException(HttpResponseStatus status, String sentence, Map<String, String> headers) {
    super(sentence, null, false, false);
    this.status = status;
    this.headers = Map.copyOf(headers);
  }

  /**
   * The answer: a line of text, or of JSON where programs ask.
   *
   * @param path of the request, as far as it is known
   */
  Reply.Body reply(String path) {
    Reply.Body body =
        path.startsWith(Request.API)
            ? Reply.error(status, getMessage())
            : Reply.sentence(status, getMessage());
    return body.with(headers);
  }
}
