package tv.martlet.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tv.martlet.config.Surroundings;

/** The command {@code martlet}. Exit codes: 0 done, 1 failed, 2 wrong usage or configuration. */
@Command(
    name = "martlet",
    description = "Live television from neighbour to neighbour (RFC 7574, RFC 7846).",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    synopsisSubcommandLabel = "VERB",
    commandListHeading = "%nVerbs:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:failed", "2:wrong usage or configuration"},
    sortOptions = false,
    subcommands = {
      DemoVerb.class,
      RunVerb.class,
      PlayVerb.class,
      BroadcastVerb.class,
      TrackerVerb.class,
      SeedVerb.class,
      FetchVerb.class,
      KeygenVerb.class,
      InspectVerb.class,
      ConfigVerb.class,
      BenchVerb.class,
      FleetVerb.class,
      SimVerb.class,
      CompletionVerb.class,
      ManualVerb.class,
    })
public final class Martlet implements Runnable {
  private final Surroundings surroundings;
  @Spec private CommandSpec spec;

  private Martlet(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Runs one command line and ends the process with its exit code. */
  public static void main(String[] args) {
    Terminal terminal = Terminal.ofProcess();
    int code = run(Surroundings.ofProcess(), terminal, args);
    terminal.flush();
    System.exit(code);
  }

  /** Runs one command line and returns its exit code. */
  static int run(Surroundings surroundings, Terminal terminal, String... args) {
    CommandLine line = line(surroundings, terminal);
    int code = line.execute(args);
    terminal.flush();
    return code;
  }

  private static CommandLine line(Surroundings surroundings, Terminal terminal) {
    Complaints complaints = new Complaints();
    return new CommandLine(new Martlet(surroundings))
        .setOut(terminal.out())
        .setErr(terminal.err())
        .setColorScheme(Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF))
        .setParameterExceptionHandler(complaints)
        .setExecutionExceptionHandler(complaints)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** What the settings of the verb of this spec are read from. */
  static Surroundings surroundings(CommandSpec spec) {
    return ((Martlet) spec.root().userObject()).surroundings;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "no verb given");
  }
}
