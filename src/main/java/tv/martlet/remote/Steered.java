package tv.martlet.remote;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What is watched and steered. Methods are called on one thread and return at once. */
public interface Steered {
  /** How it fares. */
  Telling telling();

  /** Names who is told of each change, on any thread. */
  void listen(Runnable changed);

  /** What can be chosen. */
  List<Choice> channels();

  /** Who is sent to and received from. */
  List<Neighbour> neighbours();

  /**
   * Shows or relays a channel.
   *
   * @param which its id, number, name or address
   * @throws RefusalException when there is no such channel
   */
  void channel(String which) throws RefusalException;

  /** Sets the volume, 0 to 100. */
  void volume(int percent);

  void mute(boolean muted);

  /**
   * Begins or ends passing on a channel.
   *
   * @throws RefusalException when that cannot be
   */
  void relay(String which, boolean on) throws RefusalException;

  /**
   * Writes over the picture.
   *
   * @throws RefusalException when there is no screen
   */
  void message(String text, Duration time) throws RefusalException;

  /** Shows whoever stands before it which one it is. */
  void identify();

  /** The picture as JPEG; fails with a {@link RefusalException} without a screen. */
  CompletableFuture<byte[]> screenshot();

  /** The newest lines of the log, the oldest of them first. */
  List<String> logs(int lines);

  /** Ends the process so that its supervisor starts it anew. */
  void restart();
}
