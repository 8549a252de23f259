package tv.martlet.tracker;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.URI;
import java.util.Optional;

/** Where one tracker is: its URI taken apart, with TLS for https. */
record TrackerTarget(URI uri, Optional<SslContext> tls) {
  /** The port of a tracker whose URI names none. */
  static final int PORT = 6779;

  /**
   * @throws IllegalArgumentException with a sentence that says what a tracker's URI looks like
   */
  static void check(URI uri) {
    boolean known = "http".equalsIgnoreCase(uri.getScheme()) || https(uri);
    if (!known || uri.getHost() == null || uri.toString().length() > 512) {
      throw new IllegalArgumentException(
          "tracker " + uri + ": want http://HOST:PORT/ or https://HOST:PORT/");
    }
  }

  static boolean https(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  /** Without the brackets of an IPv6 address. */
  String host() {
    String host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  int port() {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return PORT;
  }

  String hostHeader() {
    return uri.getHost() + ":" + port();
  }

  String path() {
    String path = uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return (path == null || path.isEmpty() ? "/" : path) + query;
  }

  Optional<SslHandler> tls(ByteBufAllocator alloc) {
    return tls.map(context -> context.newHandler(alloc, host(), port()));
  }
}
