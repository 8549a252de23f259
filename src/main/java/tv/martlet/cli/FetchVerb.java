package tv.martlet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tv.martlet.node.FileFetch;
import tv.martlet.node.FileNode;

/** {@code martlet fetch}: gets a file. */
@Command(
    name = "fetch",
    description = {
      "Fetches a file by its address, verified chunk by chunk, and passes it on meanwhile.",
      "It is called FILE.part until it is complete."
    })
final class FetchVerb implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SettingsOptions options;
  @Mixin private JsonOption format;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to put it; the name in the address where none is given.")
  private Path output;

  @Option(names = "--seed", description = "Serve it on until Ctrl-C once it is here.")
  private boolean seed;

  @Parameters(paramLabel = "URI", description = "The file's ppsp:// address.")
  private String uri;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path file = output != null ? output : Verbs.start(() -> Path.of(FileNode.suggestedName(uri)));
    if (Files.exists(file)) {
      throw VerbException.usage(file + " is there already: move it away or name another with -o");
    }
    try (StopSignal stop = StopSignal.listen();
        FileNode node = Verbs.start(() -> FileNode.fetch(options.load(), uri, file))) {
      if (!await(node, stop)) {
        // Said before the node is closed: then the signal ends the process.
        spec.commandLine()
            .getErr()
            .println(
                "martlet: stopped before the file was complete: what came is in "
                    + file
                    + ".part, and the next fetch begins anew");
        return ExitCode.SOFTWARE;
      }
      long bytes = node.fetching().done().join();
      spec.commandLine()
          .getOut()
          .println(
              format.json()
                  ? Json.line(Map.of("file", file.toString(), "bytes", bytes))
                  : file + "  " + bytes + " bytes");
      spec.commandLine().getOut().flush();
      while (seed && !stop.await(1_000)) {
        // served until told to stop
      }
    }
    return ExitCode.OK;
  }

  private boolean await(FileNode node, StopSignal stop) throws InterruptedException {
    ProgressLine line = new ProgressLine(spec.commandLine().getErr());
    long before = 0;
    while (!node.fetching().done().isDone()) {
      if (stop.await(100)) {
        return false;
      }
      FileFetch.Progress progress = node.fetching().progress();
      double rate = (progress.bytes() - before) * 10.0;
      before = progress.bytes();
      if (progress.total() < 0) {
        line.show("looking for the file at %d neighbours", progress.neighbours());
      } else {
        line.show(
            "%.1f of %.1f MiB; %.1f MiB/s; %.0f s left; %d neighbours",
            progress.bytes() / 1048576.0,
            progress.total() / 1048576.0,
            rate / 1048576,
            rate > 0 ? (progress.total() - progress.bytes()) / rate : 0,
            progress.neighbours());
      }
    }
    line.clear();
    return true;
  }
}
