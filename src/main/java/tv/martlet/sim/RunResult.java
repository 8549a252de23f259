package tv.martlet.sim;

import java.util.EnumMap;
import java.util.Map;

/**
 * What one run of a scenario under one policy and one seed came to.
 *
 * @param samples the values of each metric, in no order; infinite for what never came to be
 * @param simulatedSeconds length of the run on its own clock
 * @param wallSeconds time of one core that it took
 * @param datagrams how many were sent
 */
public record RunResult(
    String policy,
    long seed,
    Map<Metric, double[]> samples,
    double simulatedSeconds,
    double wallSeconds,
    long datagrams) {
  public RunResult {
    samples = new EnumMap<>(samples);
  }
}
