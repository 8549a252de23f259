package tv.martlet.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** Builds responses; every one carries the headers that keep browsers from guessing. */
final class Responses {
  private static final String STREAM_TYPE = "video/mp2t";
  private static final String EVENTS_TYPE = "text/event-stream";

  /** Of whatever is not the page: nothing may run or load. */
  private static final String POLICY = "default-src 'none'; frame-ancestors 'none'";

  private Responses() {}

  static FullHttpResponse of(Reply.Body body, boolean headOnly, boolean keepAlive) {
    ByteBuf content = Unpooled.wrappedBuffer(body.bytes());
    int length = content.readableBytes();
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, body.status(), headOnly ? Unpooled.EMPTY_BUFFER : content);
    HttpHeaders headers = common(response, body.type());
    // RFC 9110 §9.3.2: HEAD says the length that GET would have
    headers.setInt(HttpHeaderNames.CONTENT_LENGTH, length);
    if (!keepAlive) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    body.headers().forEach(headers::set);
    if (body.status().equals(HttpResponseStatus.SERVICE_UNAVAILABLE)) {
      headers.set(HttpHeaderNames.RETRY_AFTER, "2");
    }
    return response;
  }

  /** The head of an endless stream; the connection is not used again after it. */
  static HttpResponse stream(boolean chunked) {
    return endless(STREAM_TYPE, chunked);
  }

  /** The head of endless events. */
  static HttpResponse events(boolean chunked) {
    return endless(EVENTS_TYPE, chunked);
  }

  private static HttpResponse endless(String type, boolean chunked) {
    HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    HttpHeaders headers = common(response, type);
    headers.set(HttpHeaderNames.ACCEPT_RANGES, HttpHeaderValues.NONE);
    headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    if (chunked) {
      headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
    return response;
  }

  private static HttpHeaders common(HttpResponse response, String type) {
    return response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, type)
        .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
        .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY)
        .set("X-Content-Type-Options", "nosniff")
        .set("Referrer-Policy", "no-referrer")
        .set("Cross-Origin-Resource-Policy", "same-origin");
  }
}
