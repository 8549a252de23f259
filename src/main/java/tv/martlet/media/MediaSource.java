package tv.martlet.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.tinylog.Logger;
import tv.martlet.media.SourceState.Phase;

/**
 * Keeps a {@link MediaInput} going on a thread of its own: opens it, hands its bytes to the sink on
 * that thread, opens it again when it is lost (after 1 s, 2 s, 4 s … 30 s), and says in sentences
 * how it is doing. A sink that must not block this thread is a {@link HandoverQueue}.
 */
public final class MediaSource implements AutoCloseable {
  /** After so long without a byte the source is called silent. */
  public static final long SILENT_MILLIS = 5_000;

  private static final long READ_MILLIS = 250;
  private static final long JOIN_MILLIS = 5_000;

  private final MediaInput input;
  private final ByteSink sink;
  private final Consumer<SourceState> onState;
  private final Backoff backoff;
  private final long silentMillis;
  private final TsGuard guard = new TsGuard();
  private final AtomicLong bytes = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closing = lock.newCondition();
  private final Thread thread;
  private final ByteSink through = this::accept;
  private InputException refusal;
  private long lastByteNanos;
  private long restarts;
  private volatile boolean closed;
  private volatile SourceState state;

  /**
   * @param onState told each change, on the source's thread
   */
  public MediaSource(MediaInput input, ByteSink sink, Consumer<SourceState> onState) {
    this(input, sink, onState, new Backoff(1_000, 30_000), SILENT_MILLIS);
  }

  MediaSource(
      MediaInput input,
      ByteSink sink,
      Consumer<SourceState> onState,
      Backoff backoff,
      long silentMillis) {
    this.silentMillis = silentMillis;
    this.input = input;
    this.sink = sink;
    this.onState = onState;
    this.backoff = backoff;
    this.state = new SourceState(Phase.STARTING, input.name() + ": opening", 0);
    this.thread = new Thread(this::run, "media " + input.name());
    thread.setDaemon(true);
  }

  /** Starts; returns at once. */
  public MediaSource start() {
    thread.start();
    return this;
  }

  /** How it is doing now. */
  public SourceState state() {
    return state;
  }

  /** Bytes handed to the sink so far. */
  public long bytes() {
    return bytes.get();
  }

  /** Packets known to have been lost on the way, where the input can tell (RTP). */
  public long lost() {
    return input.lost();
  }

  /** Stops reading and waits until the thread has ended. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      closing.signalAll();
    } finally {
      lock.unlock();
    }
    closeInput();
    thread.interrupt();
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed) {
      try {
        input.open();
        guard.reset();
        pump();
        if (input.endsForGood() && !closed) {
          tell(Phase.ENDED, "played to its end");
          return;
        }
        retry("the stream ended");
      } catch (InputException e) {
        if (e.isPermanent()) {
          fail(e.getMessage());
          return;
        }
        retry(e.getMessage());
      } catch (RuntimeException e) {
        tell(Phase.FAILED, "internal error: " + e);
        throw e;
      } catch (IOException e) {
        retry(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
      } finally {
        closeInput();
      }
    }
    tell(Phase.CLOSED, "closed");
  }

  private void fail(String why) {
    if (closed) {
      tell(Phase.CLOSED, "closed");
    } else {
      tell(Phase.FAILED, why);
    }
  }

  private void pump() throws IOException {
    lastByteNanos = System.nanoTime();
    while (!closed) {
      MediaInput.Read read = input.read(through, READ_MILLIS);
      if (refusal != null) {
        InputException e = refusal;
        refusal = null;
        throw e;
      }
      if (read == MediaInput.Read.END) {
        return;
      }
      if (read == MediaInput.Read.NOTHING) {
        silence();
      }
    }
  }

  private void silence() {
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastByteNanos);
    if (millis >= silentMillis && state.phase() != Phase.SILENT) {
      tell(
          Phase.SILENT,
          "no packet for " + silentMillis / 1000 + " s: is the encoder sending here?");
    }
  }

  private void accept(ByteBuffer b) {
    if (refusal != null) {
      return;
    }
    try {
      guard.look(b);
    } catch (InputException e) {
      refusal = e;
      return;
    }
    bytes.addAndGet(b.remaining());
    lastByteNanos = System.nanoTime();
    if (state.phase() != Phase.RUNNING) {
      backoff.reset();
      tell(Phase.RUNNING, "receiving");
    }
    sink.accept(b);
  }

  private void retry(String why) {
    if (closed) {
      return;
    }
    long pause = backoff.next();
    restarts++;
    tell(Phase.RETRYING, why + "; trying again in " + seconds(pause));
    closeInput();
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(pause);
      while (!closed && left > 0) {
        left = closing.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      // close() interrupts and has set closed; the loop ends by that
    } finally {
      lock.unlock();
    }
  }

  private static String seconds(long millis) {
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }

  private void closeInput() {
    try {
      input.close();
    } catch (IOException e) {
      Logger.debug("{}: {}", input.name(), e.getMessage());
    }
  }

  private void tell(Phase phase, String sentence) {
    state = new SourceState(phase, input.name() + ": " + sentence, restarts);
    onState.accept(state);
  }
}
