package tv.martlet.tracker;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.tinylog.Logger;

/** One connection of the tracker. */
final class TrackerHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private final TrackerService service;
  private int unanswered;

  TrackerHandler(TrackerService service) {
    this.service = service;
  }

  /** Whether no response is on its way out. */
  static boolean waitingForRequest(Channel channel) {
    TrackerHandler handler = channel.pipeline().get(TrackerHandler.class);
    return handler == null || handler.unanswered == 0;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest http) {
    if (http.decoderResult().isFailure()) {
      RequestGuard.of(ctx.channel())
          .answerAndClose(ctx.channel(), Replies.badRequest(fault(http.decoderResult().cause())));
      return;
    }
    FullHttpResponse response = service.answer(ctx.channel(), http);
    if (HttpMethod.HEAD.equals(http.method())) {
      response.content().clear();
    }
    if (!HttpUtil.isKeepAlive(http)) {
      RequestGuard.of(ctx.channel()).answerAndClose(ctx.channel(), response);
      return;
    }
    HttpUtil.setKeepAlive(response, true);
    RequestGuard.of(ctx.channel()).asked(ctx.channel());
    unanswered++;
    ctx.writeAndFlush(response)
        .addListener(
            (ChannelFutureListener)
                done -> {
                  if (--unanswered == 0) {
                    RequestGuard.of(done.channel()).answered(done.channel());
                  }
                });
  }

  private static HttpResponseStatus fault(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return HttpResponseStatus.REQUEST_URI_TOO_LONG;
    }
    return cause instanceof TooLongHttpHeaderException
        ? HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        : HttpResponseStatus.BAD_REQUEST;
  }

  /** Who does not read the responses gets no more requests read. */
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    ctx.channel().config().setAutoRead(ctx.channel().isWritable());
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Logger.debug("tracker: connection from {}: {}", ctx.channel().remoteAddress(), cause);
    var unused = ctx.close();
  }
}
