package tv.martlet.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.net.InetSocketAddress;
import java.util.List;

/** From a decoded HTTP head to a {@link Request}, or to the reason why not. */
final class RequestParser {
  private static final String SCHEME = "http://";

  private final HostGuard guard;

  RequestParser(HostGuard guard) {
    this.guard = guard;
  }

  /** What must hold before the body is read. */
  static void checkHead(HttpRequest head, int maxBody) throws RefusedException {
    checkDecoded(head.decoderResult());
    if (!HttpVersion.HTTP_1_1.equals(head.protocolVersion())
        && !HttpVersion.HTTP_1_0.equals(head.protocolVersion())) {
      throw new RefusedException(
          HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "This server speaks HTTP/1.1.");
    }
    if (HttpUtil.getContentLength(head, 0L) > maxBody) {
      throw tooLarge();
    }
    if (head.headers().contains(HttpHeaderNames.EXPECT)) {
      throw new RefusedException(
          HttpResponseStatus.EXPECTATION_FAILED,
          "Send the body at once, without Expect."); // RFC 9110 §10.1.1
    }
  }

  static RefusedException tooLarge() {
    return new RefusedException(
        HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
        "The body may have at most " + RequestHandler.MAX_BODY + " bytes.");
  }

  static void checkDecoded(DecoderResult result) throws RefusedException {
    if (result.isSuccess()) {
      return;
    }
    Throwable cause = result.cause();
    if (cause instanceof TooLongHttpLineException) {
      throw new RefusedException(HttpResponseStatus.REQUEST_URI_TOO_LONG, "The URL is too long.");
    }
    if (cause instanceof TooLongHttpHeaderException) {
      throw new RefusedException(
          HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The headers are too long.");
    }
    throw bad("This is not HTTP.");
  }

  /**
   * The ends of a connection.
   *
   * @param local where it arrived, which stands in for an absent Host
   * @param from who called
   */
  record Route(InetSocketAddress local, InetSocketAddress from) {
    static Route of(Channel channel) {
      return new Route(
          (InetSocketAddress) channel.localAddress(), (InetSocketAddress) channel.remoteAddress());
    }
  }

  /** A request whose body is whole. */
  Request parse(HttpRequest head, byte[] body, Route route) throws RefusedException {
    Authority authority = authority(head, route.local());
    if (!guard.accepts(authority)) {
      throw new RefusedException(
          HttpResponseStatus.FORBIDDEN,
          "This node is not called that: use its address, or add the name to http.allowed_hosts.");
    }
    String path =
        Percent.decode(path(head.uri())).orElseThrow(() -> bad("The URL is not well formed."));
    return new Request(
        head.method(),
        path,
        authority,
        new Request.Sent(head.headers(), body, route.from().getAddress()));
  }

  private static Authority authority(HttpRequest head, InetSocketAddress local)
      throws RefusedException {
    List<String> hosts = head.headers().getAll(HttpHeaderNames.HOST);
    boolean mayLack = HttpVersion.HTTP_1_0.equals(head.protocolVersion());
    if (hosts.size() > 1 || (hosts.isEmpty() && !mayLack)) {
      throw bad("Exactly one Host header is needed."); // RFC 9112 §3.2
    }
    String uri = head.uri();
    if (isAbsolute(uri)) { // RFC 9112 §3.2.2: an absolute target replaces Host
      return parseHost(uri.substring(SCHEME.length(), authorityEnd(uri)));
    }
    return hosts.isEmpty() ? Authority.of(local) : parseHost(hosts.get(0).strip());
  }

  private static Authority parseHost(String text) throws RefusedException {
    return Authority.parse(text).orElseThrow(() -> bad("The Host header is not well formed."));
  }

  private static String path(String uri) throws RefusedException {
    String origin = isAbsolute(uri) ? uri.substring(authorityEnd(uri)) : uri;
    int end = origin.indexOf('?');
    String path = end < 0 ? origin : origin.substring(0, end);
    if (path.isEmpty() && isAbsolute(uri)) {
      return "/"; // RFC 9112 §3.2.1
    }
    if (!path.startsWith("/") || path.indexOf('#') >= 0) {
      throw bad("The URL is not well formed.");
    }
    return path;
  }

  private static boolean isAbsolute(String uri) {
    return uri.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  private static int authorityEnd(String uri) {
    for (int i = SCHEME.length(); i < uri.length(); i++) {
      char c = uri.charAt(i);
      if (c == '/' || c == '?') {
        return i;
      }
    }
    return uri.length();
  }

  private static RefusedException bad(String sentence) {
    return new RefusedException(HttpResponseStatus.BAD_REQUEST, sentence);
  }
}
