package tv.martlet.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import tv.martlet.chunk.ChunkFile;
import tv.martlet.chunk.ChunkUri;
import tv.martlet.chunk.Content;
import tv.martlet.peer.Swarm;
import tv.martlet.peer.SwarmListener;
import tv.martlet.tracker.PeerMode;

/** Static content on its way into a file; served on while and after it comes. */
public final class FileFetch implements AutoCloseable {
  /**
   * How far it is.
   *
   * @param bytes here and verified
   * @param total of the content; -1 while unknown
   * @param neighbours open channels
   */
  public record Progress(long bytes, long total, int neighbours) {}

  private final PeerHost host;
  private final Content content;
  private final Swarm swarm;
  private final CompletableFuture<Long> done = new CompletableFuture<>();

  private FileFetch(PeerHost host, Content content, ChunkUri uri) {
    this.host = host;
    this.content = content;
    this.swarm = host.join(uri, content, PeerMode.LEECH, new Events());
  }

  /**
   * Begins to fetch.
   *
   * @param maxBytes the largest content taken
   * @throws IOException with a sentence that says what to change
   * @throws IllegalArgumentException if the address is that of a live channel
   */
  public static FileFetch start(PeerHost host, ChunkUri uri, Path file, long maxBytes)
      throws IOException {
    if (uri.metadata().live()) {
      throw new IllegalArgumentException(
          "this address names a live channel, not a file: use martlet play");
    }
    return new FileFetch(host, Content.fetchFile(file, uri.metadata(), maxBytes), uri);
  }

  /** Completed with the length in bytes when the file is whole and has its name. */
  public CompletableFuture<Long> done() {
    return done;
  }

  public Swarm swarm() {
    return swarm;
  }

  /** How far it is; asks the engine's thread. */
  public Progress progress() {
    return host.port()
        .submit(
            (engine, now) -> {
              int chunk = content.metadata().chunkSize();
              long count = content.integrity().chunkCount();
              long length = content.integrity().contentLength();
              long total = length >= 0 || count < 0 ? length : count * chunk;
              long here = content.store().available().size() * chunk;
              return new Progress(
                  total < 0 ? here : Math.min(here, total), total, swarm.neighbours().size());
            })
        .join();
  }

  @Override
  public void close() {
    host.leave(swarm);
  }

  private final class Events implements SwarmListener {
    @Override
    public void progressed(Swarm changed, long now) {
      if (done.isDone() || !changed.isComplete()) {
        return;
      }
      try {
        ((ChunkFile) content.store()).complete();
        done.complete(content.integrity().contentLength());
      } catch (IOException e) {
        done.completeExceptionally(new UncheckedIOException(e));
      }
    }
  }
}
