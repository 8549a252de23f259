package tv.martlet.tracker;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Posts request after request to one tracker, each within a time, over a connection that is kept.
 * Lives on the loop; one request at a time.
 */
final class TrackerPost {
  private static final int CONNECT_MILLIS = 4_000;
  private final TrackerTarget target;
  private final Driver driver;
  private final ClientSettings settings;
  private final NameLookup names;
  private final ResponseReader reader;
  private final Optional<DigestAnswer> digest;
  private Channel channel;
  private Call call;

  /** What became of a request. */
  interface Outcome {
    void answered(Response response);

    /** No valid response; the reason is the end of a sentence for a person. */
    void failed(String reason);
  }

  private static final class Call {
    final Request request;
    final byte[] body;
    final Outcome outcome;
    Future<?> deadline;
    boolean kept;
    boolean proved;
    int proofs;

    Call(Request request, Outcome outcome) {
      this.request = request;
      this.outcome = outcome;
      body = MessageWriter.write(request);
    }
  }

  TrackerPost(TrackerTarget target, Driver driver, ClientSettings settings, NameLookup names) {
    this.target = target;
    this.driver = driver;
    this.settings = settings;
    this.names = names;
    reader = new ResponseReader(settings.responses());
    digest = settings.digest().map(known -> new DigestAnswer(known, driver.random()));
  }

  void send(Request request, Outcome outcome) {
    Call fresh = new Call(request, outcome);
    call = fresh;
    fresh.deadline =
        driver
            .loop()
            .schedule(
                () -> fail(fresh, "it does not answer in time"),
                settings.times().request().toMillis(),
                TimeUnit.MILLISECONDS);
    fresh.kept = channel != null && channel.isActive();
    if (fresh.kept) {
      write(fresh);
    } else {
      look(fresh);
    }
  }

  private void look(Call mine) {
    names.find(
        target.host(),
        found -> {
          if (found.isEmpty()) {
            fail(mine, "its name " + target.host() + " is not known; check the name and the DNS");
          } else {
            connect(mine, found.iterator());
          }
        });
  }

  /** Tries one address after the other, IPv6 and IPv4 as the system orders them. */
  private void connect(Call mine, Iterator<InetAddress> addresses) {
    if (call != mine) {
      return; // too late: the time is up
    }
    ChannelFuture connecting =
        new Bootstrap()
            .group(driver.loop())
            .channel(Sockets.client(driver.loop()))
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(new Pipeline())
            .connect(new InetSocketAddress(addresses.next(), target.port()));
    connecting.addListener(
        (ChannelFutureListener)
            done -> {
              if (done.isSuccess()) {
                connected(mine, done.channel());
              } else if (addresses.hasNext()) {
                connect(mine, addresses);
              } else {
                fail(mine, "it cannot be reached (" + Reasons.of(done.cause()) + ")");
              }
            });
  }

  private void connected(Call mine, Channel fresh) {
    if (call != mine) {
      drop(fresh);
      return;
    }
    channel = fresh;
    SslHandler tls = fresh.pipeline().get(SslHandler.class);
    if (tls == null) {
      write(mine);
      return;
    }
    tls.handshakeFuture()
        .addListener(
            done -> {
              if (done.isSuccess()) {
                write(mine);
              } else {
                fail(mine, Reasons.ofTls(done.cause()));
              }
            });
  }

  private void write(Call mine) {
    if (call != mine) {
      return;
    }
    FullHttpRequest http =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.POST,
            target.path(),
            Unpooled.wrappedBuffer(mine.body));
    HttpHeaders headers = http.headers();
    headers.set(HttpHeaderNames.HOST, target.hostHeader());
    // RFC 7846 §4: the media type MUST be indicated.
    headers.set(HttpHeaderNames.CONTENT_TYPE, Replies.MEDIA_TYPE);
    headers.set(HttpHeaderNames.ACCEPT, Replies.MEDIA_TYPE);
    headers.set(HttpHeaderNames.CONTENT_LENGTH, mine.body.length);
    Optional<String> proof = digest.flatMap(known -> known.header("POST", target.path()));
    mine.proved = proof.isPresent();
    proof.ifPresent(text -> headers.set(HttpHeaderNames.AUTHORIZATION, text));
    channel.writeAndFlush(http).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  private void received(Channel from, FullHttpResponse http) {
    Call mine = call;
    if (from != channel || mine == null) {
      drop(from); // an answer that nobody waits for
      return;
    }
    if (!HttpUtil.isKeepAlive(http)) {
      drop(from);
    }
    if (http.decoderResult().isFailure()) {
      fail(mine, "its answer is not HTTP or too large");
    } else if (HttpResponseStatus.UNAUTHORIZED.equals(http.status()) && prove(mine, http)) {
      mine.proofs++;
      again(mine);
    } else {
      read(mine, http);
    }
  }

  /** RFC 7616: takes up the challenge, once, and once more if only the nonce was too old. */
  private boolean prove(Call mine, FullHttpResponse http) {
    List<String> challenges = http.headers().getAll(HttpHeaderNames.WWW_AUTHENTICATE);
    return digest.isPresent()
        && mine.proofs < 2
        && digest.get().challenged(challenges, mine.proved);
  }

  private void again(Call mine) {
    if (channel != null && channel.isActive()) {
      write(mine);
    } else {
      look(mine);
    }
  }

  private void read(Call mine, FullHttpResponse http) {
    Response response;
    try {
      response = reader.read(ByteBuffer.wrap(bytes(http)));
    } catch (MessageException e) {
      fail(mine, "its answer (HTTP " + http.status().code() + ") is not of the tracker protocol");
      return;
    }
    boolean mineIsMeant = response.transactionId().equals(mine.request.transactionId());
    // RFC 7846 §4.2: the same transaction_id; an error may come before the tracker could read it.
    if (!mineIsMeant
        && (response.error() == ErrorCode.NO_ERROR || !response.transactionId().isEmpty())) {
      fail(mine, "its answer is for another request");
      return;
    }
    finish(mine);
    mine.outcome.answered(response);
  }

  private static byte[] bytes(FullHttpResponse http) {
    byte[] bytes = new byte[http.content().readableBytes()];
    http.content().readBytes(bytes);
    return bytes;
  }

  private void lost(Channel gone, Throwable cause) {
    if (gone != channel) {
      return;
    }
    channel = null;
    Call mine = call;
    if (mine == null) {
      return;
    }
    if (mine.kept) {
      // The tracker may have closed an idle connection just as we wrote: once more on a new one.
      mine.kept = false;
      look(mine);
    } else {
      fail(mine, "the connection broke (" + Reasons.of(cause) + ")");
    }
  }

  private void fail(Call mine, String reason) {
    if (call == mine) {
      finish(mine);
      close();
      mine.outcome.failed(reason);
    }
  }

  private void finish(Call mine) {
    mine.deadline.cancel(false);
    call = null;
  }

  /** Whether the tracker runs on this machine. */
  boolean local() {
    return channel != null
        && channel.remoteAddress() instanceof InetSocketAddress remote
        && remote.getAddress().isLoopbackAddress();
  }

  /** Closes the connection; a request under way gets no outcome any more. */
  void close() {
    if (call != null) {
      finish(call);
    }
    if (channel != null) {
      drop(channel);
    }
  }

  private void drop(Channel gone) {
    if (gone == channel) {
      channel = null;
    }
    var unused = gone.close();
  }

  private final class Pipeline extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel fresh) {
      target.tls(fresh.alloc()).ifPresent(tls -> fresh.pipeline().addLast(tls));
      fresh
          .pipeline()
          .addLast(
              new HttpClientCodec(),
              new HttpObjectAggregator(settings.responses().bodyBytes()),
              new Answers());
    }
  }

  private final class Answers extends SimpleChannelInboundHandler<FullHttpResponse> {
    private Throwable cause;

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpResponse http) {
      received(ctx.channel(), http);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      lost(ctx.channel(), cause);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
      cause = thrown;
      var unused = ctx.close();
    }
  }
}
