package tv.martlet.cli;

import java.io.IOException;
import java.io.PrintWriter;
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
import tv.martlet.node.TransferBench;
import tv.martlet.node.TransferBench.Figures;
import tv.martlet.node.TransferBench.Side;

/** {@code martlet bench transfer}: seeds a file and fetches it over loopback. */
@Command(
    name = "transfer",
    description = {
      "Seeds a random file in one process and fetches it in another over loopback, verified by"
          + " SHA-256.",
      "The rate counts content from joining the swarm to the last verified chunk, once the"
          + " program has warmed up; the cold rate is that of the first fetch after its start."
          + " The limit is what bare datagrams of the same size carry between the same two"
          + " processes by the same system calls."
    })
final class BenchTransferVerb implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private JsonOption format;

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      defaultValue = "256MiB",
      converter = BenchQuantity.Bytes.class,
      description = "Size of the file; ${DEFAULT-VALUE} where none is given.")
  private long size;

  @Option(
      names = "--chunk-size",
      paramLabel = "BYTES",
      defaultValue = "1024",
      description = "Bytes a chunk; ${DEFAULT-VALUE} where none is given.")
  private int chunkSize;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "8",
      description = "How often it is fetched, the first being the cold one; ${DEFAULT-VALUE}.")
  private int rounds;

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    ProgressLine line = new ProgressLine(spec.commandLine().getErr());
    TransferBench bench =
        new TransferBench(
            BenchVerb.self(),
            new TransferBench.Task(size, chunkSize, rounds),
            progress ->
                line.show(
                    "fetch %d of %d: %3d %%",
                    progress.round() + 1, rounds, progress.bytes() * 100 / size));
    Figures figures = bench.run();
    line.clear();
    print(figures);
    return ExitCode.OK;
  }

  private void check() {
    if (size < 1 || size > 1L << 36) {
      throw VerbException.usage("--size must be 1 byte to 64 GiB");
    }
    if (chunkSize < 512 || chunkSize > 8192) {
      throw VerbException.usage("--chunk-size must be 512 to 8192 bytes");
    }
    if (rounds < 2 || rounds > 100) {
      throw VerbException.usage("--rounds must be 2 to 100");
    }
  }

  private void print(Figures figures) {
    PrintWriter out = spec.commandLine().getOut();
    if (format.json()) {
      out.println(Json.pretty(table(figures)));
      return;
    }
    out.printf(
        Locale.ROOT, "transfer  %8.1f MB/s (cold %.1f MB/s)%n", figures.rate(), figures.coldRate());
    out.printf(
        Locale.ROOT,
        "limit     %8.1f MB/s of bare datagrams; ratio %.2f%n",
        figures.limit(),
        figures.ratio());
    print("seeder", figures.seeder());
    print("leecher", figures.leecher());
  }

  private void print(String name, Side side) {
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%-9s %8.2f CPU s/GiB, at most %.0f MiB resident, of which %.0f MiB are no file's%n",
            name,
            side.cpuSecondsPerGiB(),
            side.peakRssMiB(),
            side.ownRssMiB());
  }

  private static Map<String, Object> table(Figures figures) {
    Map<String, Object> table = new LinkedHashMap<>();
    table.put("MBps", round(figures.rate(), 1));
    table.put("limit_MBps", round(figures.limit(), 1));
    table.put("ratio_to_limit", round(figures.ratio(), 3));
    table.put("cold_MBps", round(figures.coldRate(), 1));
    table.put("seeder", table(figures.seeder()));
    table.put("leecher", table(figures.leecher()));
    return table;
  }

  private static Map<String, Object> table(Side side) {
    Map<String, Object> table = new LinkedHashMap<>();
    table.put("cpu_s_per_GiB", round(side.cpuSecondsPerGiB(), 2));
    table.put("peak_rss_MiB", round(side.peakRssMiB(), 1));
    table.put("own_rss_MiB", round(side.ownRssMiB(), 1));
    return table;
  }

  /** A figure with so many decimals. */
  static double round(double value, int decimals) {
    double scale = Math.pow(10, decimals);
    return Math.round(value * scale) / scale;
  }
}
