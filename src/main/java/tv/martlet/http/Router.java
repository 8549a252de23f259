package tv.martlet.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** From a path to the page that answers it: exact paths, and {@code /channel/ID.ts}. */
final class Router {
  private static final String STREAM_PREFIX = "/channel/";
  private static final String STREAM_SUFFIX = ".ts";

  private final Map<String, Function<Request, Reply>> pages;
  private final NodeView node;

  Router(NodeView node) {
    this.node = node;
    this.pages =
        Map.of(
            "/", r -> Reply.ok("text/html; charset=utf-8", IndexPage.of(list())),
            "/playlist.m3u", r -> Reply.ok(Playlist.TYPE, Playlist.of(list(), r.authority())),
            "/healthz", r -> Reply.health(node.health()),
            "/readyz", r -> Reply.health(node.readiness()),
            "/api/v1/status", r -> Reply.ok(Reply.JSON, node.statusJson()));
  }

  private Iterable<ChannelEntry> list() {
    return node.channels().list();
  }

  /** The page's answer, or 404. */
  Reply answer(Request request) {
    return page(request.path())
        .map(p -> p.apply(request))
        .orElseGet(
            () ->
                Reply.sentence(
                    HttpResponseStatus.NOT_FOUND, "Nothing here. The channels are listed at /"));
  }

  boolean knows(String path) {
    return page(path).isPresent();
  }

  private Optional<Function<Request, Reply>> page(String path) {
    Function<Request, Reply> exact = pages.get(path);
    return exact != null ? Optional.of(exact) : stream(path);
  }

  private Optional<Function<Request, Reply>> stream(String path) {
    if (!path.startsWith(STREAM_PREFIX)
        || !path.endsWith(STREAM_SUFFIX)
        || path.length() <= STREAM_PREFIX.length() + STREAM_SUFFIX.length()) {
      return Optional.empty();
    }
    String id = path.substring(STREAM_PREFIX.length(), path.length() - STREAM_SUFFIX.length());
    for (ChannelEntry entry : list()) {
      if (entry.id().equals(id)) {
        return Optional.of(r -> new Reply.Stream(id));
      }
    }
    return Optional.empty();
  }

  /** The path of a channel's stream, percent-encoded. */
  static String streamPath(String id) {
    return STREAM_PREFIX + Percent.encode(id) + STREAM_SUFFIX;
  }
}
