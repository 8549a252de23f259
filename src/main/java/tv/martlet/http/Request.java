package tv.martlet.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.InetAddress;

/**
 * What a page may know of a request.
 *
 * @param path decoded, without query, beginning with a slash
 * @param authority how the client called this node
 * @param sent what came with it
 */
record Request(HttpMethod method, String path, Authority authority, Sent sent) {
  /** Stands at the head of every path of the API. */
  static final String API = "/api/v1/";

  /**
   * What came with a request.
   *
   * @param body whole, at most {@link RequestHandler#MAX_BODY} bytes
   * @param from address of the client
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Sent(HttpHeaders headers, byte[] body, InetAddress from) {}

  boolean isPost() {
    return HttpMethod.POST.equals(method);
  }

  /** Whether nothing is to be changed by it. RFC 9110 §9.2.1. */
  boolean isRead() {
    return HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method);
  }
}
