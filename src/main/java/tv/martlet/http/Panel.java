package tv.martlet.http;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The node as its page shows and steers it. Every method is called on the web's loop and answers at
 * once; what it tells may be a second old.
 */
public interface Panel {
  /** How it fares. */
  PanelState state();

  /** What can be watched, in the order of the list. */
  List<PanelChannel> channels();

  /** Who is sent to and received from, over all channels. */
  List<PanelNeighbour> neighbours();

  /** What is here of the channel that is shown. */
  BufferMap buffer();

  /** Figures of each channel that is received. */
  List<ChannelCounts> counts();

  /** Names who is told of each change, on any thread; it is cheap and never waits. */
  void listen(Runnable changed);

  /**
   * Does what was asked for.
   *
   * @throws CommandException with a sentence that says why not
   */
  void carryOut(Command command) throws CommandException;

  /** The picture now, as JPEG; fails with a {@link CommandException} where there is none. */
  CompletableFuture<byte[]> screenshot();
}
