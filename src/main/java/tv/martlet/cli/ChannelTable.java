package tv.martlet.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import picocli.CommandLine.Model.CommandSpec;
import tv.martlet.node.ChannelFigures;
import tv.martlet.node.Watched;

/** What {@code play} and {@code run} say of their channels. */
final class ChannelTable {
  private final CommandSpec spec;
  private final boolean json;

  ChannelTable(CommandSpec spec, boolean json) {
    this.spec = spec;
    this.json = json;
  }

  /** Where the channels can be watched. */
  void announce(Watched node) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> said = new LinkedHashMap<>();
      said.put("streams", node.streams());
      said.put("peer_port", node.peerPort());
      out.println(Json.line(said));
    } else {
      node.streams().forEach((id, url) -> out.println(id + "  " + url));
    }
    out.flush();
  }

  /** Until told to stop: how it is going. */
  void watch(Watched node, StopSignal stop) throws InterruptedException {
    ProgressLine line = new ProgressLine(spec.commandLine().getErr());
    while (!stop.await(1_000)) {
      line.show("%s", sentence(node.figures()));
    }
    line.clear();
  }

  private static String sentence(Map<String, ChannelFigures> all) {
    StringJoiner text = new StringJoiner("; ");
    all.forEach((id, figures) -> text.add(id + ": " + sentence(figures)));
    return text.toString();
  }

  private static String sentence(ChannelFigures figures) {
    if (figures.startupMs() < 0) {
      return figures.neighbours() == 0
          ? "looking for neighbours"
          : "waiting for a picture from " + figures.neighbours() + " neighbours";
    }
    return String.format(
        Locale.ROOT,
        "started in %d ms, %.1f s behind, %.3f%% in time, %d neighbours",
        figures.startupMs(),
        figures.lagMs() / 1000.0,
        figures.continuity() * 100,
        figures.neighbours());
  }
}
