package tv.martlet.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** From a path to the page that answers it: exact paths, and {@code /channel/ID.ts}. */
final class Router {
  private static final String STREAM_PREFIX = "/channel/";
  private static final String STREAM_SUFFIX = ".ts";

  private final Map<String, Page> reads = new HashMap<>();
  private final Map<String, Page> changes = new HashMap<>();
  private final NodeView node;

  Router(NodeView node, Api api, Supplier<WebCounts> counts) {
    this.node = node;
    reads.putAll(PageFiles.all());
    reads.put("/playlist.m3u", r -> Reply.ok(Playlist.TYPE, Playlist.of(list(), r.authority())));
    reads.put("/healthz", r -> Reply.health(node.health()));
    reads.put("/readyz", r -> Reply.health(node.readiness()));
    reads.put(
        "/metrics", r -> Reply.ok(MetricsText.TYPE, MetricsText.of(node.panel(), counts.get())));
    api.reads().forEach((name, page) -> reads.put(Request.API + name, page));
    api.changes().forEach((name, page) -> changes.put(Request.API + name, page));
  }

  private Iterable<ChannelEntry> list() {
    return node.channels().list();
  }

  /** The page's answer; refused where there is no such page, or not for that method. */
  Reply answer(Request request) throws RefusedException {
    Optional<Page> read = read(request.path());
    Page change = changes.get(request.path());
    if (read.isEmpty() && change == null) { // whatever the method
      throw new RefusedException(
          HttpResponseStatus.NOT_FOUND, "Nothing here. The channels are listed at /");
    }
    if (read.isPresent() && request.isRead()) {
      return read.get().answer(request);
    }
    if (change != null && request.isPost()) {
      return change.answer(request);
    }
    throw read.isPresent()
        ? notAllowed("Only GET and HEAD work here.", "GET, HEAD")
        : notAllowed("Only POST works here.", "POST");
  }

  private static RefusedException notAllowed(String sentence, String allowed) {
    return new RefusedException(
        HttpResponseStatus.METHOD_NOT_ALLOWED,
        sentence,
        Map.of("Allow", allowed)); // RFC 9110 §15.5.6
  }

  private Optional<Page> read(String path) {
    Page exact = reads.get(path);
    return exact != null ? Optional.of(exact) : stream(path);
  }

  private Optional<Page> stream(String path) {
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
