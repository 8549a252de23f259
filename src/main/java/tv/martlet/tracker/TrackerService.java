package tv.martlet.tracker;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.tinylog.Logger;

/** Turns each HTTP request into its response; one for all connections of a server. */
final class TrackerService {
  private final SwarmStore store;
  private final Driver driver;
  private final RequestReader reader;
  private final RequestRates rates;
  private final Gate gate;
  private final ConnectionCounts connections;
  private long requests;
  private long errors;

  TrackerService(SwarmStore store, ServerSettings settings, Driver driver) {
    this.store = store;
    this.driver = driver;
    reader = new RequestReader(settings.messages());
    rates = new RequestRates(settings.limits());
    gate = new Gate(settings.access(), driver.random());
    connections = new ConnectionCounts(settings.limits());
  }

  /** Never throws, whatever was sent. */
  FullHttpResponse answer(Channel channel, FullHttpRequest http) {
    requests++;
    FullHttpResponse response;
    try {
      response = route(channel, http);
    } catch (RuntimeException e) {
      Logger.error(e, "tracker: a request failed inside; it was answered with error 04");
      response = Replies.of(Response.failed(ErrorCode.INTERNAL_SERVER_ERROR, ""));
    }
    if (response.status().code() >= 400) {
      errors++;
    }
    return response;
  }

  private FullHttpResponse route(Channel channel, FullHttpRequest http) {
    boolean allowed = rates.allow(source(channel).getAddress(), driver.now());
    if (HttpMethod.POST.equals(http.method())) {
      return contentTypeFits(http)
          ? post(channel, http, allowed)
          : Replies.badRequest(HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE);
    }
    if (!allowed) {
      return overloaded("");
    }
    if (HttpMethod.GET.equals(http.method()) || HttpMethod.HEAD.equals(http.method())) {
      return get(http.uri());
    }
    FullHttpResponse refused = Replies.badRequest(HttpResponseStatus.METHOD_NOT_ALLOWED);
    refused.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD, POST");
    return refused;
  }

  /** RFC 7846 §4: the media type MUST be indicated. */
  private static boolean contentTypeFits(FullHttpRequest http) {
    CharSequence type = HttpUtil.getMimeType(http);
    return type != null && type.toString().trim().equalsIgnoreCase(Replies.MEDIA_TYPE);
  }

  private FullHttpResponse get(String uri) {
    return switch (uri) {
      case "/" -> json(HttpResponseStatus.OK, counts().json());
      case "/healthz" -> json(HttpResponseStatus.OK, "{\"status\":\"ok\"}\n");
      default -> json(HttpResponseStatus.NOT_FOUND, "{\"error\":\"try / or /healthz\"}\n");
    };
  }

  private static FullHttpResponse json(HttpResponseStatus status, String text) {
    return Replies.http(status, "application/json", text.getBytes(StandardCharsets.UTF_8));
  }

  private FullHttpResponse post(Channel channel, FullHttpRequest http, boolean allowed) {
    Request request;
    try {
      request = reader.read(http.content().nioBuffer());
    } catch (MessageException e) {
      Logger.debug("tracker: {} sent a bad request: {}", source(channel), e.getMessage());
      return Replies.of(Response.failed(e.error(), e.transactionId()));
    }
    if (!allowed) {
      return overloaded(request.transactionId());
    }
    // RFC 7846 §4.1.1: a well-formed request's authentication is looked at first.
    Gate.Verdict verdict = gate.check(channel, http, driver.now());
    if (verdict.principal().isEmpty()) {
      return refused(request, verdict);
    }
    return Replies.of(handle(request, new Source(source(channel), verdict.principal().get())));
  }

  private Response handle(Request request, Source source) {
    try {
      return store.handle(request, source, driver.now());
    } catch (RuntimeException e) {
      Logger.error(e, "tracker: a request failed inside; it was answered with error 04");
      // RFC 7846 §4.3: an unexpected condition.
      return Response.failed(ErrorCode.INTERNAL_SERVER_ERROR, request.transactionId());
    }
  }

  /** RFC 7846 §4.3: an overloaded state. */
  private static FullHttpResponse overloaded(String transactionId) {
    FullHttpResponse response =
        Replies.of(Response.failed(ErrorCode.SERVICE_UNAVAILABLE, transactionId));
    response.headers().set(HttpHeaderNames.RETRY_AFTER, 1);
    return response;
  }

  private static FullHttpResponse refused(Request request, Gate.Verdict verdict) {
    FullHttpResponse response =
        Replies.of(Response.failed(ErrorCode.AUTHENTICATION_REQUIRED, request.transactionId()));
    if (verdict.challenges().isEmpty()) {
      // HTTP's 401 wants a challenge; there is none where only a certificate would do.
      response.setStatus(HttpResponseStatus.FORBIDDEN);
    }
    response.headers().add(HttpHeaderNames.WWW_AUTHENTICATE, verdict.challenges());
    return response;
  }

  private static InetSocketAddress source(Channel channel) {
    InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
    return new InetSocketAddress(Reach.plain(remote.getAddress()), remote.getPort());
  }

  boolean opened(InetSocketAddress remote) {
    return connections.open(remote.getAddress());
  }

  void closed(InetSocketAddress remote) {
    connections.close(remote.getAddress());
  }

  TrackerCounts counts() {
    return new TrackerCounts(store.swarms(), store.peers(), connections.open(), requests, errors);
  }
}
