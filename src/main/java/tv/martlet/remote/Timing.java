package tv.martlet.remote;

import java.time.Duration;

/**
 * How patient a node is with its broker.
 *
 * @param trial time within which the link must stand after a change of the broker's settings
 * @param firstRetry wait after a first failure, doubled with each further one
 * @param lastRetry the longest wait
 */
record Timing(Duration trial, Duration firstRetry, Duration lastRetry) {
  static final Timing DEFAULT =
      new Timing(Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofSeconds(60));
}
