package tv.martlet.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.tinylog.Logger;
import tv.martlet.chunk.ChunkAddressing;
import tv.martlet.chunk.ChunkUri;
import tv.martlet.chunk.SignatureAlgorithm;
import tv.martlet.chunk.SigningKey;
import tv.martlet.chunk.SwarmMetadata;
import tv.martlet.config.BroadcastSettings;
import tv.martlet.config.Settings;
import tv.martlet.media.InputUri;
import tv.martlet.media.SourceState;

/** The role of a broadcaster: one input, made into a live channel. */
public final class BroadcastNode implements AutoCloseable {
  /**
   * What the command line says beyond the settings.
   *
   * @param input where the MPEG-TS comes from; empty for that of the settings
   * @param name the channel's name; null for none
   * @param trackers HOST:PORT each; empty for those of the settings
   * @param record file that is kept of it; must not be there yet
   */
  public record Wish(
      String input,
      String name,
      List<String> trackers,
      Optional<Path> key,
      Optional<Path> record) {}

  /** How it is going. */
  public record Figures(
      String input, long bytes, int neighbours, long uploadedBytes, long nextChunk) {}

  private final Station station;
  private final Broadcast broadcast;
  private Optional<ServiceNotice> notice = Optional.empty();

  private BroadcastNode(Station station, Wish wish) throws IOException {
    this.station = station;
    Settings settings = station.settings();
    BroadcastSettings how = settings.broadcast();
    String named = wish.input().isEmpty() ? how.input() : wish.input();
    if (named.isEmpty()) {
      throw new IllegalArgumentException(
          "no input: name a file, udp://…, rtp://…, http://… or - on the command line or in"
              + " broadcast.input");
    }
    InputUri input = InputUri.parse(named);
    SigningKey key = key(wish.key().or(how::key), settings);
    SwarmMetadata metadata =
        SwarmMetadata.live(key.publicKey().id())
            .with(ChunkAddressing.ofCode(how.addressing().code()))
            .withChunkSize(how.chunkSize());
    ChunkUri uri =
        new ChunkUri(metadata, wish.name(), station.trackers(wish.trackers()), List.of());
    Path state =
        how.state()
            .orElse(settings.node().dataDir().resolve("broadcast-" + shortId(metadata) + ".next"));
    Broadcast.Plan plan =
        new Broadcast.Plan(input, key, how.munro(), state, settings.ring().bytes());
    this.broadcast =
        station.add(Broadcast.start(station.host(), uri, plan, wish.record(), BroadcastNode::tell));
  }

  private static String shortId(SwarmMetadata metadata) {
    return metadata.id().toString().substring(2, 18);
  }

  /** What ends the broadcast is told by who started it. */
  private static void tell(SourceState state) {
    if (state.phase() != SourceState.Phase.FAILED) {
      Logger.info(state.sentence());
    }
  }

  private static SigningKey key(Optional<Path> named, Settings settings) throws IOException {
    if (named.isPresent()) {
      return named(named.get());
    }
    Path file = settings.node().dataDir().resolve("channel.pem");
    if (Files.exists(file)) {
      return SigningKey.load(file);
    }
    SigningKey key = SigningKey.generate(SignatureAlgorithm.ECDSAP256SHA256, new SecureRandom());
    Files.createDirectories(file.toAbsolutePath().getParent());
    key.save(file);
    Logger.warn("a new signing key was made: {} — keep a copy, it is the channel's name", file);
    return key;
  }

  /** A name that is mistyped must not become another channel. */
  private static SigningKey named(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException(
          file + ": there is no such key: make one with martlet keygen, or name another");
    }
    return SigningKey.load(file);
  }

  /**
   * Starts.
   *
   * @throws IOException with a sentence that says what to change
   * @throws IllegalArgumentException likewise, for wrong words
   */
  public static BroadcastNode start(Settings settings, Wish wish) throws IOException {
    Station station = new Station(settings);
    try {
      return new BroadcastNode(station, wish);
    } catch (IOException | RuntimeException e) {
      station.close();
      throw e;
    }
  }

  /** The channel's address, to be given to viewers. */
  public String uri() {
    return broadcast.uri().toString();
  }

  /** True once a file has been played to its end, or the input failed for good. */
  public boolean isEnded() {
    return switch (broadcast.input().phase()) {
      case ENDED, FAILED -> true;
      default -> false;
    };
  }

  /** True if the input can never be read; {@link Figures#input} says why. */
  public boolean isFailed() {
    return broadcast.input().phase() == SourceState.Phase.FAILED;
  }

  /** Ends the making and completes the recording; neighbours are served on until closed. */
  public CompletableFuture<Optional<Recorded>> finish() {
    return broadcast.finish();
  }

  /**
   * Serves the recording of the finished broadcast as static content.
   *
   * @throws IOException with a sentence if the file is not the one recorded any longer
   */
  public FileSeed serveOn(Recorded recorded) throws IOException {
    ChunkUri live = broadcast.uri();
    FileSeed seed =
        station.add(
            FileSeed.start(
                station.host(),
                recorded.file(),
                Recorded.template(live.metadata()),
                live.trackers(),
                bytes -> {}));
    if (!recorded.uri().equals(Optional.of(seed.uri().toString()))) {
      throw new IOException(recorded.file() + " is not what was recorded: it was changed since");
    }
    return seed;
  }

  /** Where neighbours find this peer. */
  public int peerPort() {
    return station.host().address().getPort();
  }

  public Figures figures() {
    return station
        .host()
        .port()
        .submit(
            (engine, now) ->
                new Figures(
                    broadcast.input().sentence(),
                    broadcast.bytes(),
                    broadcast.swarm().neighbours().size(),
                    broadcast.swarm().uploadedBytes(),
                    broadcast.swarm().content().writer().nextChunk()))
        .join();
  }

  /** Tells the service manager, where this environment names one, that the channel is made. */
  public void tellService(Map<String, String> environment) {
    notice = ServiceNotice.start(environment, station);
  }

  @Override
  public void close() {
    notice.ifPresent(ServiceNotice::close);
    station.close();
  }
}
