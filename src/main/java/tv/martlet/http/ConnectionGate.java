package tv.martlet.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts connections and turns away those above the caps. */
final class ConnectionGate {
  private static final String SENTENCE =
      "Too many connections: close some, or raise http.max_clients.\n";
  private static final ByteBuf REFUSAL =
      Unpooled.unreleasableBuffer(
          Unpooled.copiedBuffer(
              "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\n"
                  + "Retry-After: 2\r\nConnection: close\r\nContent-Length: "
                  + SENTENCE.length()
                  + "\r\n\r\n"
                  + SENTENCE,
              StandardCharsets.US_ASCII));

  /** Refused connections that may linger so that their client can read why. */
  private static final int MAX_LINGERING = 16;

  private final WebLimits limits;
  private final Counters counters;
  private final Map<String, Integer> perAddress = new ConcurrentHashMap<>();
  private final AtomicInteger lingering = new AtomicInteger();

  ConnectionGate(WebLimits limits, Counters counters) {
    this.limits = limits;
    this.counters = counters;
  }

  /** Takes a place until the channel closes; false when there is none. */
  boolean admit(Channel channel) {
    String key = key(((InetSocketAddress) channel.remoteAddress()).getAddress());
    int total = counters.connections.incrementAndGet();
    int own = perAddress.merge(key, 1, Integer::sum);
    boolean admitted = total <= limits.connections() && own <= limits.perAddress();
    if (admitted) {
      var unused = channel.closeFuture().addListener(f -> leave(key));
    } else {
      leave(key);
      counters.refused.incrementAndGet();
    }
    return admitted;
  }

  private void leave(String key) {
    counters.connections.decrementAndGet();
    perAddress.computeIfPresent(key, (k, n) -> n == 1 ? null : n - 1);
  }

  /** One host has all of an IPv6 /64 to call from (RFC 4291 §2.5.4), so the /64 counts as one. */
  static String key(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean wide = address instanceof Inet6Address && !address.isLoopbackAddress();
    return HexFormat.of().formatHex(wide ? Arrays.copyOf(bytes, 8) : bytes);
  }

  /** Says why and closes. */
  final class Refusal extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      var written = ctx.writeAndFlush(REFUSAL.duplicate());
      if (lingering.incrementAndGet() > MAX_LINGERING) {
        lingering.decrementAndGet();
        var unused = written.addListener(ChannelFutureListener.CLOSE);
        return;
      }
      var unused = ctx.channel().closeFuture().addListener(f -> lingering.decrementAndGet());
      var unused2 = written.addListener(f -> endOutput(ctx));
      var unused3 = ctx.executor().schedule(closing(ctx), 1, TimeUnit.SECONDS);
    }

    private void endOutput(ChannelHandlerContext ctx) {
      var unused = ((DuplexChannel) ctx.channel()).shutdownOutput();
    }

    private Runnable closing(ChannelHandlerContext ctx) {
      return () -> {
        var unused = ctx.close();
      };
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
      ReferenceCountUtil.release(msg);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      var unused = ctx.close();
    }
  }
}
