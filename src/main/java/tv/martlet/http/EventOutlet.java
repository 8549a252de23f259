package tv.martlet.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.DefaultHttpContent;
import org.tinylog.Logger;

/**
 * One page that is told. What does not fit its socket's queue is left out: the next event says all
 * there is to say. A page that takes nothing for long is dropped.
 */
final class EventOutlet implements Outflow {
  /** Seconds that a page may take nothing. */
  static final int PATIENCE = 10;

  private final Channel channel;
  private final EventHub hub;
  private int stuck;
  private boolean closed;

  EventOutlet(Channel channel, EventHub hub) {
    this.channel = channel;
    this.hub = hub;
  }

  /** Takes the buffer over. */
  void write(ByteBuf event) {
    if (closed || !channel.isWritable()) {
      event.release();
      return;
    }
    var unused = channel.writeAndFlush(new DefaultHttpContent(event));
  }

  /** Once a second. */
  void checkPace() {
    stuck = channel.isWritable() ? 0 : stuck + 1;
    if (stuck >= PATIENCE) {
      Logger.debug("Dropped {}: it takes no events", channel.remoteAddress());
      close();
      // A reset frees what the kernel still holds for a page that takes nothing.
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      var unused = channel.close();
    }
  }

  @Override
  public void wake() {
    // The next event is soon enough.
  }

  @Override
  public void end() {
    if (!closed) {
      close();
      Outflow.finish(channel);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      hub.left(this);
    }
  }
}
