package tv.martlet.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import tv.martlet.chunk.ChunkUri;
import tv.martlet.chunk.Content;
import tv.martlet.chunk.SignatureChecker;
import tv.martlet.http.StreamReader;
import tv.martlet.peer.Channel;
import tv.martlet.peer.Playout;
import tv.martlet.peer.Swarm;
import tv.martlet.peer.SwarmListener;
import tv.martlet.tracker.PeerMode;

/** A live channel that this node receives, passes on, and shows to any number of viewers. */
public final class LiveChannel implements Served {
  private final PeerHost host;
  private final ChunkUri uri;
  private final Content content;
  private final Swarm swarm;
  private final List<ChannelStream> streams = new CopyOnWriteArrayList<>();
  private final Map<InetSocketAddress, Long> bytesFrom = new LinkedHashMap<>();
  private final StartupProbe probe;
  private final LiveFeed feed = new Played();
  private final long joinedAt;
  private volatile boolean left;
  private volatile Recording recording;

  private LiveChannel(PeerHost host, ChunkUri uri, long ringBytes, long maxAgeMicros) {
    this.host = host;
    this.uri = uri;
    this.joinedAt = host.port().clock().micros();
    this.probe = new StartupProbe();
    this.content =
        host.port()
            .submit(
                (engine, now) ->
                    Content.live(
                        uri.metadata(),
                        ringBytes,
                        SignatureChecker.inline(),
                        engine.signatureListener(),
                        maxAgeMicros))
            .join();
    this.swarm = joined();
  }

  private Swarm joined() {
    try {
      return host.join(uri, content, PeerMode.LEECH, new Events());
    } catch (RuntimeException e) {
      host.port().execute((engine, now) -> content.close());
      throw e;
    }
  }

  /**
   * Joins a channel.
   *
   * @param ringBytes memory for chunks, hashes and signatures
   * @throws IllegalArgumentException with a sentence if the ring is too small or the URI not live
   */
  public static LiveChannel join(PeerHost host, ChunkUri uri, long ringBytes, long maxAgeMicros) {
    if (!uri.metadata().live()) {
      throw new IllegalArgumentException(
          "this address names a file, not a live channel: use martlet fetch");
    }
    try {
      return new LiveChannel(host, uri, ringBytes, maxAgeMicros);
    } catch (CompletionException e) {
      if (e.getCause() instanceof IllegalArgumentException wrong) {
        throw new IllegalArgumentException(wrong.getMessage(), e); // such as a key with a typo
      }
      throw e;
    }
  }

  @Override
  public String name() {
    return uri.name() != null ? uri.name() : uri.metadata().id().toString().substring(0, 12);
  }

  public Swarm swarm() {
    return swarm;
  }

  public PeerHost host() {
    return host;
  }

  @Override
  public boolean isPlaying() {
    return probe.startedAt() != 0;
  }

  @Override
  public StreamReader open() {
    ChannelStream stream = new ChannelStream(feed, streams::remove);
    streams.add(stream);
    if (left) {
      stream.end(); // this channel was closed before it could know of the stream
    }
    feed.onEngine(stream::pump);
    return stream;
  }

  /**
   * Keeps a file of what is received from now on.
   *
   * @throws IOException with a sentence if there is such a file or it cannot be made
   */
  public void record(Path file) throws IOException {
    recording =
        Recording.begin(
            file, content.metadata(), new Recording.Engine(feed::onEngine, this::pumpRecording));
    feed.onEngine(this::pumpRecording);
  }

  private void pumpRecording() {
    Recording mine = recording;
    if (mine != null && feed.isReady()) {
      mine.pump(content.store(), feed.start(), feed.next());
    }
  }

  /** Bytes recorded so far. */
  long recordedBytes() {
    Recording mine = recording;
    return mine == null ? 0 : onLoop(mine::chunks) * content.metadata().chunkSize();
  }

  /** Completes the recording; empty if there is none. */
  @SuppressWarnings("FutureReturnValueIgnored") // thenCompose takes up the inner one
  public CompletableFuture<Optional<Recorded>> finishRecording() {
    Recording mine = recording;
    if (mine == null) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return host.port()
        .submit((engine, now) -> mine.finish(content.store(), feed.isReady() ? feed.next() : 0))
        .thenCompose(written -> written)
        .thenApply(outcome -> Optional.of(Recorded.ofPeer(mine.file(), outcome, uri)));
  }

  /** Figures of this channel, read on the engine's thread. */
  public ChannelFigures figures() {
    return onLoop(this::figuresNow);
  }

  /** The same, for a caller on the engine's thread. */
  ChannelFigures figuresNow() {
    Playout playout = swarm.playout();
    Map<String, Long> from = new LinkedHashMap<>();
    bytesFrom.forEach((address, bytes) -> from.put(Gauge.text(address), bytes));
    for (Channel neighbour : swarm.neighbours()) {
      long bytes = PeerHost.bytesFrom(neighbour, content);
      if (bytes > 0) {
        from.merge(Gauge.text(neighbour.address()), bytes, Long::sum);
      }
    }
    return new ChannelFigures(
        probe.startedAt() == 0 ? -1 : (probe.startedAt() - joinedAt) / 1000,
        playout == null ? -1 : playout.lagMicros() / 1000,
        playout == null ? 0 : playout.continuity(),
        playout == null ? 0 : playout.onTime() + playout.late(),
        swarm.neighbours().size(),
        swarm.uploadedBytes(),
        from);
  }

  private <T> T onLoop(Supplier<T> question) {
    return host.port().submit((engine, now) -> question.get()).join();
  }

  @Override
  public void close() {
    left = true;
    streams.forEach(ChannelStream::end);
    host.leave(swarm);
  }

  private final class Played implements LiveFeed {
    @Override
    public boolean isReady() {
      return !left && swarm.playout() != null;
    }

    @Override
    public Content content() {
      return content;
    }

    @Override
    public long start() {
      return swarm.playout().start();
    }

    @Override
    public long next() {
      return swarm.playout().next();
    }

    @Override
    public long offsetMicros() {
      return host.settings().liveOffsetMicros();
    }

    @Override
    public void onEngine(Runnable work) {
      host.port().execute((engine, now) -> work.run());
    }
  }

  private final class Events implements SwarmListener {
    @Override
    public void progressed(Swarm changed, long now) {
      Playout playout = changed.playout();
      if (playout == null) {
        return;
      }
      probe.look(changed.content().store(), playout, now);
      pumpRecording();
      for (ChannelStream stream : streams) {
        stream.pump();
      }
    }

    @Override
    public void left(Swarm changed, Channel neighbour) {
      long bytes = PeerHost.bytesFrom(neighbour, content);
      if (bytes > 0 && bytesFrom.size() < 1024) {
        bytesFrom.merge(neighbour.address(), bytes, Long::sum);
      }
    }
  }
}
