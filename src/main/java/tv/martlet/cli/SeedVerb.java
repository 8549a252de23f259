package tv.martlet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tv.martlet.node.FileNode;

/** {@code martlet seed}: serves a file. */
@Command(
    name = "seed",
    description = "Hashes a file, prints its address and serves it until Ctrl-C.")
final class SeedVerb implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SettingsOptions options;
  @Mixin private JsonOption format;

  @Option(
      names = "--tracker",
      paramLabel = "HOST:PORT",
      description = "Tracker to register with; may be repeated; tracker.urls where none is given.")
  private List<String> trackers = new ArrayList<>();

  @Option(
      names = "--hash",
      paramLabel = "NAME",
      defaultValue = "SHA256",
      description = "SHA1, SHA224, SHA256, SHA384 or SHA512; ${DEFAULT-VALUE} where none is given.")
  private String hash;

  @Parameters(paramLabel = "FILE", description = "The file.")
  private Path file;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw VerbException.usage(file + " is no file that can be read: name another");
    }
    long size = Files.size(file);
    ProgressLine line = new ProgressLine(spec.commandLine().getErr());
    try (StopSignal stop = StopSignal.listen();
        FileNode node =
            Verbs.start(
                () ->
                    FileNode.seed(
                        options.load(),
                        file,
                        trackers,
                        hash,
                        done -> line.show("hashing: %d %%", done * 100 / Math.max(1, size))))) {
      line.clear();
      String text =
          format.json()
              ? Json.line(Map.of("uri", node.uri(), "peer_port", node.peerPort()))
              : node.uri();
      spec.commandLine().getOut().println(text);
      spec.commandLine().getOut().flush();
      while (!stop.await(1_000)) {
        long[] upload = node.upload();
        line.show("sent %.1f MiB; %d neighbours", upload[0] / 1048576.0, upload[1]);
      }
      line.clear();
    }
    return ExitCode.OK;
  }
}
