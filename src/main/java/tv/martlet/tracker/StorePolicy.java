package tv.martlet.tracker;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * How the tracker treats its peers.
 *
 * @param initTimer how long a registration may wait for its first action
 * @param trackTimer after how long a silent peer is forgotten
 * @param reportInterval how often peers are asked to report
 * @param swarms which swarms are served, by lower-case swarm ID
 * @param ranking who is named to whom
 */
public record StorePolicy(
    Duration initTimer,
    Duration trackTimer,
    Duration reportInterval,
    Predicate<String> swarms,
    PeerRanking ranking) {

  /** Serves every swarm, wants a report each minute, forgets after three, names anyone. */
  public static final StorePolicy DEFAULT =
      new StorePolicy(
          Duration.ofSeconds(10),
          Duration.ofMinutes(3),
          Duration.ofMinutes(1),
          swarm -> true,
          PeerRanking.random());

  /** The same with another ranking. */
  public StorePolicy ranked(PeerRanking other) {
    return new StorePolicy(initTimer, trackTimer, reportInterval, swarms, other);
  }

  public StorePolicy {
    MessageLimits.require(initTimer.toMillis() > 0, "init timer: above 0");
    MessageLimits.require(reportInterval.toSeconds() > 0, "report interval: from 1 s");
    MessageLimits.require(
        trackTimer.compareTo(reportInterval) > 0, "track timer: above the report interval");
    requireNonNull(swarms);
    requireNonNull(ranking);
  }
}
