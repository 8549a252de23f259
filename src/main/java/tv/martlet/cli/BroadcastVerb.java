package tv.martlet.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tv.martlet.node.BroadcastNode;
import tv.martlet.node.Recorded;

/** {@code martlet broadcast}: makes a live channel of an input. */
@Command(
    name = "broadcast",
    description = {
      "Makes a live channel of an MPEG-TS input and prints its address.",
      "INPUT is a file (FILE?loop plays it for ever), - for standard input, udp://[ADDRESS]:PORT,"
          + " rtp://…, http(s)://… or demo: for the bundled clip; broadcast.input where none is given.",
      "Example: ffmpeg -re -i film.mkv -c copy -f mpegts - | martlet broadcast -"
    })
final class BroadcastVerb implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SettingsOptions options;
  @Mixin private JsonOption format;

  @Option(names = "--name", paramLabel = "NAME", description = "Name of the channel for people.")
  private String name;

  @Option(
      names = "--tracker",
      paramLabel = "HOST:PORT",
      description = "Tracker to register with; may be repeated; tracker.urls where none is given.")
  private List<String> trackers = new ArrayList<>();

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "Signing key; made in the data folder at the first start where none is given.")
  private Path key;

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description =
          "Keep what is broadcast in FILE; when the input has ended, its address as a file is"
              + " printed.")
  private Path record;

  @Option(names = "--seed", description = "When the input has ended, serve the recording on.")
  private boolean seed;

  @Option(names = "--loop", description = "Play a file for ever.")
  private boolean loop;

  @Parameters(arity = "0..1", paramLabel = "INPUT", defaultValue = "", description = "See above.")
  private String input;

  @Override
  public Integer call() throws IOException, InterruptedException {
    String from = loop && !input.contains("?") ? input + "?loop" : input;
    BroadcastNode.Wish wish =
        new BroadcastNode.Wish(
            from, name, trackers, Optional.ofNullable(key), Optional.ofNullable(record));
    if (seed && record == null) {
      throw VerbException.usage("--seed serves a recording: add --record FILE");
    }
    try (StopSignal stop = StopSignal.listen();
        BroadcastNode node = Verbs.start(() -> BroadcastNode.start(options.load(), wish))) {
      node.tellService(Martlet.surroundings(spec).environment());
      announce(node);
      ProgressLine line = new ProgressLine(spec.commandLine().getErr());
      long before = 0;
      while (!stop.await(1_000) && !node.isEnded()) {
        BroadcastNode.Figures figures = node.figures();
        line.show(
            "%s; %.2f Mbit/s; %d neighbours; sent %.1f MiB",
            figures.input(),
            (figures.bytes() - before) * 8e-6,
            figures.neighbours(),
            figures.uploadedBytes() / 1048576.0);
        before = figures.bytes();
      }
      line.clear();
      if (node.isFailed()) {
        throw VerbException.failed(node.figures().input());
      }
      if (node.isEnded() && node.figures().bytes() == 0) {
        throw VerbException.failed(
            "the input ended before anything came: see what the encoder says");
      }
      Optional<Recorded> recorded = Recordings.await(node.finish());
      if (recorded.isPresent()) {
        Recordings.print(spec, format.json(), recorded.get());
        serveOn(node, recorded.get(), stop);
      }
    }
    return ExitCode.OK;
  }

  private void serveOn(BroadcastNode node, Recorded recorded, StopSignal stop)
      throws IOException, InterruptedException {
    if (!seed || recorded.uri().isEmpty() || stop.await(0)) {
      return;
    }
    node.serveOn(recorded);
    while (!stop.await(1_000)) {
      // served until told to stop
    }
  }

  private void announce(BroadcastNode node) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("uri", node.uri());
    String text = format.json() ? Json.line(said) : node.uri();
    spec.commandLine().getOut().println(text);
    spec.commandLine().getOut().flush();
  }
}
