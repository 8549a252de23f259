package tv.martlet.tracker;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Stands before the HTTP decoder and gives each request, with its response, a time from its first
 * byte to its last; drip-feeding does not stretch it. Also closes so that the last response
 * arrives.
 */
final class RequestGuard extends ChannelInboundHandlerAdapter {
  private static final long LINGER_MILLIS = 2_000;
  private final ServerSettings settings;
  private Future<?> timer;
  private boolean underWay;
  private boolean closing;

  RequestGuard(ServerSettings settings) {
    this.settings = settings;
  }

  static RequestGuard of(Channel channel) {
    return channel.pipeline().get(RequestGuard.class);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    underWay = true;
    arm(ctx.channel(), settings.requestTime().toMillis());
    ctx.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (closing) {
      ReferenceCountUtil.release(message);
      return;
    }
    asked(ctx.channel());
    ctx.fireChannelRead(message);
  }

  /** A request has begun, be it that it came in one piece with the one before it. */
  void asked(Channel channel) {
    if (!underWay && !closing) {
      underWay = true;
      arm(channel, settings.requestTime().toMillis());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    stop();
    ctx.fireChannelInactive();
  }

  /** The response is on the wire: the next request may take its time to begin. */
  void answered(Channel channel) {
    if (!closing) {
      underWay = false;
      arm(channel, settings.idleTime().toMillis());
    }
  }

  /** Sends the last response of a connection. */
  void answerAndClose(Channel channel, FullHttpResponse response) {
    if (closing) {
      response.release();
      return;
    }
    closing = true;
    response.headers().set(HttpHeaderNames.CONNECTION, "close");
    channel.writeAndFlush(response).addListener((ChannelFutureListener) done -> endOutput(channel));
    channel.config().setAutoRead(true);
    arm(channel, LINGER_MILLIS);
  }

  /**
   * Ends our side only: closing while the peer still sends would reset the connection and could
   * take the response with it.
   */
  private static void endOutput(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    ChannelFuture ended;
    if (tls != null) {
      ended = tls.closeOutbound();
    } else if (channel instanceof DuplexChannel duplex) {
      ended = duplex.shutdownOutput();
    } else {
      ended = channel.close();
    }
    ended.addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  private void arm(Channel channel, long millis) {
    stop();
    timer = channel.eventLoop().schedule(() -> timeIsUp(channel), millis, TimeUnit.MILLISECONDS);
  }

  private void timeIsUp(Channel channel) {
    boolean slowRequest = underWay && !closing && channel.isWritable();
    if (slowRequest && TrackerHandler.waitingForRequest(channel)) {
      answerAndClose(channel, Replies.badRequest(HttpResponseStatus.REQUEST_TIMEOUT));
    } else {
      var unused = channel.close();
    }
  }

  private void stop() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
