package tv.martlet.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tv.martlet.sim.Arm;
import tv.martlet.sim.Arms;
import tv.martlet.sim.BadScenarioException;
import tv.martlet.sim.CdfPlot;
import tv.martlet.sim.Comparison;
import tv.martlet.sim.CsvReport;
import tv.martlet.sim.Experiment;
import tv.martlet.sim.JsonReport;
import tv.martlet.sim.MarkdownTable;
import tv.martlet.sim.Nearest;
import tv.martlet.sim.ReadmeTable;
import tv.martlet.sim.RunResult;
import tv.martlet.sim.Scenario;
import tv.martlet.sim.ScenarioFile;

/** {@code martlet sim}: whole swarms of the real engine on a simulated network, side by side. */
@Command(
    name = "sim",
    description = {
      "Runs a scenario with several policies of peer selection on a simulated network, each with the"
          + " same seeds, and compares what viewers got.",
      "The peers are the real ones, only the network and the clock are not: the same seed gives the"
          + " same result. --list says what scenarios and policies there are."
    })
final class SimVerb implements Callable<Integer> {
  private static final int MOST_SEEDS = 1000;
  private static final int MOST_PEERS = 20_000;
  private static final int MOST_THREADS = 256;
  private static final int MOST_SECONDS = 86_400;

  /** Of the intervals' draws: the same results give the same report. */
  private static final long INTERVAL_SEED = 1;

  @Spec private CommandSpec spec;
  @Mixin private JsonOption format;

  @Option(names = "--list", description = "List the scenarios and policies.")
  private boolean list;

  @Option(
      names = "--scenario",
      paramLabel = "NAME|FILE.toml",
      description = "One that comes with Martlet, or a file.")
  private String scenario;

  @Option(
      names = "--policy",
      paramLabel = "P",
      split = ",",
      description = "Policies to compare, separated by commas.")
  private List<String> policies = List.of();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Runs of each policy, with seeds 1 to N; ${DEFAULT-VALUE} where none are given.")
  private int seeds;

  @Option(names = "--peers", paramLabel = "N", description = "Viewers, instead of the scenario's.")
  private Integer peers;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Simulated seconds, instead of the scenario's.")
  private Integer seconds;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Runs at a time; as many as there are processors where none are given.")
  private int threads = Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS);

  @Option(
      names = "--csv",
      paramLabel = "DIR",
      description = "Write summary.csv and samples.csv into this folder as well.")
  private Path csv;

  @Option(
      names = "--svg",
      paramLabel = "DIR",
      description = "Write plots of the distributions into this folder as well.")
  private Path svg;

  @Option(
      names = "--readme",
      paramLabel = "FILE",
      description = "Put the table between <!-- sim:NAME --> and <!-- /sim:NAME --> there as well.")
  private Path readme;

  @Option(names = "--markdown", description = "Print the table in Markdown.")
  private boolean markdown;

  @Override
  public Integer call() throws IOException {
    if (list) {
      new SimCatalogue().print(spec.commandLine().getOut(), format.json());
      return ExitCode.OK;
    }
    check();
    Scenario wanted = sized(wanted());
    List<Arm> arms = arms();
    Comparison comparison = new Comparison(wanted, run(wanted, arms), new Random(INTERVAL_SEED));
    print(comparison);
    write(comparison);
    return ExitCode.OK;
  }

  private void check() {
    if (scenario == null || policies.isEmpty()) {
      String missing = scenario == null ? "--scenario" : "--policy";
      throw VerbException.usage(missing + " is missing; martlet sim --list shows what there is");
    }
    within("--seeds", seeds, MOST_SEEDS);
    within("--threads", threads, MOST_THREADS);
    within("--peers", peers == null ? 1 : peers, MOST_PEERS);
    within("--seconds", seconds == null ? 1 : seconds, MOST_SECONDS);
    if (markdown && format.json()) {
      throw VerbException.usage("--json and --markdown cannot be printed at once; leave one out");
    }
  }

  private static void within(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw VerbException.usage(option + " must be 1 to " + most);
    }
  }

  private Scenario wanted() {
    try {
      return scenario.endsWith(".toml")
          ? ScenarioFile.read(Path.of(scenario))
          : ScenarioFile.named(scenario);
    } catch (BadScenarioException e) {
      throw VerbException.usage(e.getMessage());
    }
  }

  private Scenario sized(Scenario from) {
    int viewers = peers == null ? from.peers() : peers;
    double length = seconds == null ? from.seconds() : seconds;
    Scenario.Arrivals given = from.arrivals();
    Scenario.Arrivals arrivals =
        new Scenario.Arrivals(Math.min(given.initial(), viewers), given.from(), given.over());
    double last = arrivals.initial() < viewers ? arrivals.from() + arrivals.over() : 0;
    if (last > length) {
      throw VerbException.usage(
          String.format(
              Locale.ROOT, "--seconds must be %.0f or more: so long viewers come in", last));
    }
    return new Scenario(
        from.name(),
        from.title(),
        viewers,
        length,
        from.stream(),
        from.uplinks(),
        from.network(),
        arrivals,
        from.sessions(),
        from.crowd());
  }

  private List<Arm> arms() {
    List<String> known = Arms.all().stream().map(Arm::name).toList();
    List<Arm> arms = new ArrayList<>();
    for (String name : new LinkedHashSet<>(policies)) {
      arms.add(
          Arms.named(name)
              .orElseThrow(
                  () ->
                      VerbException.usage(
                          "there is no policy "
                              + name
                              + Nearest.question(name, known)
                              + "\nthere are: "
                              + String.join(", ", known))));
    }
    return arms;
  }

  private List<RunResult> run(Scenario wanted, List<Arm> arms) {
    SimProgress progress =
        new SimProgress(new ProgressLine(spec.commandLine().getErr()), arms.size() * seeds);
    try {
      return new Experiment(wanted, arms, seeds, threads, System::nanoTime).run(progress::add);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw VerbException.failed("stopped before all runs were done; there is no result");
    } finally {
      progress.end();
    }
  }

  private void print(Comparison comparison) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (format.json()) {
      JsonReport.write(comparison, out);
      out.println();
    } else if (markdown) {
      out.print(new MarkdownTable(comparison).markdown());
    } else {
      table(out, comparison);
    }
    out.flush();
  }

  private static void table(PrintWriter out, Comparison comparison) {
    Scenario ran = comparison.scenario();
    out.println(ran.name() + ": " + ran.title());
    out.printf(
        Locale.ROOT,
        "%d peers, %.0f s, seeds 1 to %d; in brackets 95 %% intervals%n%n",
        ran.peers(),
        ran.seconds(),
        comparison.seeds().size());
    out.println(new MarkdownTable(comparison).plain());
    out.printf(
        Locale.ROOT,
        "%.0f s simulated in %.1f s of one core: %.1f times as fast as the clock%n",
        comparison.simulatedSeconds(),
        comparison.wallSeconds(),
        comparison.simulatedSeconds() / comparison.wallSeconds());
  }

  private void write(Comparison comparison) throws IOException {
    List<Path> written = new ArrayList<>();
    if (csv != null) {
      written.addAll(new CsvReport(comparison).write(csv));
    }
    if (svg != null) {
      written.addAll(new CdfPlot(comparison).write(svg));
    }
    if (readme != null) {
      fill(comparison);
      written.add(readme);
    }
    written.forEach(file -> spec.commandLine().getErr().println("wrote " + file));
  }

  private void fill(Comparison comparison) throws IOException {
    ReadmeTable table = new ReadmeTable(comparison.scenario().name());
    String content = new MarkdownTable(comparison).markdown();
    try {
      Files.writeString(readme, table.fill(Files.readString(readme), content));
    } catch (IllegalArgumentException e) {
      throw VerbException.failed(readme + ": " + e.getMessage());
    }
  }
}
