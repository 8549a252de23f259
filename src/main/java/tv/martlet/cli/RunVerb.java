package tv.martlet.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tv.martlet.node.BoxNode;

/** {@code martlet run}: the node of the settings. */
@Command(
    name = "run",
    description = {
      "Runs the node of the settings: a TV box that plays channels.play, a relay that passes on"
          + " relay.channels, or both.",
      "martlet config example prints a settings file to begin with."
    })
final class RunVerb implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SettingsOptions options;
  @Mixin private JsonOption format;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (StopSignal stop = StopSignal.listen();
        BoxNode node = Verbs.start(() -> BoxNode.run(options.lenient()))) {
      node.tellService(Martlet.surroundings(spec).environment());
      node.onEnd(stop::ask);
      ChannelTable table = new ChannelTable(spec, format.json());
      table.announce(node);
      table.watch(node, stop);
    }
    return ExitCode.OK;
  }
}
