package tv.martlet.tracker;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How a tracker serves.
 *
 * @param requestTime how long one request and its response may take on the wire
 * @param idleTime how long a connection is kept between requests
 */
public record ServerSettings(
    TrackerAccess access,
    ServerLimits limits,
    MessageLimits messages,
    Duration requestTime,
    Duration idleTime) {
  /** Plain HTTP for everyone, with the bounds that suit a small board. */
  public static final ServerSettings DEFAULT = of(TrackerAccess.OPEN);

  public ServerSettings {
    requireNonNull(access);
    requireNonNull(limits);
    requireNonNull(messages);
    MessageLimits.require(requestTime.toMillis() > 0, "request time: above 0");
    MessageLimits.require(idleTime.toMillis() > 0, "idle time: above 0");
  }

  public static ServerSettings of(TrackerAccess access) {
    return new ServerSettings(
        access,
        ServerLimits.DEFAULT,
        MessageLimits.REQUEST,
        Duration.ofSeconds(10),
        Duration.ofSeconds(75));
  }

  public ServerSettings with(ServerLimits newLimits) {
    return new ServerSettings(access, newLimits, messages, requestTime, idleTime);
  }
}
