package tv.martlet.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code martlet completion}: teaches the shell our words. */
@Command(
    name = "completion",
    description = {
      "Prints a completion script for bash and zsh.",
      "To use it: source <(martlet completion)"
    })
final class CompletionVerb implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    String script = AutoComplete.bash("martlet", spec.root().commandLine());
    spec.commandLine().getOut().println(script);
  }
}
