package tv.martlet.sim;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;

/**
 * A comparison for programs. Times are milliseconds, overheads and continuity shares of 1. A metric
 * that has no values is {@code null}, and so is a statistic that is infinite: most joins came to
 * nothing. {@code *_ci} is the 95 % interval, {@code null} with one seed.
 */
public final class JsonReport {
  private static final MathContext DIGITS = new MathContext(7);

  private final Comparison comparison;
  private final JsonWriter json;

  private JsonReport(Comparison comparison, JsonWriter json) {
    this.comparison = comparison;
    this.json = json;
  }

  /** Writes one JSON object over many lines and flushes; the caller closes. */
  public static void write(Comparison comparison, Writer to) throws IOException {
    JsonWriter json = new JsonWriter(to);
    json.setIndent("  ");
    json.setHtmlSafe(false);
    new JsonReport(comparison, json).write();
    json.flush();
  }

  private void write() throws IOException {
    json.beginObject();
    json.name("scenario").value(comparison.scenario().name());
    json.name("title").value(comparison.scenario().title());
    json.name("seeds").value(comparison.seeds().size());
    json.name("peers").value(comparison.scenario().peers());
    json.name("reference").value(comparison.reference());
    json.name("policies").beginObject();
    for (String policy : comparison.policies()) {
      json.name(policy);
      policy(policy);
    }
    json.endObject();
    json.name("datagrams").value(datagrams());
    json.name("wall_s");
    number(comparison.wallSeconds());
    json.name("simulated_s");
    number(comparison.simulatedSeconds());
    json.name("speed");
    number(comparison.simulatedSeconds() / comparison.wallSeconds());
    json.endObject();
  }

  private long datagrams() {
    return comparison.policies().stream()
        .flatMap(p -> comparison.runs(p).stream())
        .mapToLong(RunResult::datagrams)
        .sum();
  }

  private void policy(String policy) throws IOException {
    json.beginObject();
    for (Figure figure : Figure.values()) {
      json.name(figure.key());
      Optional<Summary> summary = comparison.summary(policy, figure.metric());
      if (summary.isEmpty()) {
        json.nullValue();
      } else if (isPlain(figure)) {
        plain(figure, summary.get());
      } else {
        statistics(figure, summary.get());
      }
    }
    ratios(policy);
    json.endObject();
  }

  /** One number a run, of which one number is told. */
  private static boolean isPlain(Figure figure) {
    return figure.statistics().size() == 1 && figure != Figure.SOURCE_STREAMS;
  }

  private void plain(Figure figure, Summary summary) throws IOException {
    Estimate told = summary.get(figure.statistics().get(0));
    number(told.value());
    if (told.hasInterval()) {
      json.name(figure.key() + "_ci");
      interval(told);
    }
  }

  private void statistics(Figure figure, Summary summary) throws IOException {
    json.beginObject();
    for (Statistic statistic : all(figure)) {
      json.name(statistic.key());
      number(summary.get(statistic).value());
      json.name(statistic.key() + "_ci");
      interval(summary.get(statistic));
    }
    json.name("count").value(summary.count());
    json.endObject();
  }

  private static List<Statistic> all(Figure figure) {
    return figure.isTime()
        ? List.of(Statistic.P50, Statistic.P95, Statistic.MEAN)
        : figure.statistics();
  }

  /** How many times the reference's median it is. */
  private void ratios(String policy) throws IOException {
    json.name("p50_to_reference").beginObject();
    for (Figure figure : Figure.values()) {
      if (figure.isTime()) {
        json.name(figure.key());
        Optional<Estimate> ratio =
            comparison.ratio(figure.metric(), policy, comparison.reference());
        if (ratio.isEmpty()) {
          json.nullValue();
        } else {
          ratio(ratio.get());
        }
      }
    }
    json.endObject();
  }

  private void ratio(Estimate ratio) throws IOException {
    json.beginObject().name("ratio");
    number(ratio.value());
    json.name("ci");
    interval(ratio);
    json.endObject();
  }

  private void interval(Estimate estimate) throws IOException {
    if (!estimate.hasInterval()) {
      json.nullValue();
      return;
    }
    json.beginArray();
    number(estimate.low());
    number(estimate.high());
    json.endArray();
  }

  private void number(double value) throws IOException {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      json.nullValue();
      return;
    }
    BigDecimal rounded = BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros();
    json.value(rounded.scale() < 0 ? rounded.setScale(0) : rounded);
  }
}
