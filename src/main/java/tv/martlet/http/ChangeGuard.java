package tv.martlet.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Lets those change something who bear the token, and no page from elsewhere. On the web's loop.
 */
final class ChangeGuard {
  /** Wrong tokens in a minute, after which an address waits for the next. */
  static final int MAX_WRONG = 10;

  /** Addresses remembered; the one that has been remembered longest makes room. */
  static final int MAX_ADDRESSES = 256;

  private static final long MINUTE = 60_000_000_000L;
  private static final String BEARER = "bearer ";
  private static final Map<String, String> CHALLENGE =
      Map.of("WWW-Authenticate", "Bearer realm=\"martlet\""); // RFC 9110 §11.6.1

  private final Optional<AccessToken> token;
  private final LongSupplier nanos;
  private final Map<String, Wrong> wrong =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Wrong> eldest) {
          return size() > MAX_ADDRESSES;
        }
      };

  private static final class Wrong {
    private final long since;
    private int count;

    Wrong(long since) {
      this.since = since;
    }
  }

  /**
   * @param token that must be borne; without one nobody may change anything
   * @param nanos a clock that only goes forward
   */
  ChangeGuard(Optional<AccessToken> token, LongSupplier nanos) {
    this.token = token;
    this.nanos = nanos;
  }

  /** Whether the request may change something; if not, why. */
  void check(Request request) throws RefusedException {
    HttpHeaders headers = request.sent().headers();
    checkOrigin(headers, request.authority());
    if (token.isEmpty()) {
      throw new RefusedException(HttpResponseStatus.FORBIDDEN, "This node takes no commands.");
    }
    checkToken(headers, ConnectionGate.key(request.sent().from()));
    checkType(headers, request.sent().body());
  }

  /** A browser names the page that asks; only this node's own may. RFC 6454 §7. */
  private static void checkOrigin(HttpHeaders headers, Authority own) throws RefusedException {
    for (String origin : headers.getAll(HttpHeaderNames.ORIGIN)) {
      String rest = origin.toLowerCase(Locale.ROOT).replaceFirst("^https?://", "");
      Optional<Authority> page =
          rest.length() < origin.length() ? Authority.parse(rest) : Optional.empty();
      if (page.isEmpty() || !page.get().equals(own)) {
        throw new RefusedException(
            HttpResponseStatus.FORBIDDEN, "Pages from elsewhere may not give commands here.");
      }
    }
  }

  private void checkToken(HttpHeaders headers, String from) throws RefusedException {
    List<String> said = headers.getAll(HttpHeaderNames.AUTHORIZATION);
    if (said.size() != 1 || !said.get(0).regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw new RefusedException(
          HttpResponseStatus.UNAUTHORIZED,
          "Commands need the token: send it as Authorization: Bearer TOKEN.",
          CHALLENGE);
    }
    long now = nanos.getAsLong();
    Wrong earlier = wrong.get(from);
    if (earlier != null && now - earlier.since >= MINUTE) {
      wrong.remove(from);
      earlier = null;
    }
    if (earlier != null && earlier.count >= MAX_WRONG) {
      long wait = 1 + (earlier.since + MINUTE - now) / 1_000_000_000;
      throw new RefusedException(
          HttpResponseStatus.TOO_MANY_REQUESTS, // RFC 6585 §4
          "Too many wrong tokens: try again in " + wait + " s.",
          Map.of("Retry-After", Long.toString(wait)));
    }
    if (!token.orElseThrow().is(said.get(0).substring(BEARER.length()).strip())) {
      wrong.computeIfAbsent(from, f -> new Wrong(now)).count++;
      throw new RefusedException(
          HttpResponseStatus.UNAUTHORIZED,
          "The token is wrong: it stands in the file that http.token_file names.",
          CHALLENGE);
    }
  }

  private static void checkType(HttpHeaders headers, byte[] body) throws RefusedException {
    String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
    CharSequence bare = type == null ? null : HttpUtil.getMimeType(type);
    boolean isJson =
        bare != null && Reply.JSON.contentEquals(bare.toString().strip().toLowerCase(Locale.ROOT));
    if (!isJson && (type != null || body.length > 0)) {
      throw new RefusedException(
          HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE,
          "The body must be JSON: send Content-Type: application/json.");
    }
  }
}
