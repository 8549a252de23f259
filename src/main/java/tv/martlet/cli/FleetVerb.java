package tv.martlet.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code martlet fleet}: the verbs of who watches and steers many boxes. */
@Command(
    name = "fleet",
    description = "Watches and steers many boxes through their MQTT broker.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {
      FleetLsVerb.class,
      FleetWatchVerb.class,
      FleetSetVerb.class,
      FleetRequestVerb.class,
    })
final class FleetVerb implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "no verb given: expected ls, watch, set or request");
  }
}
