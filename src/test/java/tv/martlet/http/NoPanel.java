package tv.martlet.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Of a node that shows nothing but its streams and takes no commands. */
final class NoPanel implements Panel {
  static final NoPanel NONE = new NoPanel();

  private static final PanelState STATE =
      new PanelState(
          new PanelState.About("", "", 0, 0, false, false),
          new PanelState.Shown("idle", "", "", 0, false),
          new PanelState.Figures(
              0, 0, new PanelState.Traffic(0, 0, 0), new PanelState.Times(-1, -1, -1), 1),
          "",
          Optional.empty());

  private NoPanel() {}

  @Override
  public PanelState state() {
    return STATE;
  }

  @Override
  public List<PanelChannel> channels() {
    return List.of();
  }

  @Override
  public List<PanelNeighbour> neighbours() {
    return List.of();
  }

  @Override
  public BufferMap buffer() {
    return BufferMap.NONE;
  }

  @Override
  public List<ChannelCounts> counts() {
    return List.of();
  }

  @Override
  public void listen(Runnable changed) {
    // nothing ever changes
  }

  @Override
  public void carryOut(Command command) throws CommandException {
    throw refused();
  }

  @Override
  public CompletableFuture<byte[]> screenshot() {
    return CompletableFuture.failedFuture(refused());
  }

  private static CommandException refused() {
    return new CommandException("This node takes no commands.");
  }
}
