package tv.martlet.tracker;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Sets up each connection: TLS, guard, HTTP, body, tracker. */
final class ServerPipeline extends ChannelInitializer<SocketChannel> {
  private final TrackerService service;
  private final ServerSettings settings;
  private final Optional<SslContext> tls;
  private final ChannelGroup open;

  ServerPipeline(
      TrackerService service,
      ServerSettings settings,
      Optional<SslContext> tls,
      ChannelGroup open) {
    this.service = service;
    this.settings = settings;
    this.tls = tls;
    this.open = open;
  }

  @Override
  protected void initChannel(SocketChannel channel) {
    InetSocketAddress remote = channel.remoteAddress();
    if (remote == null) {
      var unused = channel.close(); // gone before it was accepted
      return;
    }
    boolean room = service.opened(remote);
    open.add(channel);
    if (!room) {
      refuse(channel);
      return;
    }
    channel.closeFuture().addListener(closed -> service.closed(remote));
    if (tls.isPresent()) {
      SslHandler handler = tls.get().newHandler(channel.alloc());
      handler.setHandshakeTimeoutMillis(settings.requestTime().toMillis());
      channel.pipeline().addLast(handler);
    }
    channel
        .pipeline()
        .addLast(
            new RequestGuard(settings),
            new HttpServerCodec(
                new HttpDecoderConfig().setMaxInitialLineLength(4096).setMaxHeaderSize(16384)),
            new BodyCollector(settings.messages().bodyBytes()),
            new TrackerHandler(service));
  }

  /** Too many connections: says so where that costs no handshake, and not without end. */
  private void refuse(SocketChannel channel) {
    if (tls.isPresent() || open.size() > 2 * settings.limits().connections()) {
      var unused = channel.close();
      return;
    }
    RequestGuard guard = new RequestGuard(settings);
    channel.pipeline().addLast(guard, new HttpResponseEncoder());
    channel
        .eventLoop()
        .execute(
            () ->
                guard.answerAndClose(
                    channel, Replies.of(Response.failed(ErrorCode.SERVICE_UNAVAILABLE, ""))));
  }
}
