package tv.martlet.player;

import java.util.List;

/**
 * The section {@code [player]}: the program that puts a channel on the screen.
 *
 * @param backend which player; {@code AUTO} takes what is installed
 * @param command name or path of the player's program
 * @param options further words of its command line
 * @param videoOutput the player's video output; {@code auto} for its own choice
 * @param audioOutput the player's audio output; {@code auto} for its own choice
 * @param hwdec the decoder as mpv calls it; {@code auto} for the board's, {@code no} for none
 */
public record PlayerSettings(
    Backend backend,
    String command,
    List<String> options,
    String videoOutput,
    String audioOutput,
    String hwdec) {

  /** Which player shows the channel. */
  public enum Backend {
    /** None: this node only relays. */
    NONE,
    /** mpv. */
    MPV,
    /** omxplayer, for systems from before mpv could use the board's screen. */
    OMXPLAYER,
    /** Whichever is installed. */
    AUTO
  }
}
