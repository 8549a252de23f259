package tv.martlet.http;

import io.netty.handler.codec.http.HttpResponseStatus;

/** A request that cannot be served, with the answer it gets. Carries no stack trace. */
final class RefusedException extends Exception {
  private final transient Reply.Body reply;

  RefusedException(HttpResponseStatus status, String sentence) {
    super(sentence, null, false, false);
    this.reply = Reply.sentence(status, sentence);
  }

  Reply.Body reply() {
    return reply;
  }
}
