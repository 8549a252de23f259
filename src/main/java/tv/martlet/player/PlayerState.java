package tv.martlet.player;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a player does at one moment.
 *
 * @param source what it was asked to show
 * @param upkeep how the program behind fares
 */
public record PlayerState(Phase phase, Source source, Picture picture, Sound sound, Upkeep upkeep) {

  /** From the viewer's chair. */
  public enum Phase {
    /** The program behind is being started, for the first time or again. */
    STARTING,
    /** Nothing was asked for. */
    IDLE,
    /** Asked for; no picture yet. */
    LOADING,
    PLAYING,
    /** The picture stands still for want of data. */
    BUFFERING,
    CLOSED
  }

  /** Both empty when nothing was asked for. */
  public record Source(String url, String title) {
    static final Source NONE = new Source("", "");
  }

  /**
   * What is known of the picture.
   *
   * @param positionSeconds the stream's clock, when known
   * @param fps frames a second as shown, when known
   * @param zapMillis from the last {@link Player#play} to the first moving picture, once there
   */
  public record Picture(
      OptionalDouble positionSeconds, OptionalDouble fps, OptionalLong zapMillis) {
    static final Picture NONE =
        new Picture(OptionalDouble.empty(), OptionalDouble.empty(), OptionalLong.empty());
  }

  /**
   * What is heard.
   *
   * @param volume 0 to 100
   */
  public record Sound(int volume, boolean muted) {}

  /**
   * How the program behind fares.
   *
   * @param restarts of the program behind since the player was started
   * @param problem the last trouble as a sentence, empty when all is well
   */
  public record Upkeep(int restarts, String problem) {}
}
