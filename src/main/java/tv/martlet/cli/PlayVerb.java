package tv.martlet.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tv.martlet.node.ChannelNode;

/** {@code martlet play}: watches one channel. */
@Command(
    name = "play",
    description = {
      "Watches one channel and passes it on: in mpv where there is one, and at the printed address"
          + " for any other player.",
      "player.backend=none shows nothing, http.listen says where the stream is served."
    })
final class PlayVerb implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SettingsOptions options;
  @Mixin private JsonOption format;

  @Option(names = "--player", paramLabel = "NAME", description = "mpv, none or auto (the default).")
  private String player;

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description =
          "Keep what is received in FILE. Who was there from the first chunk on is told its address"
              + " as a file at the end.")
  private Path record;

  @Parameters(paramLabel = "URI", description = "The channel's ppsp:// address.")
  private String uri;

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.prefer("player.backend=" + (player == null ? "auto" : player));
    try (StopSignal stop = StopSignal.listen();
        ChannelNode node = Verbs.start(this::start)) {
      ChannelTable table = new ChannelTable(spec, format.json());
      table.announce(node);
      table.watch(node, stop);
      Recordings.await(node.finishRecording())
          .ifPresent(recorded -> Recordings.print(spec, format.json(), recorded));
    }
    return ExitCode.OK;
  }

  private ChannelNode start() throws IOException {
    return record == null
        ? ChannelNode.play(options.load(), uri)
        : ChannelNode.play(options.load(), uri, record);
  }
}
