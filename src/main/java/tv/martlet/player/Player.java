package tv.martlet.player;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A screen with sound that shows one channel at a time. Methods may be called from any thread and
 * return at once; what is wished for last is what holds, also over a restart of the program behind.
 */
public interface Player extends AutoCloseable {
  /**
   * Starts the player of the settings: the one named, or mpv, or else omxplayer.
   *
   * @throws PlayerException when there is none, with the sentence that says what to do
   */
  static Player open(PlayerSettings settings) throws PlayerException {
    return PlayerChoice.open(settings, Machine.here());
  }

  /**
   * Shows a channel, in place of the one before. Of calls that follow each other quickly only the
   * last counts.
   *
   * @param url of an MPEG transport stream, {@code http} or {@code https}
   * @throws IllegalArgumentException when the URL is neither, or longer than 2,048 characters
   */
  void play(String url, String title);

  /** Shows nothing. */
  void stop();

  /** Sets the volume: 0 to 100, clamped. */
  void volume(int percent);

  void mute(boolean muted);

  /**
   * Plays a little faster or slower, the pitch staying as it is; holds until the next call.
   *
   * @param factor 1 for the stream's own speed; clamped to 0.5 to 2
   */
  void speed(double factor);

  /** Writes over the picture for a while; texts are cut at 500 characters. */
  void showText(String text, Duration time);

  /**
   * Saves the screen's picture in the format that the file name's ending says: with the text over
   * it, or the channel's own picture where the video output knows no other.
   *
   * @return completes when the file is written, exceptionally with a {@link PlayerException}
   */
  CompletableFuture<Path> screenshot(Path file);

  /** What it does now; never waits. */
  PlayerState state();

  /**
   * Names who is told of each new state, except a mere change of position, on the player's thread.
   */
  void onChange(Consumer<PlayerState> listener);

  /** Ends the program behind. */
  @Override
  void close();
}
