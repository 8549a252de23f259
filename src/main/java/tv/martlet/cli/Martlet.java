package tv.martlet.cli;

import java.util.List;
import java.util.Set;
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
    sortOptions = false)
public final class Martlet implements Runnable {
  /** In the order of the help; the class of a verb is named after it. */
  private static final List<Class<?>> VERBS =
      List.of(
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
          RehearseVerb.class);

  /** They speak of all verbs. */
  private static final Set<Class<?>> OF_ALL = Set.of(CompletionVerb.class, ManualVerb.class);

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
    CommandLine line = new CommandLine(new Martlet(surroundings));
    verbs(args).forEach(line::addSubcommand);
    prepare(line, terminal);
    int code = line.execute(args);
    terminal.flush();
    return code;
  }

  /**
   * The one that is called, since a box's start would wait for what is found out about the others.
   */
  private static List<Class<?>> verbs(String... args) {
    String called = args.length == 0 ? "" : args[0] + "Verb";
    return VERBS.stream()
        .filter(verb -> verb.getSimpleName().equalsIgnoreCase(called) && !OF_ALL.contains(verb))
        .findFirst()
        .<List<Class<?>>>map(List::of)
        .orElse(VERBS);
  }

  private static void prepare(CommandLine line, Terminal terminal) {
    Complaints complaints = new Complaints();
    line.setOut(terminal.out())
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
