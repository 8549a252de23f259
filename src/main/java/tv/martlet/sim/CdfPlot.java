package tv.martlet.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Plots of the distributions of times as SVG: how large a share of all joins has come so far, one
 * curve a policy. A curve that ends below 100 % shows joins that came to nothing. Colours can be
 * told apart by people who see fewer of them, dashes by everybody else; light or dark as the reader
 * likes it. Equal input gives equal bytes.
 */
public final class CdfPlot {
  private static final int WIDTH = 860;
  private static final int LEFT = 62;
  private static final int RIGHT = 606;
  private static final int TOP = 78;
  private static final int LEAST_HEIGHT = 300;
  private static final int LEGEND_LEFT = RIGHT + 20;
  private static final int LEGEND_STEP = 40;
  private static final int MOST_POINTS = 190;
  private static final int MOST_STEPS = 95;
  private static final int[] SHARES = {0, 25, 50, 75, 95, 100};
  private static final int COLOURS = 6;
  private static final List<String> DASHES =
      List.of("8 4", "2 3", "11 3 2 3", "4 2", "15 4", "8 3 2 3 2 3", "1 4");

  private static final String STYLE =
      """
      <style>
      svg{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;font-size:12px}
      .paper{fill:#fff}.h{fill:#1b1f24;font-size:17px;font-weight:600}.n{fill:#1b1f24;font-weight:600}
      .m{fill:#59636e}.e{text-anchor:end}.c{text-anchor:middle}
      .g{stroke:#e4e7eb}.k{stroke:#b9c0c8}
      .l{fill:none;stroke-width:2;stroke-linejoin:round}.o{stroke-width:3.2}
      .c0{stroke:#0064b0}.c1{stroke:#cc4a00}.c2{stroke:#00805c}.c3{stroke:#a8478a}.c4{stroke:#8a6a00}
      .c5{stroke:#2b8fc4}.c6{stroke:#50565e}
      @media(prefers-color-scheme:dark){.paper{fill:#0d1117}.h,.n{fill:#f0f3f6}.m{fill:#9aa4af}
      .g{stroke:#21272f}.k{stroke:#4a535e}
      .c0{stroke:#58b0ff}.c1{stroke:#ff8f57}.c2{stroke:#2ecc9a}.c3{stroke:#f29ad0}.c4{stroke:#e3bf2c}
      .c5{stroke:#a5e1ff}.c6{stroke:#c3cad2}}
      </style>
      """;

  private final Comparison comparison;
  private final List<String> policies;
  private final int bottom;

  /** Of this comparison. */
  public CdfPlot(Comparison comparison) {
    this.comparison = comparison;
    policies = comparison.policies();
    bottom = TOP + Math.max(LEAST_HEIGHT, 20 + LEGEND_STEP * policies.size());
  }

  /**
   * Writes {@code SCENARIO-startup.svg} and so on into a folder, which is made where there is none:
   * one file for each time that was measured.
   */
  public List<Path> write(Path folder) throws IOException {
    Files.createDirectories(folder);
    List<Path> written = new ArrayList<>();
    for (Figure figure : Figure.values()) {
      Optional<String> svg = svg(figure.metric());
      if (svg.isPresent()) {
        written.add(Files.writeString(folder.resolve(fileName(figure)), svg.get()));
      }
    }
    return written;
  }

  private String fileName(Figure figure) {
    String scenario = comparison.scenario().name().replaceAll("[^A-Za-z0-9._-]+", "-");
    return scenario + "-" + figure.key().replace("_ms", "").replace('_', '-') + ".svg";
  }

  /** The plot of one metric; empty if it is no time or nobody has a value that is finite. */
  public Optional<String> svg(Metric metric) {
    Figure figure =
        Arrays.stream(Figure.values()).filter(f -> f.metric() == metric).findFirst().orElseThrow();
    List<Quantiles> values = policies.stream().map(p -> comparison.values(p, metric)).toList();
    double[] ends =
        values.stream()
            .filter(v -> finite(v) > 0)
            .flatMapToDouble(v -> Arrays.stream(new double[] {v.value(0), v.value(finite(v) - 1)}))
            .sorted()
            .toArray();
    if (!figure.isTime() || ends.length == 0) {
      return Optional.empty();
    }
    TimeAxis axis = TimeAxis.around(ends[0], ends[ends.length - 1], LEFT, RIGHT);
    StringBuilder svg = new StringBuilder(head(figure));
    grid(svg, axis);
    curves(svg, axis, values);
    legend(svg, figure, values);
    return Optional.of(svg.append("</svg>\n").toString());
  }

  private static int finite(Quantiles values) {
    return values.countTo(Double.MAX_VALUE);
  }

  private String head(Figure figure) {
    String title =
        figure.label().substring(0, 1).toUpperCase(Locale.ROOT) + figure.label().substring(1);
    String circumstances =
        "%s · %d peers · %d %s"
            .formatted(
                comparison.scenario().name(),
                comparison.scenario().peers(),
                comparison.seeds().size(),
                comparison.seeds().size() == 1 ? "seed" : "seeds");
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img">
        <title>%3$s</title>
        <desc>%4$s</desc>
        """
            .formatted(
                WIDTH,
                bottom + 46,
                escaped(title + " (" + circumstances + ")"),
                description(figure))
        + STYLE
        + "<rect class=\"paper\" width=\"100%\" height=\"100%\" rx=\"8\"/>\n"
        + text(LEFT, 32, "h", title)
        + text(LEFT, 53, "m", what(figure))
        + text(WIDTH - 20, 32, "m e", circumstances);
  }

  private static String what(Figure figure) {
    return switch (figure) {
      case STARTUP -> "from joining to verified media at the player; share of joins";
      case WARMUP -> "from joining to the full rate with the target buffer; share of joins";
      case ZAP -> "from a change of channel to verified media at the player; share of changes";
      case LAG -> "behind the making of the stream; share of viewers";
      case FIRST_UPLOAD -> "from joining to the first chunk that a neighbour got; share of viewers";
      default -> "";
    };
  }

  private String description(Figure figure) {
    return escaped(
        policies.stream()
            .map(
                p ->
                    p
                        + ": "
                        + comparison
                            .summary(p, figure.metric())
                            .map(s -> told(figure, s))
                            .orElse("no values"))
            .collect(Collectors.joining("; ", "Median and 95th percentile. ", ".")));
  }

  private static String told(Figure figure, Summary summary) {
    return figure.shown(summary.get(Statistic.P50).value())
        + " · "
        + figure.shown(summary.get(Statistic.P95).value());
  }

  private void grid(StringBuilder svg, TimeAxis axis) {
    for (int share : SHARES) {
      double y = y(share / 100.0);
      line(svg, share == 0 ? "k" : "g", new double[] {LEFT, y, RIGHT, y});
      svg.append(text(LEFT - 9, y + 4, "m e", share + " %"));
    }
    for (double tick : axis.ticks()) {
      line(svg, "g", new double[] {axis.x(tick), TOP, axis.x(tick), bottom});
    }
    for (double tick : axis.labelled()) {
      line(svg, "k", new double[] {axis.x(tick), bottom, axis.x(tick), bottom + 5});
      svg.append(text(axis.x(tick), bottom + 21, "m c", TimeAxis.label(tick)));
    }
  }

  private static void line(StringBuilder svg, String kind, double[] ends) {
    svg.append(
        "<path class=\"%s\" d=\"M%s %sL%s %s\"/>\n"
            .formatted(kind, pixels(ends[0]), pixels(ends[1]), pixels(ends[2]), pixels(ends[3])));
  }

  private double y(double share) {
    return bottom - (bottom - TOP) * share;
  }

  /** The reference comes last and so on top. */
  private void curves(StringBuilder svg, TimeAxis axis, List<Quantiles> values) {
    int reference = policies.indexOf(comparison.reference());
    for (int policy = 0; policy < policies.size(); policy++) {
      if (policy != reference) {
        curve(svg, policy, path(axis, values.get(policy)));
      }
    }
    curve(svg, reference, path(axis, values.get(reference)));
  }

  private void curve(StringBuilder svg, int policy, String path) {
    if (!path.isEmpty()) {
      svg.append("<path ").append(stroke(policy)).append(" d=\"").append(path).append("\"/>\n");
    }
  }

  private String stroke(int policy) {
    int reference = policies.indexOf(comparison.reference());
    if (policy == reference) {
      return "class=\"l o c0\"";
    }
    int other = policy < reference ? policy : policy - 1;
    return "class=\"l c%d\" stroke-dasharray=\"%s\""
        .formatted(1 + other % COLOURS, DASHES.get(other % DASHES.size()));
  }

  /** Steps where there are few values, else straight lines between some of them. */
  private String path(TimeAxis axis, Quantiles values) {
    int finite = finite(values);
    if (finite == 0) {
      return "";
    }
    boolean steps = finite <= MOST_STEPS;
    int points = Math.min(finite, steps ? MOST_STEPS : MOST_POINTS);
    StringBuilder path = new StringBuilder();
    path.append('M').append(pixels(axis.x(values.value(0)))).append(' ').append(pixels(y(0)));
    for (int point = 0; point < points; point++) {
      int rank = points == 1 ? 0 : (int) Math.round((double) point * (finite - 1) / (points - 1));
      String x = pixels(axis.x(values.value(rank)));
      String y = pixels(y((rank + 1.0) / values.count()));
      path.append(steps ? "H" + x + "V" + y : "L" + x + " " + y);
    }
    return path.append('H').append(RIGHT).toString();
  }

  private void legend(StringBuilder svg, Figure figure, List<Quantiles> values) {
    svg.append(text(LEGEND_LEFT + 44, TOP + 4, "m", "median · p95"));
    for (int policy = 0; policy < policies.size(); policy++) {
      int y = TOP + 28 + LEGEND_STEP * policy;
      svg.append("<path ").append(stroke(policy));
      svg.append(" d=\"M%d %dh34\"/>\n".formatted(LEGEND_LEFT, y - 4));
      svg.append(text(LEGEND_LEFT + 44, y, "n", policies.get(policy)));
      String told =
          comparison
              .summary(policies.get(policy), figure.metric())
              .map(s -> told(figure, s))
              .orElse("no values");
      svg.append(text(LEGEND_LEFT + 44, y + 16, "m", told + never(values.get(policy))));
    }
  }

  private static String never(Quantiles values) {
    int never = values.count() - finite(values);
    return never == 0
        ? ""
        : String.format(Locale.ROOT, " · %.1f %% never", 100.0 * never / values.count());
  }

  private static String text(double x, double y, String kind, String words) {
    return "<text x=\"%s\" y=\"%s\" class=\"%s\">%s</text>\n"
        .formatted(pixels(x), pixels(y), kind, escaped(words));
  }

  /** A tenth of a pixel is more than anybody sees. */
  private static String pixels(double value) {
    long tenths = Math.round(value * 10);
    return tenths % 10 == 0
        ? Long.toString(tenths / 10)
        : tenths / 10 + "." + Math.abs(tenths % 10);
  }

  private static String escaped(String words) {
    return words
        .replaceAll("\\p{Cntrl}", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }
}
