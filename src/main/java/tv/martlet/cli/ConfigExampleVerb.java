package tv.martlet.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tv.martlet.config.Manual;

/** {@code martlet config example}: a settings file that changes nothing and explains all. */
@Command(
    name = "example",
    description = "Prints a martlet.toml with every key, its meaning and its default.")
final class ConfigExampleVerb implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().getOut().print(Manual.example());
  }
}
