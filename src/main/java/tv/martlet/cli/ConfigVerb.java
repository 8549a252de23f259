package tv.martlet.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code martlet config}: the verbs about settings. */
@Command(
    name = "config",
    description = "Checks, shows and documents the settings.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {
      ConfigCheckVerb.class,
      ConfigShowVerb.class,
      ConfigSchemaVerb.class,
      ConfigExampleVerb.class,
    })
final class ConfigVerb implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "no verb given: expected check, show, schema or example");
  }
}
