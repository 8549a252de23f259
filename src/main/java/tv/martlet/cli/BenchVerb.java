package tv.martlet.cli;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tv.martlet.node.BenchCommand;

/** {@code martlet bench}: measures this machine. */
@Command(
    name = "bench",
    description = "Measures how fast this machine transfers and relays, and what that costs.",
    subcommands = {
      BenchTransferVerb.class,
      BenchRelayVerb.class,
      BenchLossyVerb.class,
      BenchLatencyVerb.class,
      BenchChildVerb.class,
    })
final class BenchVerb implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no measurement given");
  }

  /** This program as it was started, to be started again for one part of a measurement. */
  static BenchCommand self() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> flags =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(BenchVerb::isForChildren)
            .toList();
    List<String> main =
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Martlet.class.getName(),
            "bench",
            BenchChildVerb.NAME);
    return new BenchCommand(java, flags, main);
  }

  /** Neither debuggers nor recordings are for children, nor a compiler for short runs. */
  private static boolean isForChildren(String flag) {
    return !flag.startsWith("-agentlib")
        && !flag.startsWith("-javaagent")
        && !flag.startsWith("-XX:TieredStopAtLevel")
        && !flag.startsWith("-XX:StartFlightRecording");
  }
}
