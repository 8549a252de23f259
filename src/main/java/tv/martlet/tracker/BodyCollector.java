package tv.martlet.tracker;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;

/** Gathers a request's body up to its bound; beyond it the RFC's error goes back. */
final class BodyCollector extends HttpObjectAggregator {
  BodyCollector(int mostBytes) {
    super(mostBytes);
  }

  @Override
  protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage oversized) {
    RequestGuard.of(ctx.channel())
        .answerAndClose(
            ctx.channel(), Replies.badRequest(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE));
  }

  @Override
  protected Object newContinueResponse(HttpMessage start, int most, ChannelPipeline pipeline) {
    Object answer = super.newContinueResponse(start, most, pipeline);
    if (answer instanceof FullHttpResponse http
        && !http.status().equals(HttpResponseStatus.CONTINUE)) {
      http.release();
      return Replies.badRequest(http.status());
    }
    return answer;
  }
}
