package tv.martlet.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
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
import tv.martlet.node.ChannelFigures;
import tv.martlet.node.Demo;

/** {@code martlet demo}: the main job on one machine, with nothing else installed. */
@Command(
    name = "demo",
    description = {
      "Shows a whole neighbourhood on this machine: a tracker, an injector of a bundled clip,"
          + " relays and viewers, each with its own engine and real sockets on loopback.",
      "Open the printed address in a player such as mpv or VLC to watch."
    })
final class DemoVerb implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private JsonOption format;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "End after N seconds; until Ctrl-C where none is given.")
  private int seconds;

  @Option(
      names = "--relays",
      paramLabel = "R",
      defaultValue = "2",
      description = "Relays, 0 to 20; ${DEFAULT-VALUE} where none is given.")
  private int relays;

  @Option(
      names = "--viewers",
      paramLabel = "V",
      defaultValue = "6",
      description = "Viewers, 1 to 50; ${DEFAULT-VALUE} where none is given.")
  private int viewers;

  @Option(
      names = "--rate",
      paramLabel = "BITRATE",
      defaultValue = "2M",
      description = "Rate of the stream, such as 800k or 4M; ${DEFAULT-VALUE} where none is given.")
  private String rate;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "HTTP port of the stream on 127.0.0.1; a free one where none is given.")
  private int port;

  @Option(names = "--no-player", description = "Start no mpv even where there is one.")
  private boolean noPlayer;

  @Override
  public Integer call() throws IOException, InterruptedException {
    check("--relays", relays, 0, 20);
    check("--viewers", viewers, 1, 50);
    check("--seconds", seconds, 0, 86_400);
    Demo.Plan plan = new Demo.Plan(relays, viewers, rate, port);
    try (StopSignal stop = StopSignal.listen();
        Demo demo = Demo.start(plan)) {
      DemoScreen screen = DemoScreen.open(demo, spec, format.json());
      if (!noPlayer && !format.json()) {
        demo.show().ifPresent(spec.commandLine().getErr()::println);
      }
      long ends = seconds == 0 ? Long.MAX_VALUE : System.nanoTime() + seconds * 1_000_000_000L;
      while (System.nanoTime() < ends && !stop.await(1_000)) {
        screen.draw();
      }
      report(demo);
    }
    return ExitCode.OK;
  }

  private static void check(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw VerbException.usage(option + " takes " + least + " to " + most + ", not " + value);
    }
  }

  private void report(Demo demo) {
    List<Map<String, Object>> relayRows = new ArrayList<>();
    List<Map<String, Object>> viewerRows = new ArrayList<>();
    for (Demo.Row row : demo.rows()) {
      (row.name().startsWith("relay") ? relayRows : viewerRows).add(json(row));
    }
    double ratio = rounded(demo.uploadedRatio());
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("viewers", viewerRows);
    report.put("relays", relayRows);
    report.put("injector", Map.of("uploaded_ratio", ratio));
    PrintWriter out = spec.commandLine().getOut();
    if (format.json()) {
      out.println(Json.pretty(report));
    } else {
      out.printf(
          Locale.ROOT,
          "%nThe injector sent the stream %.2f times for %d watching peers.%n",
          ratio,
          demo.rows().size());
    }
  }

  private static Map<String, Object> json(Demo.Row row) {
    ChannelFigures figures = row.figures();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", row.name());
    map.put("startup_ms", figures.startupMs());
    map.put("lag_ms", figures.lagMs());
    map.put("continuity", rounded(figures.continuity()));
    map.put("bytes_from", figures.bytesFrom());
    return map;
  }

  private static double rounded(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }
}
