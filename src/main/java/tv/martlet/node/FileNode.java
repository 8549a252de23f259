package tv.martlet.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import tv.martlet.chunk.ChunkUri;
import tv.martlet.chunk.HashFunction;
import tv.martlet.chunk.SwarmMetadata;
import tv.martlet.config.Settings;

/** The roles of a seeder and a leecher of files. */
public final class FileNode implements AutoCloseable {
  private final Station station;
  private FileSeed seed;
  private FileFetch fetch;

  private FileNode(Settings settings) throws IOException {
    this.station = new Station(settings);
  }

  /**
   * Hashes a file and serves it.
   *
   * @param trackers HOST:PORT each; empty for those of the settings
   * @param hash name of the hash function
   * @param progress hears of the bytes hashed
   */
  public static FileNode seed(
      Settings settings, Path file, List<String> trackers, String hash, LongConsumer progress)
      throws IOException {
    FileNode node = new FileNode(settings);
    try {
      SwarmMetadata template =
          SwarmMetadata.template(function(hash)).withChunkSize(settings.broadcast().chunkSize());
      List<InetSocketAddress> named = node.station.trackers(trackers);
      node.seed =
          node.station.add(FileSeed.start(node.station.host(), file, template, named, progress));
      return node;
    } catch (IOException | RuntimeException e) {
      node.close();
      throw e;
    }
  }

  private static HashFunction function(String name) {
    for (HashFunction each : HashFunction.values()) {
      if (each.name().equalsIgnoreCase(name)) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "there is no hash function " + name + ": name SHA1, SHA224, SHA256, SHA384 or SHA512");
  }

  /** Fetches a file by its address. */
  public static FileNode fetch(Settings settings, String uri, Path file) throws IOException {
    FileNode node = new FileNode(settings);
    try {
      node.fetch =
          node.station.add(
              FileFetch.start(
                  node.station.host(), ChunkUri.parse(uri), file, settings.peer().maxContent()));
      return node;
    } catch (IOException | RuntimeException e) {
      node.close();
      throw e;
    }
  }

  /** The name that an address suggests for its file; the swarm's ID where it suggests none. */
  public static String suggestedName(String uri) {
    ChunkUri parsed = ChunkUri.parse(uri);
    String name = parsed.name() == null ? "" : parsed.name().replaceAll("[/\\\\\\p{Cntrl}]", "_");
    boolean unfit = name.isBlank() || name.startsWith(".");
    return unfit ? parsed.metadata().id().toString() : name;
  }

  /** Address of the file that is seeded. */
  public String uri() {
    return seed.uri().toString();
  }

  /** The fetch under way. */
  public FileFetch fetching() {
    return fetch;
  }

  /** Where neighbours find this peer. */
  public int peerPort() {
    return station.host().address().getPort();
  }

  /** Bytes of datagrams with chunks sent, and neighbours now. */
  public long[] upload() {
    return station
        .host()
        .port()
        .submit(
            (engine, now) -> {
              var swarm = seed != null ? seed.swarm() : fetch.swarm();
              return new long[] {swarm.uploadedBytes(), swarm.neighbours().size()};
            })
        .join();
  }

  @Override
  public void close() {
    station.close();
  }
}
