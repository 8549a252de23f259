package tv.martlet.sim;

import java.util.EnumMap;
import java.util.Map;

/**
 * What the values of one metric under one policy come to, over all seeds.
 *
 * @param count how many values there were, at least one
 * @param estimates every statistic; the sum has no interval
 */
public record Summary(int count, Map<Statistic, Estimate> estimates) {
  public Summary {
    estimates = new EnumMap<>(estimates);
  }

  static Summary of(SeedPool pool, Bootstrap bootstrap) {
    Map<Statistic, Estimate> all = new EnumMap<>(Statistic.class);
    all.put(Statistic.P05, bootstrap.quantile(pool, 0.05));
    all.put(Statistic.P50, bootstrap.quantile(pool, 0.5));
    all.put(Statistic.P95, bootstrap.quantile(pool, 0.95));
    all.put(Statistic.MEAN, bootstrap.mean(pool));
    all.put(Statistic.SUM, Estimate.bare(pool.sum()));
    return new Summary(pool.count(), all);
  }

  /** One statistic and its interval. */
  public Estimate get(Statistic statistic) {
    return estimates.get(statistic);
  }
}
