package tv.martlet.node;

/**
 * How a node fares at one moment.
 *
 * @param channel id of what is shown, or relayed first; empty for nothing
 * @param name what people call that channel
 * @param problem the last trouble as a sentence, empty when all is well
 */
public record BoxState(
    Status status, String channel, String name, Sound sound, Figures figures, String problem) {

  /** What it is about, in one word. */
  public enum Status {
    STARTING,
    IDLE,
    LOADING,
    PLAYING,
    BUFFERING,
    RELAYING
  }

  /**
   * What is heard.
   *
   * @param volume 0 to 100
   */
  public record Sound(int volume, boolean muted) {}

  /**
   * Figures of the channel that is shown, or relayed first; rates are of all channels.
   *
   * @param bufferSeconds media that is here and not played yet
   * @param peers neighbours with an open channel
   * @param traffic what comes and goes
   * @param times how quick it was; each -1 while unknown
   * @param continuity share of chunks that were here when due, 0 to 1
   */
  public record Figures(
      double bufferSeconds, int peers, Traffic traffic, Times times, double continuity) {}

  /**
   * What comes and goes.
   *
   * @param down bytes a second
   * @param up bytes a second
   * @param dropped chunks that were not here when due
   */
  public record Traffic(long down, long up, long dropped) {}

  /**
   * How quick it was, milliseconds; -1 while unknown.
   *
   * @param startupMs from joining to the first media
   * @param zapMs from the wish to the moving picture
   * @param lagMs behind the making of the stream
   */
  public record Times(long startupMs, long zapMs, long lagMs) {}
}
