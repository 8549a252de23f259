package tv.martlet.tracker;

import java.time.Duration;

/**
 * The client's times.
 *
 * @param request how long a tracker may take to answer, connecting included
 * @param report between reports where the tracker names no interval
 * @param firstRetry before the second attempt; doubled for each further one
 * @param lastRetry the longest wait between attempts
 */
public record ClientTimes(
    Duration request, Duration report, Duration firstRetry, Duration lastRetry) {
  public static final ClientTimes DEFAULT =
      new ClientTimes(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(1),
          Duration.ofSeconds(60));

  public ClientTimes {
    MessageLimits.require(request.toMillis() > 0, "request time: above 0");
    MessageLimits.require(report.toMillis() > 0, "report interval: above 0");
    MessageLimits.require(firstRetry.toMillis() > 0, "first retry: above 0");
    MessageLimits.require(lastRetry.compareTo(firstRetry) >= 0, "last retry: not before the first");
  }
}
