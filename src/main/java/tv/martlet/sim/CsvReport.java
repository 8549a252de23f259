package tv.martlet.sim;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A comparison for spreadsheets and statisticians. {@code summary.csv} has a line a statistic, with
 * its 95 % interval; {@code samples.csv} a line a value. What never came to be is {@code inf}, an
 * interval that is not known is empty.
 */
public final class CsvReport {
  private final Comparison comparison;

  /** Of this comparison. */
  public CsvReport(Comparison comparison) {
    this.comparison = comparison;
  }

  /** Writes both files into a folder, which is made where there is none, over what was there. */
  public List<Path> write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path summary = folder.resolve("summary.csv");
    try (BufferedWriter to = Files.newBufferedWriter(summary)) {
      summary(to);
    }
    Path samples = folder.resolve("samples.csv");
    try (BufferedWriter to = Files.newBufferedWriter(samples)) {
      samples(to);
    }
    return List.of(summary, samples);
  }

  private void summary(Appendable to) throws IOException {
    to.append("policy,metric,statistic,value,low,high\n");
    for (String policy : comparison.policies()) {
      for (Figure figure : Figure.values()) {
        Optional<Summary> summary = comparison.summary(policy, figure.metric());
        for (Statistic statistic : summary.isEmpty() ? List.<Statistic>of() : shown(figure)) {
          line(to, policy, figure, statistic.key(), summary.get().get(statistic));
        }
        if (figure.isTime()) {
          ratio(to, policy, figure);
        }
      }
    }
  }

  private static List<Statistic> shown(Figure figure) {
    return figure.isTime()
        ? List.of(Statistic.P50, Statistic.P95, Statistic.MEAN)
        : figure.statistics();
  }

  private void ratio(Appendable to, String policy, Figure figure) throws IOException {
    String reference = comparison.reference();
    Optional<Estimate> ratio = comparison.ratio(figure.metric(), policy, reference);
    if (ratio.isPresent() && !policy.equals(reference)) {
      line(to, policy, figure, "p50_to_" + reference, ratio.get());
    }
  }

  private static void line(
      Appendable to, String policy, Figure figure, String statistic, Estimate estimate)
      throws IOException {
    String interval =
        estimate.hasInterval() ? number(estimate.low()) + "," + number(estimate.high()) : ",";
    to.append(quoted(policy) + "," + figure.key() + "," + quoted(statistic) + ",")
        .append(number(estimate.value()) + "," + interval + "\n");
  }

  private void samples(Appendable to) throws IOException {
    to.append("policy,seed,metric,value\n");
    for (String policy : comparison.policies()) {
      for (RunResult run : comparison.runs(policy)) {
        for (Figure figure : Figure.values()) {
          String head = quoted(policy) + "," + run.seed() + "," + figure.key() + ",";
          for (double value : run.samples().getOrDefault(figure.metric(), new double[0])) {
            to.append(head).append(number(value)).append('\n');
          }
        }
      }
    }
  }

  /** The shortest text that reads back as the same number. */
  private static String number(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** RFC 4180 §2.6. */
  private static String quoted(String word) {
    return word.matches("[^\",\r\n]*") ? word : "\"" + word.replace("\"", "\"\"") + "\"";
  }
}
