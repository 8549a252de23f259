package tv.martlet.tracker;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** HTTP responses with a body of the tracker protocol. */
final class Replies {
  /** RFC 7846 §4: the media type of every request and response. */
  static final String MEDIA_TYPE = "application/ppsp-tracker+json";

  private Replies() {}

  static FullHttpResponse of(Response response) {
    return http(
        HttpResponseStatus.valueOf(response.error().status()),
        MEDIA_TYPE,
        MessageWriter.write(response));
  }

  /** A Bad Request that HTTP has a closer word for. */
  static FullHttpResponse badRequest(HttpResponseStatus status) {
    return http(
        status, MEDIA_TYPE, MessageWriter.write(Response.failed(ErrorCode.BAD_REQUEST, "")));
  }

  static FullHttpResponse http(HttpResponseStatus status, String type, byte[] body) {
    FullHttpResponse http =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
    http.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
    http.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    http.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    return http;
  }
}
