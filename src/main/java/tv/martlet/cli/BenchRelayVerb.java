package tv.martlet.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tv.martlet.node.RelayBench;
import tv.martlet.node.RelayBench.Figures;

/** {@code martlet bench relay}: relays a live stream to many neighbours. */
@Command(
    name = "relay",
    description = {
      "Relays a signed live stream from an injector to many viewers over loopback and measures the"
          + " relay, which has a process of its own.",
      "The continuity is that of the worst viewer; the figures begin five seconds after the last"
          + " viewer has tuned in, the continuity since the tune-in is told as well. The heap is"
          + " measured after a collection, at the start and five times more."
    })
final class BenchRelayVerb implements Callable<Integer> {
  private static final int SETTLING_SECONDS = 5;

  @Spec private CommandSpec spec;
  @Mixin private JsonOption format;

  @Option(
      names = "--rate",
      paramLabel = "BIT/S",
      defaultValue = "8M",
      converter = BenchQuantity.BitRate.class,
      description = "Rate of the stream; ${DEFAULT-VALUE} where none is given.")
  private long rate;

  @Option(
      names = "--neighbours",
      paramLabel = "N",
      defaultValue = "32",
      description = "Viewers that the relay serves; ${DEFAULT-VALUE} where none is given.")
  private int neighbours;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "20",
      description = "How long to measure; ${DEFAULT-VALUE} where none is given.")
  private int seconds;

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    ProgressLine line = new ProgressLine(spec.commandLine().getErr());
    RelayBench bench =
        new RelayBench(
            BenchVerb.self(),
            new RelayBench.Task(rate, neighbours, SETTLING_SECONDS, seconds),
            passed -> line.show("relaying: %d of %d seconds", passed, seconds));
    Figures figures = bench.run();
    line.clear();
    print(figures);
    return ExitCode.OK;
  }

  private void check() {
    if (rate < 10_000 || rate > 1_000_000_000) {
      throw VerbException.usage("--rate must be 10k to 1G bits a second");
    }
    if (neighbours < 1 || neighbours > 48) {
      throw VerbException.usage("--neighbours must be 1 to 48");
    }
    if (seconds < 1 || seconds > 86_400) {
      throw VerbException.usage("--seconds must be 1 to 86400");
    }
  }

  private void print(Figures figures) {
    PrintWriter out = spec.commandLine().getOut();
    if (format.json()) {
      out.println(Json.pretty(table(figures)));
      return;
    }
    out.printf(Locale.ROOT, "relay       %6.3f CPU cores%n", figures.cpuCores());
    out.printf(Locale.ROOT, "resident    %6.1f MiB at the most%n", figures.peakRssMiB());
    out.printf(
        Locale.ROOT,
        "continuity  %6.4f (%.4f since the tune-in)%n",
        figures.continuity(),
        figures.sinceTuneIn());
    out.printf(Locale.ROOT, "datagrams   %6.1f a system call%n", figures.datagramsPerCall());
    out.println(
        "heap        "
            + figures.heapMiB().stream()
                .map(each -> String.format(Locale.ROOT, "%.2f", each))
                .collect(Collectors.joining(" "))
            + " MiB after collections");
  }

  private static Map<String, Object> table(Figures figures) {
    Map<String, Object> table = new LinkedHashMap<>();
    table.put("cpu_cores", BenchTransferVerb.round(figures.cpuCores(), 3));
    table.put("peak_rss_MiB", BenchTransferVerb.round(figures.peakRssMiB(), 1));
    table.put("continuity", BenchTransferVerb.round(figures.continuity(), 5));
    table.put("continuity_since_tune_in", BenchTransferVerb.round(figures.sinceTuneIn(), 5));
    table.put("datagrams_per_syscall", BenchTransferVerb.round(figures.datagramsPerCall(), 2));
    table.put(
        "heap_after_gc_MiB",
        figures.heapMiB().stream().map(each -> BenchTransferVerb.round(each, 2)).toList());
    return table;
  }
}
