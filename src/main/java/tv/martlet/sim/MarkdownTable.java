package tv.martlet.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A comparison as a table: a column a policy, a line a statistic with its 95 % interval. Metrics
 * that no policy has values of are left out. A ratio of medians is in favour of the reference where
 * it is above 1.
 */
public final class MarkdownTable {
  private static final String NOTHING = "–";

  private final List<List<String>> rows = new ArrayList<>();

  /** Of this comparison. */
  public MarkdownTable(Comparison comparison) {
    List<String> head = new ArrayList<>(List.of(""));
    head.addAll(comparison.policies());
    rows.add(head);
    for (Figure figure : Figure.values()) {
      for (Statistic statistic : figure.statistics()) {
        add(comparison, figure, statistic);
      }
      if (figure.isTime() && comparison.policies().size() > 1) {
        addRatios(comparison, figure);
      }
    }
  }

  private void add(Comparison comparison, Figure figure, Statistic statistic) {
    List<String> row = new ArrayList<>(List.of(figure.label(statistic)));
    for (String policy : comparison.policies()) {
      Optional<Summary> summary = comparison.summary(policy, figure.metric());
      row.add(summary.map(s -> figure.shown(s.get(statistic))).orElse(NOTHING));
    }
    addUnlessEmpty(row);
  }

  private void addRatios(Comparison comparison, Figure figure) {
    String reference = comparison.reference();
    String label = figure.label(Statistic.P50) + " / that of " + reference;
    List<String> row = new ArrayList<>(List.of(label));
    for (String policy : comparison.policies()) {
      Optional<Estimate> ratio =
          policy.equals(reference)
              ? Optional.empty()
              : comparison.ratio(figure.metric(), policy, reference);
      row.add(ratio.map(MarkdownTable::times).orElse(NOTHING));
    }
    addUnlessEmpty(row);
  }

  /** Infinite where the policy's median never comes, zero where the reference's does not. */
  private static String times(Estimate ratio) {
    if (Double.isInfinite(ratio.value())) {
      return "∞";
    }
    return ratio.value() == 0 ? "0" : Figure.FAIRNESS.shown(ratio);
  }

  private void addUnlessEmpty(List<String> row) {
    if (!row.subList(1, row.size()).stream().allMatch(NOTHING::equals)) {
      rows.add(row);
    }
  }

  /** In Markdown, every line ended. */
  public String markdown() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      text.append('|');
      row.forEach(cell -> text.append(' ').append(escaped(cell)).append(" |"));
      text.append('\n');
      if (row == rows.get(0)) {
        text.append("|---|").append("---:|".repeat(row.size() - 1)).append('\n');
      }
    }
    return text.toString().replace("|  |", "| |");
  }

  private static String escaped(String cell) {
    return cell.replace("|", "\\|");
  }

  /** In aligned columns for a terminal, every line ended. */
  public String plain() {
    int[] widths =
        IntStream.range(0, rows.get(0).size())
            .map(column -> rows.stream().mapToInt(r -> r.get(column).length()).max().orElse(0))
            .toArray();
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(row.get(0));
      line.append(" ".repeat(widths[0] - row.get(0).length()));
      for (int column = 1; column < widths.length; column++) {
        String cell = row.get(column);
        line.append(" ".repeat(2 + widths[column] - cell.length())).append(cell);
      }
      text.append(line).append('\n');
    }
    return text.toString();
  }
}
