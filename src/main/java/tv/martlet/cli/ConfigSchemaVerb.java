package tv.martlet.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tv.martlet.config.Manual;

/** {@code martlet config schema}: for editors that check a file while it is written. */
@Command(name = "schema", description = "Prints the JSON schema of a settings file.")
final class ConfigSchemaVerb implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().getOut().println(Json.pretty(Manual.jsonSchema()));
  }
}
