package tv.martlet.http;

import java.util.Optional;

/**
 * How a node fares at one moment.
 *
 * @param about what it is
 * @param shown what is on
 * @param figures how that goes
 * @param problem the last trouble as a sentence, empty when all is well
 * @param board health of the machine, where it is known
 */
public record PanelState(
    About about, Shown shown, Figures figures, String problem, Optional<BoardHealth> board) {

  /**
   * What the node is.
   *
   * @param name what people call it
   * @param peerPort UDP port where neighbours find it
   * @param uptimeSeconds since the process began
   * @param steerable whether it takes commands
   * @param screen whether it shows channels itself
   */
  public record About(
      String name,
      String version,
      int peerPort,
      long uptimeSeconds,
      boolean steerable,
      boolean screen) {}

  /**
   * What is on.
   *
   * @param status one word: starting, idle, loading, playing, buffering or relaying
   * @param channel id of what is shown, or relayed first; empty for nothing
   * @param name what people call that channel
   * @param volume 0 to 100
   */
  public record Shown(String status, String channel, String name, int volume, boolean muted) {}

  /**
   * Figures of the channel that is shown, or relayed first; rates are of all channels.
   *
   * @param bufferSeconds media that is here and not played yet
   * @param peers neighbours with an open channel
   * @param traffic what comes and goes
   * @param times how quick it was
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
