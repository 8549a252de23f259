package tv.martlet.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.LastHttpContent;

/** What a connection has become that is no longer asked but told. On the channel's loop. */
interface Outflow {
  /** The socket takes more, or no more for now. */
  void wake();

  /** Ends it properly: the server closes. */
  void end();

  /** Gives back what it holds; the channel is the caller's, and may be gone. */
  void close();

  /**
   * Says a proper end, which tells the client that nothing was lost (RFC 9112 §7.1), and closes.
   */
  static void finish(Channel channel) {
    var unused =
        channel
            .writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
            .addListener(ChannelFutureListener.CLOSE);
  }
}
