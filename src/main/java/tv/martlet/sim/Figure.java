package tv.martlet.sim;

import static tv.martlet.sim.Statistic.MEAN;
import static tv.martlet.sim.Statistic.P05;
import static tv.martlet.sim.Statistic.P50;
import static tv.martlet.sim.Statistic.P95;
import static tv.martlet.sim.Statistic.SUM;

import java.util.List;
import java.util.Locale;

/** How a metric is shown: its name for people, its unit, and which statistics tell of it. */
enum Figure {
  STARTUP(Metric.STARTUP_MS, "startup", Unit.TIME),
  WARMUP(Metric.WARMUP_MS, "warm-up", Unit.TIME),
  ZAP(Metric.ZAP_MS, "zap time", Unit.TIME),
  LAG(Metric.LAG_MS, "lag", Unit.TIME),
  FIRST_UPLOAD(Metric.FIRST_UPLOAD_MS, "first upload", Unit.TIME),
  CONTINUITY(Metric.CONTINUITY, "continuity", Unit.SHARE),
  SOURCE_STREAMS(Metric.SOURCE_STREAMS, "source upload, streams", Unit.NUMBER),
  CONTROL_OVERHEAD(Metric.CONTROL_OVERHEAD, "control overhead", Unit.SHARE),
  TOTAL_OVERHEAD(Metric.TOTAL_OVERHEAD, "all overhead", Unit.SHARE),
  FAIRNESS(Metric.FAIRNESS, "fairness", Unit.NUMBER),
  POLLUTED(Metric.POLLUTED, "false chunks", Unit.COUNT),
  ABANDONED(Metric.ABANDONED, "joins given up", Unit.COUNT);

  /** What the values are. */
  enum Unit {
    TIME,
    SHARE,
    NUMBER,
    COUNT
  }

  private final Metric metric;
  private final String label;
  private final Unit unit;

  Figure(Metric metric, String label, Unit unit) {
    this.metric = metric;
    this.label = label;
    this.unit = unit;
  }

  Metric metric() {
    return metric;
  }

  /** For people. */
  String label() {
    return label;
  }

  /** For programs, as in JSON and CSV. */
  String key() {
    return metric.name().toLowerCase(Locale.ROOT);
  }

  boolean isTime() {
    return unit == Unit.TIME;
  }

  /** Those that tell of the metric. */
  List<Statistic> statistics() {
    return switch (unit) {
      case TIME -> List.of(P50, P95);
      case SHARE -> this == CONTINUITY ? List.of(MEAN, P05) : List.of(MEAN);
      case NUMBER -> List.of(MEAN);
      case COUNT -> List.of(SUM);
    };
  }

  /** A statistic by the name that people read. */
  String label(Statistic statistic) {
    return switch (statistic) {
      case P50, P95 -> label + " " + statistic.key();
      case P05 -> label + " of the worst 5 %";
      case MEAN, SUM -> label;
    };
  }

  /** The value in its unit; "never" where it is infinite. */
  String shown(double value) {
    return Double.isInfinite(value) ? "never" : number(value, value) + suffix(value);
  }

  /** The value in its unit, and its interval where there is one. */
  String shown(Estimate estimate) {
    double value = estimate.value();
    if (!estimate.hasInterval() || Double.isInfinite(estimate.low())) {
      return shown(value);
    }
    if (Double.isInfinite(estimate.high())) {
      return shown(value) + " (" + shown(estimate.low()) + "–never)";
    }
    return shown(value)
        + " ("
        + number(estimate.low(), value)
        + "–"
        + number(estimate.high(), value)
        + ")";
  }

  private String suffix(double scale) {
    return switch (unit) {
      case TIME -> scale < 1000 ? " ms" : " s";
      case SHARE -> " %";
      case NUMBER, COUNT -> "";
    };
  }

  private String number(double value, double scale) {
    return switch (unit) {
      case TIME -> scale < 1000 ? digits(value, 0) : digits(value / 1000, scale < 10_000 ? 2 : 1);
      case SHARE -> digits(value * 100, 2);
      case NUMBER -> digits(value, 2);
      case COUNT -> digits(value, 0);
    };
  }

  private static String digits(double value, int after) {
    return String.format(Locale.ROOT, "%." + after + "f", value);
  }
}
