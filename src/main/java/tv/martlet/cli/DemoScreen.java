package tv.martlet.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import picocli.CommandLine.Model.CommandSpec;
import tv.martlet.node.ChannelFigures;
import tv.martlet.node.Demo;

/**
 * The live table of {@code martlet demo}: redrawn in place on a terminal, a line a while elsewhere.
 */
final class DemoScreen {
  private static final int QUIET_TICKS = 5;

  private final Demo demo;
  private final PrintWriter out;
  private final boolean silent;
  private final boolean terminal;
  private int drawn;
  private int ticks;

  private DemoScreen(Demo demo, PrintWriter out, boolean silent) {
    this.demo = demo;
    this.out = out;
    this.silent = silent;
    this.terminal = Terminal.isTerminal(1);
  }

  static DemoScreen open(Demo demo, CommandSpec spec, boolean silent) {
    DemoScreen screen = new DemoScreen(demo, spec.commandLine().getOut(), silent);
    if (!silent) {
      screen.out.println("Watch:  mpv " + demo.streamUrl());
      screen.out.println("Page:   " + demo.streamUrl().replaceFirst("/channel/.*", "/"));
      screen.out.println();
      screen.out.flush();
    }
    return screen;
  }

  void draw() {
    ticks++;
    if (silent || (!terminal && ticks % QUIET_TICKS != 0)) {
      return;
    }
    if (terminal && drawn > 0) {
      out.print("\u001b[" + drawn + "A");
    }
    List<Demo.Row> rows = demo.rows();
    String wipe = terminal ? "\u001b[K" : "";
    out.printf(
        Locale.ROOT,
        "%-10s %9s %7s %11s %5s  %s%s%n",
        "peer",
        "startup",
        "lag",
        "continuity",
        "links",
        "fed by",
        wipe);
    rows.forEach(row -> draw(row, wipe));
    out.printf(
        Locale.ROOT,
        "stream %.2f Mbit/s, injector sends it %.2f times%s%n",
        demo.streamRate() / 1e6,
        demo.uploadedRatio(),
        wipe);
    drawn = rows.size() + 2;
    out.flush();
  }

  private void draw(Demo.Row row, String wipe) {
    ChannelFigures figures = row.figures();
    out.printf(
        Locale.ROOT,
        "%-10s %6d ms %4.1f s %10.3f%% %5d  %s%s%n",
        row.name(),
        figures.startupMs(),
        figures.lagMs() / 1000.0,
        figures.continuity() * 100,
        figures.neighbours(),
        sources(figures.bytesFrom()),
        wipe);
  }

  private static String sources(Map<String, Long> bytesFrom) {
    long all = Math.max(1, bytesFrom.values().stream().mapToLong(Long::longValue).sum());
    StringJoiner text = new StringJoiner(", ");
    bytesFrom.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(3)
        .forEach(entry -> text.add(entry.getKey() + " " + entry.getValue() * 100 / all + "%"));
    return text.toString();
  }
}
