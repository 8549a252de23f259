package tv.martlet.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tv.martlet.node.LatencyBench;
import tv.martlet.node.LatencyBench.Figures;

/** {@code martlet bench latency}: how far behind a viewer is. */
@Command(
    name = "latency",
    description = {
      "Sends stamped packets at 2 Mbit/s into an injector and reads them at a viewer's HTTP address,"
          + " with one relay between, over loopback in one process.",
      "A stall is half a second without a byte. What was on its way before the viewer's first byte"
          + " is not counted."
    })
final class BenchLatencyVerb implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SettingsOptions options;
  @Mixin private JsonOption format;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "20",
      description = "How long to measure; ${DEFAULT-VALUE} where none is given.")
  private int seconds;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (seconds < 1 || seconds > 86_400) {
      throw VerbException.usage("--seconds must be 1 to 86400");
    }
    options.prefer("peer.listen=127.0.0.1:0");
    options.prefer("peer.pex=false");
    options.prefer("http.listen=127.0.0.1:0");
    ProgressLine line = new ProgressLine(spec.commandLine().getErr());
    try (LatencyBench bench = new LatencyBench(options.load())) {
      Figures figures =
          bench.run(seconds, passed -> line.show("measuring: %d of %d seconds", passed, seconds));
      line.clear();
      print(figures);
    }
    return ExitCode.OK;
  }

  private void print(Figures figures) {
    Map<String, Object> table = new LinkedHashMap<>();
    table.put("p50_ms", BenchTransferVerb.round(figures.p50(), 1));
    table.put("p95_ms", BenchTransferVerb.round(figures.p95(), 1));
    table.put("p99_ms", BenchTransferVerb.round(figures.p99(), 1));
    table.put("max_ms", BenchTransferVerb.round(figures.max(), 1));
    table.put("stalls", figures.stalls());
    table.put("lost", figures.lost() + figures.disordered());
    table.put("seconds", seconds);
    if (format.json()) {
      spec.commandLine().getOut().println(Json.pretty(table));
    } else {
      table.forEach(
          (name, value) ->
              spec.commandLine().getOut().printf(Locale.ROOT, "%-8s %s%n", name, value));
    }
  }
}
