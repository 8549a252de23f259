package tv.martlet.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code martlet manual}: all verbs and options on one page. */
@Command(
    name = "manual",
    description = {
      "Prints the manual page: all verbs and options in the language of man(1).",
      "To read it: martlet manual | man -l -"
    })
final class ManualVerb implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().getOut().print(ManPage.of(spec.root()));
  }
}
