package tv.martlet.node;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A running node as those see it who steer it: buttons, the web, MQTT. Methods may be called from
 * any thread and return at once; what was wished for last holds.
 */
public interface Box {
  /** How it fares; at most a second old. */
  BoxState state();

  /**
   * Names who is told of each change, and of the figures once a second, on the box's own thread.
   */
  void listen(Consumer<BoxState> listener);

  /** What can be watched, in the order of the list. */
  List<BoxChannel> channels();

  /** Ids of what is passed on, whether it is shown or not; not of what was just left. */
  Set<String> relayed();

  /**
   * Shows a channel, or relays it where there is no screen.
   *
   * @param which its id, its number, its name whatever the case, or a {@code ppsp://} address
   * @throws RefusedCommandException when there is no such channel
   */
  void channel(String which) throws RefusedCommandException;

  /**
   * Goes up or down in the list, around its ends.
   *
   * @throws RefusedCommandException when the list is empty
   */
  void step(int by) throws RefusedCommandException;

  /** Sets the volume: 0 to 100, clamped. */
  void volume(int percent);

  void mute(boolean muted);

  /**
   * Begins or ends passing on a channel that is not shown.
   *
   * @throws RefusedCommandException when there is no such channel, or no room for one more
   */
  void relay(String which, boolean on) throws RefusedCommandException;

  /**
   * Writes over the picture.
   *
   * @throws RefusedCommandException when there is no screen
   */
  void message(String text, Duration time) throws RefusedCommandException;

  /** Makes itself known to whoever stands before it: its name on the screen, its light. */
  void identify();

  /** The picture now, as JPEG; fails with a {@link RefusedCommandException} without a screen. */
  CompletableFuture<byte[]> screenshot();

  /** Who is sent to and received from, over all channels. */
  List<BoxNeighbour> neighbours();

  /** Ends the process so that its supervisor starts it anew. */
  void restart();

  /** Ends the process and switches the board off, where that is allowed. */
  void powerOff();
}
