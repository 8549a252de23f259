package tv.martlet.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.tinylog.Logger;

/**
 * Moves one viewer's bytes from its {@link StreamReader} to its socket.
 *
 * <p>Reads only while the socket's queue is below its water mark, so that a slow viewer holds at
 * most the mark and one buffer, and whatever it misses stays in the ring. Everything but {@link
 * #wake} runs on the channel's loop. Each buffer belongs to this class until it is written.
 */
final class StreamPump implements Outflow {
  /**
   * Wake-ups closer than this are one: a chunk a millisecond would otherwise be a system call each.
   */
  private static final long GAP_NANOS = 2_000_000;

  private static final int MIN_BUFFER = 2 * 1024;
  private static final int MAX_BUFFER = 32 * 1024;

  private final Channel channel;
  private final EventLoop loop;
  private final StreamReader reader;
  private final Counters counters;
  private final AtomicBoolean armed = new AtomicBoolean();
  private final Future<?> stallCheck;
  private final long stallNanos;

  private int bufferSize = MAX_BUFFER;
  private long lastDrain;
  private long lastProgress;
  private long lastPending = -1;
  private boolean closed;

  StreamPump(Channel channel, StreamReader reader, Counters counters, Duration stallTime) {
    this.channel = channel;
    this.loop = channel.eventLoop();
    this.reader = reader;
    this.counters = counters;
    this.stallNanos = stallTime.toNanos();
    this.lastProgress = System.nanoTime();
    this.lastDrain = lastProgress - GAP_NANOS;
    counters.streams.incrementAndGet();
    long period = stallNanos / 4;
    stallCheck = loop.scheduleAtFixedRate(this::checkStall, period, period, TimeUnit.NANOSECONDS);
  }

  StreamPump start() {
    reader.onReadable(this::wake);
    wake();
    return this;
  }

  /** From any thread: there may be something to read. Costs one compare-and-set when pending. */
  @Override
  public void wake() {
    if (!armed.compareAndSet(false, true)) {
      return;
    }
    try {
      loop.execute(this::drainWhenDue);
    } catch (RejectedExecutionException e) {
      Logger.debug("The web's loop has ended: {}", channel);
    }
  }

  private void drainWhenDue() {
    long early = lastDrain + GAP_NANOS - System.nanoTime();
    if (early > 0 && !closed) {
      var unused = loop.schedule(this::drain, early, TimeUnit.NANOSECONDS);
    } else {
      drain();
    }
  }

  private void drain() {
    if (closed) {
      return;
    }
    armed.set(false); // before reading: what arrives from here on wakes again
    lastDrain = System.nanoTime();
    try {
      int got = 1;
      while (got > 0 && channel.isWritable()) {
        got = copyOne();
      }
      channel.flush();
      finishOn(got);
    } catch (RuntimeException e) {
      Logger.error(e, "Reading the stream for {} failed", channel.remoteAddress());
      cutOff();
    }
  }

  private int copyOne() {
    ByteBuf buffer = channel.alloc().directBuffer(bufferSize, bufferSize);
    int got = 0;
    try {
      got = reader.read(buffer.internalNioBuffer(0, bufferSize));
    } finally {
      if (got <= 0) {
        buffer.release();
      }
    }
    if (got > 0) {
      counters.streamBytes.addAndGet(got);
      var unused = channel.write(new DefaultHttpContent(buffer.writerIndex(got)));
      fitBuffer(got);
    }
    return got;
  }

  /** A queue of big buffers with little in each would hold many times the water mark. */
  private void fitBuffer(int got) {
    if (got == bufferSize) {
      bufferSize = Math.min(MAX_BUFFER, bufferSize * 2);
    } else if (got < bufferSize / 4) {
      bufferSize = Math.max(MIN_BUFFER, bufferSize / 2);
    }
  }

  private void finishOn(int got) {
    switch (got) {
      case StreamReader.ENDED -> end();
      case StreamReader.OVERRUN -> cutOff();
      default -> {}
    }
  }

  @Override
  public void end() {
    if (!closed) {
      close();
      Outflow.finish(channel);
    }
  }

  private void cutOff() {
    if (closed) {
      return;
    }
    counters.cutOff.incrementAndGet();
    Logger.debug("Cut off {}: too slow for the stream", channel.remoteAddress());
    close();
    // A reset frees what the kernel still holds for a client that takes nothing.
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    var unused = channel.close();
  }

  private void checkStall() {
    long now = System.nanoTime();
    long pending = channel.bytesBeforeWritable();
    if (channel.isWritable() || pending != lastPending) {
      lastPending = pending;
      lastProgress = now;
    } else if (now - lastProgress >= stallNanos) {
      cutOff();
    }
  }

  /** Gives the reader back; the channel is the caller's. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      stallCheck.cancel(false);
      counters.streams.decrementAndGet();
      reader.close();
    }
  }
}
