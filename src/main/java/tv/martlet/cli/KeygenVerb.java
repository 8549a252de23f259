package tv.martlet.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tv.martlet.chunk.ChunkAddressing;
import tv.martlet.chunk.ChunkUri;
import tv.martlet.chunk.SignatureAlgorithm;
import tv.martlet.chunk.SigningKey;
import tv.martlet.chunk.SwarmId;
import tv.martlet.chunk.SwarmMetadata;
import tv.martlet.config.BroadcastSettings;
import tv.martlet.config.Settings;

/**
 * {@code martlet keygen}: makes the signing key of a channel, whose public half is its swarm ID.
 */
@Command(
    name = "keygen",
    description = "Makes the signing key of a channel and prints the channel's address.")
final class KeygenVerb implements Callable<Integer> {
  private static final String HERE = "localhost:" + ChunkUri.DEFAULT_TRACKER_PORT;

  @Spec private CommandSpec spec;
  @Mixin private SettingsOptions options;
  @Mixin private JsonOption format;

  @Option(
      names = "--algorithm",
      paramLabel = "NAME",
      defaultValue = "ECDSAP256SHA256",
      description = "One of ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} where none is given.")
  private SignatureAlgorithm algorithm;

  @Option(
      names = "--tracker",
      paramLabel = "HOST:PORT",
      description = "The tracker to name in the address; the first of tracker.urls otherwise.")
  private String tracker;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = "channel.pem",
      description = "Where the key is written; ${DEFAULT-VALUE} where none is given.")
  private Path file;

  @Override
  public Integer call() throws IOException {
    Settings settings = options.load();
    String named = tracker != null ? tracker : firstTracker(settings);
    // Before the file is written: a bad tracker must leave nothing behind.
    ChunkUri pattern = pattern(named);
    SigningKey key = SigningKey.generate(algorithm, new SecureRandom());
    key.save(file);
    SwarmId id = key.publicKey().id();
    ChunkUri uri =
        new ChunkUri(metadata(id, settings.broadcast()), null, pattern.trackers(), List.of());
    print(id, uri);
    if (named.equals(HERE)) {
      spec.commandLine()
          .getErr()
          .println("martlet: --tracker HOST:PORT makes an address that other machines can use");
    }
    return ExitCode.OK;
  }

  private static ChunkUri pattern(String tracker) {
    try {
      return ChunkUri.parse("ppsp://" + tracker + "/" + "00".repeat(32));
    } catch (IllegalArgumentException e) {
      throw VerbException.usage("--tracker " + tracker + ": " + e.getMessage());
    }
  }

  private static String firstTracker(Settings settings) {
    return settings.tracker().urls().stream()
        .findFirst()
        .map(url -> URI.create(url).getAuthority())
        .orElse(HERE);
  }

  /** What a broadcast with these settings will be, so that the address fits it. */
  private static SwarmMetadata metadata(SwarmId id, BroadcastSettings broadcast) {
    SwarmMetadata live = SwarmMetadata.live(id);
    return new SwarmMetadata(
        id,
        live.integrity(),
        live.hash(),
        live.signature(),
        ChunkAddressing.ofCode(broadcast.addressing().code()),
        broadcast.chunkSize(),
        -1,
        false);
  }

  private void print(SwarmId id, ChunkUri uri) {
    PrintWriter out = spec.commandLine().getOut();
    if (format.json()) {
      Map<String, String> table = new LinkedHashMap<>();
      table.put("file", file.toString());
      table.put("algorithm", algorithm.name());
      table.put("swarm", id.toString());
      table.put("uri", uri.toString());
      out.println(Json.pretty(table));
    } else {
      out.println("key      " + file + " (keep it secret, keep a copy)");
      out.println("swarm    " + id);
      out.println("address  " + uri);
    }
  }
}
