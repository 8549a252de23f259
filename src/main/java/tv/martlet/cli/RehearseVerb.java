package tv.martlet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tv.martlet.config.Settings;
import tv.martlet.config.Sources;
import tv.martlet.config.Surroundings;
import tv.martlet.node.BoxNode;
import tv.martlet.node.BroadcastNode;

/**
 * A relay of a broadcast on this machine alone, for as long as it takes to begin: the launcher has
 * Java take down the classes that this needs, so that the next start finds them made.
 */
@Command(name = "rehearse", hidden = true, description = "What a box does, for a moment.")
final class RehearseVerb implements Callable<Integer> {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final int ENOUGH_BYTES = 200_000;
  private static final String CHANNEL = "demo:?rate=2M";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path dir = Files.createTempDirectory("martlet-rehearsal");
    try (StopSignal stop = StopSignal.listen()) {
      return rehearse(dir, stop) ? ExitCode.OK : ExitCode.SOFTWARE;
    } finally {
      delete(dir);
    }
  }

  private boolean rehearse(Path dir, StopSignal stop) throws IOException, InterruptedException {
    BroadcastNode.Wish wish =
        new BroadcastNode.Wish(CHANNEL, "Rehearsal", List.of(), Optional.empty(), Optional.empty());
    try (BroadcastNode sender = BroadcastNode.start(settings(dir, "sender"), wish)) {
      String uri = sender.uri() + "&peer=127.0.0.1:" + sender.peerPort();
      // Nothing listens there: what it takes to seek a broker is wanted, too.
      String broker = "mqtt.broker=mqtt://127.0.0.1:9";
      try (BoxNode box = BoxNode.run(settings(dir, "box", "relay.channels=" + uri, broker))) {
        box.tellService(Map.of("NOTIFY_SOCKET", dir.resolve("nobody").toString()));
        new ChannelTable(spec, false).announce(box);
        return isReceived(sender, stop);
      }
    }
  }

  private static boolean isReceived(BroadcastNode sender, StopSignal stop)
      throws InterruptedException {
    for (int waited = 0; waited < PATIENCE_MILLIS && !stop.await(100); waited += 100) {
      if (sender.figures().uploadedBytes() >= ENOUGH_BYTES) {
        return true;
      }
    }
    return false;
  }

  /** Free ports, a folder of its own, and nothing of this machine's settings. */
  private static Settings settings(Path dir, String name, String... more) {
    Path own = dir.resolve(name);
    Surroundings at = new Surroundings(own, Map.of(), "", own);
    List<String> here =
        List.of("peer.listen=127.0.0.1:0", "http.listen=127.0.0.1:0", "node.data_dir=" + own);
    return Settings.lenient(
        new Sources(at, Optional.empty(), Stream.concat(here.stream(), Stream.of(more)).toList()));
  }

  private static void delete(Path dir) throws IOException {
    try (Stream<Path> all = Files.walk(dir)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
