package tv.martlet.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tv.martlet.node.BenchControl;
import tv.martlet.node.ImpairedPipe;
import tv.martlet.node.LossyBench;

/** {@code martlet bench lossy}: transfers over a bad link, and beside others. */
@Command(
    name = "lossy",
    description = {
      "Fetches a file over a link that delays and loses datagrams, with the congestion control of"
          + " live channels (deadline) and with LEDBAT.",
      "With --rivals it lets either of them share a bottleneck of 20 Mbit/s and a queue of 100 ms"
          + " with another flow instead and tells who gets how much."
    })
final class BenchLossyVerb implements Callable<Integer> {
  private static final List<BenchControl> OURS =
      List.of(BenchControl.DEADLINE, BenchControl.LEDBAT);
  private static final long PATIENCE_SECONDS = 600;
  private static final long SHARING_SECONDS = 10;
  private static final ImpairedPipe.Shape BOTTLENECK =
      new ImpairedPipe.Shape(10_000, 0, 2_500_000, 100_000);

  @Spec private CommandSpec spec;
  @Mixin private JsonOption format;

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      defaultValue = "16MiB",
      converter = BenchQuantity.Bytes.class,
      description = "Size of the file; ${DEFAULT-VALUE} where none is given.")
  private long size;

  @Option(
      names = "--delay",
      paramLabel = "MS",
      defaultValue = "20",
      description = "Milliseconds each way; ${DEFAULT-VALUE} where none are given.")
  private int delay;

  @Option(
      names = "--loss",
      paramLabel = "PERCENT",
      defaultValue = "1",
      description = "Lost at random each way; ${DEFAULT-VALUE} where none is given.")
  private double loss;

  @Option(names = "--rivals", description = "Share a bottleneck instead, 20 seconds a pair.")
  private boolean rivals;

  @Option(names = "--seed", defaultValue = "1", description = "Of what is lost; ${DEFAULT-VALUE}.")
  private long seed;

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    if (rivals) {
      share();
    } else {
      transfer();
    }
    return ExitCode.OK;
  }

  private void check() {
    if (size < 1 || size > 1L << 30) {
      throw VerbException.usage("--size must be 1 byte to 1 GiB");
    }
    if (delay < 0 || delay > 1000) {
      throw VerbException.usage("--delay must be 0 to 1000 milliseconds");
    }
    if (!(loss >= 0 && loss <= 50)) {
      throw VerbException.usage("--loss must be 0 to 50 percent");
    }
  }

  private void transfer() throws IOException, InterruptedException {
    ImpairedPipe.Shape shape = new ImpairedPipe.Shape(delay * 1000L, loss / 100, 0, 0);
    LossyBench bench = new LossyBench(shape, size, seed);
    Map<String, Object> table = new LinkedHashMap<>();
    for (BenchControl control : OURS) {
      double rate = bench.transfer(control, PATIENCE_SECONDS);
      table.put(control.label() + "_MBps", BenchTransferVerb.round(rate, 2));
    }
    print(table);
  }

  private void share() throws IOException, InterruptedException {
    LossyBench bench = new LossyBench(BOTTLENECK, 64 << 20, seed);
    Map<String, Object> table = new LinkedHashMap<>();
    for (BenchControl mine : OURS) {
      for (BenchControl other : BenchControl.values()) {
        List<Double> rates = bench.compete(List.of(mine, other), SHARING_SECONDS);
        String pair = mine.label() + "_beside_" + other.label();
        table.put(pair + "_MBps", rates.stream().map(r -> BenchTransferVerb.round(r, 2)).toList());
      }
    }
    print(table);
  }

  private void print(Map<String, Object> table) {
    PrintWriter out = spec.commandLine().getOut();
    if (format.json()) {
      out.println(Json.pretty(table));
    } else {
      table.forEach((name, value) -> out.printf(Locale.ROOT, "%-32s %s%n", name, value));
    }
  }
}
