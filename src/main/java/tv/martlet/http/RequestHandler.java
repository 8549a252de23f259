package tv.martlet.http;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.tinylog.Logger;

/**
 * One connection: takes requests one after the other, answers each, and becomes a stream when asked
 * for one. Runs on the channel's loop.
 */
final class RequestHandler extends ChannelInboundHandlerAdapter {
  /** Fired through the pipeline when the server closes. */
  static final Object SHUTDOWN = new Object();

  /** Body bytes taken before 413. */
  static final int MAX_BODY = 4 * 1024;

  /** Requests answered without a pause in between; the last of them ends the connection. */
  static final int MAX_PIPELINED = 16;

  /** How long the client gets to read our last words before the socket is closed under it. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  private static final byte[] NOTHING = {};

  private enum State {
    READING,
    WAITING,
    STREAMING,
    CLOSING
  }

  private final WebServer web;
  private State state = State.READING;
  private HttpRequest head;
  private byte[] body = NOTHING;
  private int answeredInBatch;
  private Future<?> deadline;
  private Outflow outflow;

  RequestHandler(WebServer web) {
    this.web = web;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    deadlineIn(ctx, web.limits().requestTime());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    try {
      if (state == State.READING && msg instanceof HttpRequest request) {
        begin(request);
      }
      if (state == State.READING && head != null && msg instanceof HttpContent content) {
        body(ctx, content);
      }
    } catch (RefusedException e) {
      send(ctx, e.reply(head == null ? "" : head.uri()), false);
    } finally {
      ReferenceCountUtil.release(msg);
    }
  }

  private void begin(HttpRequest request) throws RefusedException {
    head = request;
    body = NOTHING;
    RequestParser.checkHead(request, MAX_BODY);
  }

  private void body(ChannelHandlerContext ctx, HttpContent content) throws RefusedException {
    RequestParser.checkDecoded(content.decoderResult());
    int more = content.content().readableBytes();
    if (body.length + more > MAX_BODY) {
      throw RequestParser.tooLarge();
    }
    if (more > 0) {
      int before = body.length;
      body = Arrays.copyOf(body, before + more);
      content.content().readBytes(body, before, more);
    }
    if (content instanceof LastHttpContent) {
      serve(ctx);
    }
  }

  private void serve(ChannelHandlerContext ctx) throws RefusedException {
    Request request = web.parser().parse(head, body, RequestParser.Route.of(ctx.channel()));
    body = NOTHING;
    Reply reply;
    try {
      reply = answer(request);
    } catch (RefusedException e) {
      reply = e.reply(request.path());
    }
    if (reply instanceof Reply.Body whole) {
      send(ctx, whole, keepAlive());
    } else if (reply instanceof Reply.Later later) {
      await(ctx, later);
    } else if (reply instanceof Reply.Stream stream) {
      stream(ctx, stream.channelId());
    } else {
      events(ctx);
    }
  }

  private Reply answer(Request request) throws RefusedException {
    try {
      return web.router().answer(request);
    } catch (RuntimeException e) {
      Logger.error(e, "Answering {} failed", request.path());
      throw new RefusedException(
          HttpResponseStatus.INTERNAL_SERVER_ERROR, "This went wrong; the log says why.");
    }
  }

  /** What the client asks meanwhile is not heard: this answer is the connection's last. */
  private void await(ChannelHandlerContext ctx, Reply.Later later) {
    state = State.WAITING;
    deadline.cancel(false);
    var unused =
        later
            .body()
            .thenAcceptAsync(
                answer -> {
                  if (state == State.WAITING) {
                    send(ctx, answer, false);
                  }
                },
                ctx.executor());
  }

  private boolean isHead() {
    return HttpMethod.HEAD.equals(head.method());
  }

  private boolean isHttp11() {
    return HttpVersion.HTTP_1_1.equals(head.protocolVersion());
  }

  private boolean keepAlive() {
    return isHttp11() && HttpUtil.isKeepAlive(head) && ++answeredInBatch < MAX_PIPELINED;
  }

  private void stream(ChannelHandlerContext ctx, String id) throws RefusedException {
    HttpResponse response = Responses.stream(isHttp11());
    if (isHead()) {
      headAlone(ctx, response);
      return;
    }
    StreamReader reader = open(id);
    become(ctx, response);
    StreamPump pump =
        new StreamPump(ctx.channel(), reader, web.counters(), web.limits().stallTime());
    outflow = pump;
    pump.start();
  }

  private void events(ChannelHandlerContext ctx) throws RefusedException {
    HttpResponse response = Responses.events(isHttp11());
    if (isHead()) {
      headAlone(ctx, response);
      return;
    }
    if (!web.events().hasRoom()) {
      throw new RefusedException(
          HttpResponseStatus.SERVICE_UNAVAILABLE, "Too many pages are open: close another.");
    }
    become(ctx, response);
    outflow = web.events().open(ctx.channel());
  }

  private void headAlone(ChannelHandlerContext ctx, HttpResponse response) {
    state = State.CLOSING;
    log(ctx, response.status());
    var unused = ctx.write(response);
    var written = ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    var unused2 = written.addListener(f -> linger(ctx));
  }

  private void become(ChannelHandlerContext ctx, HttpResponse response) {
    state = State.STREAMING;
    deadline.cancel(false);
    log(ctx, response.status());
    var unused = ctx.writeAndFlush(response);
    var unused2 = ctx.channel().config().setAutoRead(true); // to notice that the client left
  }

  private StreamReader open(String id) throws RefusedException {
    if (web.counters().streams.get() >= web.limits().streams()) {
      throw new RefusedException(
          HttpResponseStatus.SERVICE_UNAVAILABLE,
          "Every viewer's place is taken: close another player, or raise http.max_clients.");
    }
    try {
      return web.node().channels().open(id);
    } catch (ChannelUnavailableException e) {
      throw new RefusedException(HttpResponseStatus.SERVICE_UNAVAILABLE, e.getMessage());
    }
  }

  private void send(ChannelHandlerContext ctx, Reply.Body reply, boolean keepAlive) {
    log(ctx, reply.status());
    boolean headOnly = isHead();
    head = null;
    if (!keepAlive) {
      state = State.CLOSING;
    }
    var written = ctx.writeAndFlush(Responses.of(reply, headOnly, keepAlive));
    var unused =
        written.addListener(
            f -> {
              if (keepAlive && f.isSuccess()) {
                deadlineIn(ctx, web.limits().requestTime());
              } else {
                linger(ctx);
              }
            });
  }

  /**
   * Ends our side first and drops what still comes: closing over unread input would reset the
   * connection and could destroy the answer on its way. RFC 9112 §9.6.
   */
  private void linger(ChannelHandlerContext ctx) {
    if (ctx.channel().isActive()) {
      var unused = ((DuplexChannel) ctx.channel()).shutdownOutput();
      var unused2 = ctx.channel().config().setAutoRead(true);
      deadlineIn(ctx, LINGER);
    }
  }

  private void deadlineIn(ChannelHandlerContext ctx, Duration time) {
    if (deadline != null) {
      deadline.cancel(false);
    }
    Runnable close =
        () -> {
          var unused = ctx.close();
        };
    deadline = ctx.executor().schedule(close, time.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    answeredInBatch = 0;
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (state == State.STREAMING) {
      outflow.wake();
    } else {
      // A client that asks but does not read is not asked for more.
      var unused = ctx.channel().config().setAutoRead(ctx.channel().isWritable());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (deadline != null) {
      deadline.cancel(false);
    }
    if (outflow != null) {
      outflow.close();
    }
    state = State.CLOSING;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == SHUTDOWN) {
      if (state == State.STREAMING) {
        outflow.end();
      } else if (state != State.CLOSING) {
        var unused = ctx.close();
      }
    }
    ReferenceCountUtil.release(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      Logger.debug("Connection of {} failed: {}", ctx.channel().remoteAddress(), cause);
    } else {
      Logger.error(cause, "Serving {} failed", ctx.channel().remoteAddress());
    }
    var unused = ctx.close().addListener(ChannelFutureListener.CLOSE);
  }

  private void log(ChannelHandlerContext ctx, HttpResponseStatus status) {
    web.counters().requests.incrementAndGet();
    if (Logger.isDebugEnabled()) {
      String target = head.uri().replaceAll("[^!-~]", "?"); // nothing that a terminal would obey
      Logger.debug(
          "{} {} {} {}", ctx.channel().remoteAddress(), head.method(), target, status.code());
    }
  }
}
