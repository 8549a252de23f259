package tv.martlet.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.tinylog.Logger;
import tv.martlet.chunk.ChunkUri;
import tv.martlet.chunk.Content;
import tv.martlet.chunk.LiveWriter;
import tv.martlet.chunk.SigningKey;
import tv.martlet.chunk.SwarmId;
import tv.martlet.chunk.SwarmMetadata;
import tv.martlet.media.HandoverQueue;
import tv.martlet.media.InputUri;
import tv.martlet.media.MediaInput;
import tv.martlet.media.MediaSource;
import tv.martlet.media.PaceClock;
import tv.martlet.media.SourceState;
import tv.martlet.peer.Swarm;
import tv.martlet.peer.SwarmListener;
import tv.martlet.tracker.PeerMode;

/** A live channel that this node makes: an input, chunked, signed and announced. */
public final class Broadcast implements AutoCloseable {
  private static final int QUEUE_BYTES = 4 << 20;
  private static final int PATIENCE_SECONDS = 4;
  private static final int TS_PACKET = 188;

  /** A munro begun is completed with null packets when the input has been silent for so long. */
  private static final long FLUSH_MILLIS = 500;

  /**
   * What to broadcast.
   *
   * @param input where the MPEG-TS comes from
   * @param key signs; null for an unprotected swarm
   * @param munro chunks under one signature
   * @param state where the numbers signed are remembered
   * @param ringBytes memory for chunks
   */
  public record Plan(InputUri input, SigningKey key, int munro, Path state, long ringBytes) {}

  private final PeerHost host;
  private final ChunkUri uri;
  private final Content content;
  private final LiveWriter writer;
  private final Swarm swarm;
  private final SequenceJournal journal;
  private final HandoverQueue queue;
  private final MediaSource source;
  private final AtomicBoolean draining = new AtomicBoolean();
  private final boolean waits;
  private final Recording recording;
  private final ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
  private final ScheduledExecutorService clerk =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "martlet-journal");
            thread.setDaemon(true);
            return thread;
          });
  private long bytesAtLastTick;
  private long signedUpTo;
  private boolean unsigned; // some input waits for the rest of its munro
  private CompletableFuture<Optional<Recorded>> ending;

  private Broadcast(
      PeerHost host, ChunkUri uri, Plan plan, Optional<Path> record, Consumer<SourceState> onState)
      throws IOException {
    this.host = host;
    this.uri = uri;
    this.journal = new SequenceJournal(plan.state(), Math.max(2, plan.munro()));
    this.content =
        Content.inject(uri.metadata(), plan.key(), plan.ringBytes(), plan.munro(), journal.first());
    this.writer = content.writer();
    this.recording = record.isPresent() ? begin(record.get()) : null;
    this.swarm = host.join(uri, content, PeerMode.SEEDER, SwarmListener.NONE);
    writer.listener(this::published);
    this.waits =
        switch (plan.input().kind()) {
          case UDP, RTP -> false;
          default -> true;
        };
    HandoverQueue.WhenFull whenFull =
        waits ? HandoverQueue.WhenFull.WAIT : HandoverQueue.WhenFull.DROP;
    this.queue = new HandoverQueue(QUEUE_BYTES, whenFull, this::wake);
    MediaInput input = MediaInput.of(plan.input(), PaceClock.system());
    this.source = new MediaSource(input, queue, onState);
  }

  /**
   * Starts a broadcast.
   *
   * @param uri the channel's address, whose swarm ID is the key's
   * @param onState hears how the input is doing
   * @throws IOException with a sentence if the state file cannot be used
   */
  public static Broadcast start(
      PeerHost host, ChunkUri uri, Plan plan, Consumer<SourceState> onState) throws IOException {
    return start(host, uri, plan, Optional.empty(), onState);
  }

  /**
   * Starts a broadcast, of which a file is kept.
   *
   * @param record the file; must not be there yet
   * @throws IOException with a sentence also if the file cannot be made
   */
  public static Broadcast start(
      PeerHost host, ChunkUri uri, Plan plan, Optional<Path> record, Consumer<SourceState> onState)
      throws IOException {
    Broadcast broadcast = new Broadcast(host, uri, plan, record, onState);
    broadcast.source.start();
    broadcast.startClerk();
    return broadcast;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // runs until closed
  private void startClerk() {
    clerk.scheduleWithFixedDelay(this::tick, FLUSH_MILLIS, FLUSH_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The metadata that a channel of this key has. */
  public static SwarmMetadata metadata(SigningKey key) {
    return SwarmMetadata.live(key.publicKey().id());
  }

  public ChunkUri uri() {
    return uri;
  }

  public Swarm swarm() {
    return swarm;
  }

  /** How the input is doing. */
  public SourceState input() {
    return source.state();
  }

  /** Bytes of input taken in. */
  public long bytes() {
    return source.bytes();
  }

  // ---- input's thread ----

  private void wake() {
    if (draining.compareAndSet(false, true)) {
      host.port().execute((engine, now) -> drain(now));
    }
  }

  // ---- engine's thread ----

  private void drain(long now) {
    draining.set(false);
    // A file or a pipe can wait until the disk has caught up, a live input cannot.
    while (!(waits && recording != null && recording.isBehind())) {
      if (take(now) < buffer.capacity()) {
        return;
      }
    }
  }

  private int take(long now) {
    buffer.clear();
    queue.take(buffer);
    buffer.flip();
    writer.append(buffer, now);
    unsigned = buffer.limit() > 0 ? writer.pendingBytes() > 0 : unsigned;
    return buffer.limit();
  }

  private void published(long first, long last) {
    signedUpTo = last + 1;
    swarm.published(first, last, host.port().clock().micros());
    record();
  }

  private Recording begin(Path file) throws IOException {
    return Recording.begin(
        file,
        content.metadata(),
        new Recording.Engine(
            work -> host.port().execute((engine, now) -> work.run()), this::roomForMore));
  }

  private void roomForMore() {
    record();
    drain(host.port().clock().micros());
  }

  private void record() {
    if (recording != null) {
      recording.pump(content.store(), journal.first(), signedUpTo);
    }
  }

  /** Completes what has been begun with null packets; what they overshoot stays begun. */
  private void pad(long now) {
    ByteBuffer packets = ByteBuffer.allocate(TS_PACKET);
    int before = 0;
    while (unsigned && writer.pendingBytes() > before) {
      before = writer.pendingBytes();
      packets.clear().put((byte) 0x47).put((byte) 0x1f).put((byte) 0xff).put((byte) 0x10);
      while (packets.hasRemaining()) {
        packets.put((byte) 0xff);
      }
      writer.append(packets.flip(), now);
    }
    unsigned = false;
  }

  // ---- clerk's thread ----

  private void tick() {
    try {
      long next = writer.nextChunk();
      if (journal.isLow(next)) {
        journal.reserve(next);
      }
      long bytes = source.bytes();
      if (bytes == bytesAtLastTick) {
        host.port().execute((engine, now) -> pad(now));
      }
      bytesAtLastTick = bytes;
    } catch (IOException e) {
      Logger.error(
          "chunk numbers cannot be remembered ({}): make room or set broadcast.state to a file that"
              + " can be written",
          e.getMessage());
    }
  }

  /**
   * Ends the making: signs what the input gave, and completes the recording. Neighbours are served
   * on until {@link #close}.
   *
   * @return what was recorded; empty if nothing was to be
   */
  @SuppressWarnings("FutureReturnValueIgnored") // thenCompose takes up the inner one
  public synchronized CompletableFuture<Optional<Recorded>> finish() {
    if (ending == null) {
      source.close();
      queue.close();
      clerk.shutdownNow();
      ending =
          host.port()
              .submit((engine, now) -> end(now))
              .thenCompose(written -> written)
              .thenApply(outcome -> outcome.map(this::recorded));
    }
    return ending;
  }

  /** On the engine's thread. */
  private CompletableFuture<Optional<Recording.Outcome>> end(long now) {
    while (queue.size() > 0) {
      take(now);
    }
    pad(now);
    if (recording == null) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return recording.finish(content.store(), signedUpTo).thenApply(Optional::of);
  }

  private Recorded recorded(Recording.Outcome outcome) {
    SwarmId root = writer.finalRoot();
    if (outcome.isWhole() && root != null && !root.equals(outcome.root())) {
      throw new IllegalStateException(
          recording.file() + " has root hash " + outcome.root() + ", the broadcast has " + root);
    }
    return Recorded.ofBroadcast(recording.file(), outcome, uri);
  }

  @Override
  public void close() {
    try {
      finish().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      Logger.error("the recording is not complete: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    long next = host.port().submit((engine, now) -> writer.nextChunk()).join();
    host.leave(swarm);
    try {
      journal.close(next + 1);
    } catch (IOException e) {
      Logger.error("chunk numbers cannot be remembered: {}", e.getMessage());
    }
  }
}
