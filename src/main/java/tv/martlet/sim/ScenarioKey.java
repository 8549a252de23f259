package tv.martlet.sim;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The keys of a scenario's file: what each may be, and what it is where the file does not say. The
 * defaults together are the base scenario (with fewer viewers, fewer come at first); those of
 * {@code uplink} are for a class that the file begins, while a file without any has the classes of
 * {@link #BASE_UPLINKS}.
 */
// Bounds are records of numbers; the values are numbers, a text and spans.
@SuppressWarnings("ImmutableEnumChecker")
enum ScenarioKey {
  TITLE("title", new Bound.Sentence(200), "A scenario without a title"),
  PEERS("peers", new Bound.Whole(1, 20_000), 100),
  SECONDS("seconds", new Bound.Decimal(1, 86_400, false), 60.0),
  STREAM_RATE("stream.rate", new Bound.Rate(64e3, 100e6, false), 2.5e6),
  STREAM_GOP("stream.gop_seconds", new Bound.Decimal(0.1, 60, false), 1.0),
  STREAM_CHANNELS("stream.channels", new Bound.Whole(1, 64), 1),
  STREAM_SOURCE("stream.source_uplink", new Bound.Decimal(0.1, 1_000, false), 5.0),
  UPLINK_SHARE("uplink.share", new Bound.Decimal(0, 1, false), 1.0),
  UPLINK_UP("uplink.up", new Bound.Rate(1e3, 10e9, false), 1.25e6),
  UPLINK_DOWN("uplink.down", new Bound.Rate(1e3, 10e9, false), 50e6),
  NETWORK_REGIONS("network.regions", new Bound.Whole(1, Geography.MAX_REGIONS), 5),
  NETWORK_RTT_WITHIN("network.rtt_within", new Bound.Range(0, 10_000), new Scenario.Span(10, 30)),
  NETWORK_RTT_BETWEEN(
      "network.rtt_between", new Bound.Range(0, 10_000), new Scenario.Span(40, 120)),
  NETWORK_JITTER("network.jitter", new Bound.Decimal(0, 1_000, false), 2.0),
  NETWORK_LOSS_WITHIN("network.loss_within", new Bound.Decimal(0, 0.5, false), 0.001),
  NETWORK_LOSS_BETWEEN("network.loss_between", new Bound.Decimal(0, 0.5, false), 0.005),
  NETWORK_BURST("network.burst", new Bound.Decimal(1, 1_000, false), 1.0),
  NETWORK_LAN_UPLINK("network.lan_uplink", new Bound.Rate(1e3, 10e9, true), 0.0),
  ARRIVALS_INITIAL("arrivals.initial", new Bound.Whole(0, 20_000), 0),
  ARRIVALS_FROM("arrivals.from", new Bound.Decimal(0, 86_400, false), 0.0),
  ARRIVALS_OVER("arrivals.over", new Bound.Decimal(0, 86_400, false), 30.0),
  SESSIONS_MEDIAN("sessions.median", new Bound.Decimal(1, 86_400, true), 0.0),
  SESSIONS_SIGMA("sessions.sigma", new Bound.Decimal(0, 5, false), 1.0),
  SESSIONS_CRASH("sessions.crash", new Bound.Decimal(0, 1, false), 0.5),
  SESSIONS_ZAP("sessions.zap", new Bound.Decimal(1, 86_400, true), 0.0),
  CROWD_FREE_RIDERS("crowd.free_riders", new Bound.Decimal(0, 1, false), 0.0),
  CROWD_POLLUTERS("crowd.polluters", new Bound.Decimal(0, 1, false), 0.0),
  CROWD_NAT("crowd.nat", new Bound.Decimal(0, 1, false), 0.0);

  /** The table of which a file may have several. */
  static final String UPLINK = "uplink";

  /** Most classes of links. */
  static final int MAX_UPLINKS = 16;

  /** The classes of links of the base scenario. */
  static final List<Scenario.Uplink> BASE_UPLINKS =
      List.of(
          new Scenario.Uplink(0.15, 10e6, 50e6),
          new Scenario.Uplink(0.25, 3.75e6, 50e6),
          new Scenario.Uplink(0.40, 1.25e6, 50e6),
          new Scenario.Uplink(0.20, 0.2e6, 50e6));

  private final String path;
  private final Bound bound;
  private final Object fallback;

  ScenarioKey(String path, Bound bound, Object fallback) {
    this.path = path;
    this.bound = bound;
    this.fallback = fallback;
  }

  String path() {
    return path;
  }

  Bound bound() {
    return bound;
  }

  /** What it is where the file does not say. */
  Object fallback() {
    return fallback;
  }

  static Optional<ScenarioKey> of(String path) {
    return Arrays.stream(values()).filter(key -> key.path.equals(path)).findFirst();
  }

  static List<String> paths() {
    return Arrays.stream(values()).map(ScenarioKey::path).toList();
  }

  /** The tables that keys stand in, each once. */
  static List<String> tables() {
    return paths().stream()
        .filter(path -> path.contains("."))
        .map(path -> path.substring(0, path.indexOf('.')))
        .distinct()
        .toList();
  }
}
