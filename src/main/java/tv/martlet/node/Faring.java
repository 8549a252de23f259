package tv.martlet.node;

import java.util.Map;
import java.util.Optional;
import tv.martlet.node.BoxState.Figures;
import tv.martlet.node.BoxState.Sound;
import tv.martlet.node.BoxState.Status;
import tv.martlet.node.BoxState.Times;
import tv.martlet.node.BoxState.Traffic;
import tv.martlet.player.PlayerState;

/**
 * All that a box's state is made of.
 *
 * @param shown what is shown, or meant to be
 * @param receives whether anything is received that was not just left
 * @param main what is shown, or else relayed first
 * @param readings figures of what is received, a second old at most
 * @param player empty where there is no screen
 * @param problem of the node itself
 */
record Faring(
    Optional<BoxChannel> shown,
    boolean receives,
    Main main,
    Map<String, Gauge.Reading> readings,
    Optional<PlayerState> player,
    Remembered remembered,
    String problem) {
  private static final Figures NO_FIGURES =
      new Figures(0, 0, new Traffic(0, 0, 0), new Times(-1, -1, -1), 1);

  /**
   * The channel that figures are of.
   *
   * @param id under which it is received; empty for none
   * @param name what people call it; empty for none
   */
  record Main(String id, String name) {}

  /** Before anything is known. */
  static final BoxState STARTING =
      new BoxState(Status.STARTING, "", "", new Sound(100, false), NO_FIGURES, "");

  BoxState state() {
    return new BoxState(
        status(),
        shown.map(BoxChannel::id).orElse(main.id()),
        main.name(),
        new Sound(remembered.volume(), remembered.muted()),
        figures(),
        trouble());
  }

  private Status status() {
    Status idle = receives ? Status.RELAYING : Status.IDLE;
    if (player.isEmpty()) {
      return idle;
    }
    if (isBehind()) {
      return Status.LOADING;
    }
    return switch (player.get().phase()) {
      case STARTING -> Status.STARTING;
      case IDLE, CLOSED -> idle;
      case LOADING -> Status.LOADING;
      case PLAYING -> Status.PLAYING;
      case BUFFERING -> Status.BUFFERING;
    };
  }

  /**
   * Whether the player still speaks of the channel before, since it hears of a wish a bit later.
   */
  private boolean isBehind() {
    boolean running = player.get().phase() != PlayerState.Phase.STARTING;
    return running
        && shown.isPresent()
        && !shown.get().name().equals(player.get().source().title());
  }

  private Figures figures() {
    Gauge.Reading reading = readings.getOrDefault(main.id(), Gauge.Reading.NONE);
    long down = readings.values().stream().mapToLong(Gauge.Reading::down).sum();
    long up = readings.values().stream().mapToLong(Gauge.Reading::up).sum();
    boolean told = player.isPresent() && !isBehind();
    long zap = told ? player.get().picture().zapMillis().orElse(-1) : -1;
    ChannelFigures figures = reading.figures();
    return new Figures(
        reading.bufferSeconds(),
        figures.neighbours(),
        new Traffic(down, up, reading.late()),
        new Times(figures.startupMs(), zap, figures.lagMs()),
        figures.continuity());
  }

  private String trouble() {
    String ofPlayer = player.map(p -> p.upkeep().problem()).orElse("");
    return problem.isEmpty() ? ofPlayer : problem;
  }
}
