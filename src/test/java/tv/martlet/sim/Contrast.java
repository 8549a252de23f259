package tv.martlet.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tv.martlet.sim.Scenario.Arrivals;
import tv.martlet.sim.Scenario.Crowd;
import tv.martlet.sim.Scenario.Network;
import tv.martlet.sim.Scenario.Sessions;
import tv.martlet.sim.Scenario.Span;
import tv.martlet.sim.Scenario.Stream;

/** Results as runs might give them. */
final class Contrast {
  static final double NEVER = Double.POSITIVE_INFINITY;

  private Contrast() {}

  static Scenario scenario(String name) {
    return new Scenario(
        name,
        "Everybody is there",
        100,
        120,
        new Stream(2.5e6, 1, 1, 5),
        List.of(),
        new Network(5, new Span(10, 30), new Span(40, 120), 5, 0.001, 0.005, 1, 0),
        new Arrivals(100, 0, 0),
        new Sessions(0, 0, 0, 0),
        new Crowd(0, 0, 0));
  }

  static RunResult run(String policy, long seed, Map<Metric, double[]> samples) {
    return new RunResult(policy, seed, samples, 120, 30, 1000);
  }

  static Comparison of(Map<String, List<double[]>> startups) {
    List<RunResult> results = new ArrayList<>();
    startups.forEach(
        (policy, seeds) -> {
          for (int seed = 0; seed < seeds.size(); seed++) {
            results.add(run(policy, seed + 1, of(Metric.STARTUP_MS, seeds.get(seed))));
          }
        });
    return new Comparison(scenario("steady"), results, new Random(1));
  }

  static Map<Metric, double[]> of(Metric metric, double... values) {
    Map<Metric, double[]> samples = new EnumMap<>(Metric.class);
    samples.put(metric, values);
    return samples;
  }

  /**
   * Log-normal times of many viewers, the last policy the quickest; some joins of the first fail.
   */
  static Comparison large(List<String> policies, int seeds, int viewers) {
    List<RunResult> results = new ArrayList<>();
    for (int p = 0; p < policies.size(); p++) {
      for (int seed = 1; seed <= seeds; seed++) {
        Map<Metric, double[]> samples = new EnumMap<>(Metric.class);
        Random chance = new Random(seed * 100L + p);
        double median = 600 * Math.pow(1.9, policies.size() - 1 - p);
        for (Metric metric : Metric.values()) {
          samples.put(metric, values(metric, median, viewers, chance));
        }
        if (p == 0) {
          Arrays.fill(samples.get(Metric.STARTUP_MS), 0, viewers / 20, NEVER);
        }
        results.add(run(policies.get(p), seed, samples));
      }
    }
    return new Comparison(scenario("flash-crowd"), results, new Random(1));
  }

  private static double[] values(Metric metric, double median, int viewers, Random chance) {
    return switch (metric) {
      case STARTUP_MS, WARMUP_MS, ZAP_MS, LAG_MS, FIRST_UPLOAD_MS ->
          chance
              .doubles(viewers)
              .map(
                  u -> median * metric.name().length() / 10 * Math.exp(0.6 * chance.nextGaussian()))
              .toArray();
      case CONTINUITY -> chance.doubles(viewers, 0.98, 1).toArray();
      case SOURCE_STREAMS -> new double[] {2 + chance.nextDouble()};
      case CONTROL_OVERHEAD, TOTAL_OVERHEAD -> new double[] {0.02 + chance.nextDouble() / 10};
      case FAIRNESS -> new double[] {0.9};
      case POLLUTED, ABANDONED -> new double[] {chance.nextInt(3)};
    };
  }
}
