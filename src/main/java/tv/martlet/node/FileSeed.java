package tv.martlet.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import tv.martlet.chunk.ChunkUri;
import tv.martlet.chunk.Content;
import tv.martlet.chunk.SwarmMetadata;
import tv.martlet.peer.Swarm;
import tv.martlet.peer.SwarmListener;
import tv.martlet.tracker.PeerMode;

/** A whole file, served as static content under its root hash. */
public final class FileSeed implements AutoCloseable {
  private final PeerHost host;
  private final Swarm swarm;
  private final ChunkUri uri;

  private FileSeed(PeerHost host, Content content, ChunkUri uri) {
    this.host = host;
    this.uri = uri;
    this.swarm = host.join(uri, content, PeerMode.SEEDER, SwarmListener.NONE);
  }

  /**
   * Hashes a file and serves it.
   *
   * @param template how it is chunked and hashed; its ID is replaced by the file's
   * @param progress hears of the bytes hashed so far
   * @throws IOException with a sentence that says what to change
   */
  public static FileSeed start(
      PeerHost host,
      Path file,
      SwarmMetadata template,
      List<InetSocketAddress> trackers,
      LongConsumer progress)
      throws IOException {
    Content content = Content.seedFile(file, template, progress);
    String name = String.valueOf(file.getFileName());
    return new FileSeed(host, content, new ChunkUri(content.metadata(), name, trackers, List.of()));
  }

  /** Address under which the file can be fetched. */
  public ChunkUri uri() {
    return uri;
  }

  public Swarm swarm() {
    return swarm;
  }

  @Override
  public void close() {
    host.leave(swarm);
  }
}
