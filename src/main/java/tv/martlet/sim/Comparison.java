package tv.martlet.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * One scenario under several policies with the same seeds, and what the runs come to. The policies
 * stand in the order of their first results; {@value #OURS}, or else the last of them, is the
 * reference that the others are measured by.
 */
public final class Comparison {
  private static final String OURS = "martlet";

  private final Scenario scenario;
  private final List<Long> seeds;
  private final Map<String, List<RunResult>> runs = new LinkedHashMap<>();
  private final Map<String, Map<Metric, SeedPool>> pools = new LinkedHashMap<>();
  private final Map<String, Map<Metric, Summary>> summaries = new LinkedHashMap<>();
  private final Bootstrap bootstrap;

  /**
   * @param scenario as it was run
   * @param results one for every policy and seed, in any order
   * @param chance for the intervals
   * @throws IllegalArgumentException if there are no results, if a policy lacks a seed or has it
   *     twice, or if a sample is no number
   */
  public Comparison(Scenario scenario, List<RunResult> results, RandomGenerator chance) {
    if (results.isEmpty()) {
      throw new IllegalArgumentException("no results to compare");
    }
    this.scenario = scenario;
    sort(results);
    seeds = runs.values().iterator().next().stream().map(RunResult::seed).toList();
    bootstrap = new Bootstrap(seeds.size(), chance);
    runs.forEach(this::add);
  }

  private void sort(List<RunResult> results) {
    Map<String, TreeMap<Long, RunResult>> bySeed = new LinkedHashMap<>();
    for (RunResult result : results) {
      TreeMap<Long, RunResult> of =
          bySeed.computeIfAbsent(result.policy(), name -> new TreeMap<>());
      if (of.put(result.seed(), result) != null) {
        throw new IllegalArgumentException(
            "policy " + result.policy() + " has two results of seed " + result.seed());
      }
    }
    bySeed.forEach((policy, of) -> runs.put(policy, new ArrayList<>(of.values())));
  }

  private void add(String policy, List<RunResult> of) {
    if (!of.stream().map(RunResult::seed).toList().equals(seeds)) {
      throw new IllegalArgumentException(
          "policy " + policy + " was not run with the same seeds as the others");
    }
    Map<Metric, SeedPool> pool = new EnumMap<>(Metric.class);
    Map<Metric, Summary> summary = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      SeedPool values = pool(of, metric);
      if (values.count() > 0) {
        pool.put(metric, values);
        summary.put(metric, Summary.of(values, bootstrap));
      }
    }
    pools.put(policy, pool);
    summaries.put(policy, summary);
  }

  private static SeedPool pool(List<RunResult> runs, Metric metric) {
    try {
      return new SeedPool(
          runs.stream().map(r -> r.samples().getOrDefault(metric, new double[0])).toList());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          metric + " of policy " + runs.get(0).policy() + ": " + e.getMessage(), e);
    }
  }

  /** As it was run. */
  public Scenario scenario() {
    return scenario;
  }

  /** In rising order. */
  public List<Long> seeds() {
    return seeds;
  }

  /** Their names in order. */
  public List<String> policies() {
    return List.copyOf(runs.keySet());
  }

  /** What the others are measured by. */
  public String reference() {
    List<String> names = policies();
    return names.contains(OURS) ? OURS : names.get(names.size() - 1);
  }

  /** The runs of a policy in the order of their seeds. */
  public List<RunResult> runs(String policy) {
    return Collections.unmodifiableList(runs.get(policy));
  }

  /** What a metric came to; empty where nothing was measured. */
  public Optional<Summary> summary(String policy, Metric metric) {
    return Optional.ofNullable(summaries.get(policy).get(metric));
  }

  /** All values of a metric; none where nothing was measured. */
  public Quantiles values(String policy, Metric metric) {
    SeedPool pool = pools.get(policy).get(metric);
    return pool == null ? new Quantiles() : pool.quantiles();
  }

  /** The median of one policy over that of another; empty where it cannot be told. */
  public Optional<Estimate> ratio(Metric metric, String over, String under) {
    SeedPool above = pools.get(over).get(metric);
    SeedPool below = pools.get(under).get(metric);
    if (above == null || below == null) {
      return Optional.empty();
    }
    return Optional.of(bootstrap.ratio(above, below, 0.5)).filter(r -> !Double.isNaN(r.value()));
  }

  /** Simulated time of all runs. */
  public double simulatedSeconds() {
    return total(RunResult::simulatedSeconds);
  }

  /** Time of one core that all runs took. */
  public double wallSeconds() {
    return total(RunResult::wallSeconds);
  }

  private double total(ToDoubleFunction<RunResult> part) {
    return runs.values().stream().flatMap(List::stream).mapToDouble(part).sum();
  }
}
