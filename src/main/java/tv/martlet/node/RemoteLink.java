package tv.martlet.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import tv.martlet.config.NodeSettings;
import tv.martlet.config.Settings;
import tv.martlet.remote.Choice;
import tv.martlet.remote.Identity;
import tv.martlet.remote.Neighbour;
import tv.martlet.remote.RefusalException;
import tv.martlet.remote.Remote;
import tv.martlet.remote.Steered;
import tv.martlet.remote.Telling;

/** A box as its broker sees and steers it. */
final class RemoteLink implements Steered {
  private static final Path MODEL = Path.of("/proc/device-tree/model");
  private static final int MAX_MODEL = 100;

  private final Box box;

  private RemoteLink(Box box) {
    this.box = box;
  }

  /** Starts the link where the settings name a broker, or did before a change on trial. */
  static AutoCloseable start(Box box, Settings settings) {
    OverridesDesk desk = new OverridesDesk(settings.sources());
    if (settings.mqtt().broker().isEmpty() && !desk.isOnTrial()) {
      return () -> {};
    }
    NodeSettings node = settings.node();
    Identity identity = new Identity(node.id(), node.name(), version(), model());
    return Remote.start(new RemoteLink(box), desk, identity);
  }

  private static String version() {
    String number = RemoteLink.class.getPackage().getImplementationVersion();
    return number == null ? "unknown" : number;
  }

  /** The board's own name for itself, as the kernel has it; empty where it has none. */
  private static String model() {
    try {
      String text = Files.isReadable(MODEL) ? Files.readString(MODEL) : "";
      String clean = text.replaceAll("\\p{Cntrl}", "").strip();
      return clean.substring(0, Math.min(MAX_MODEL, clean.length()));
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public Telling telling() {
    BoxState state = box.state();
    BoxState.Figures figures = state.figures();
    return new Telling(
        state.status().name(),
        state.channel(),
        state.name(),
        state.sound().volume(),
        state.sound().muted(),
        List.copyOf(box.relayed()),
        state.problem(),
        new Telling.Figures(
            figures.bufferSeconds(),
            figures.peers(),
            figures.traffic().down(),
            figures.traffic().up(),
            figures.traffic().dropped(),
            figures.times().startupMs(),
            figures.times().zapMs(),
            figures.times().lagMs(),
            figures.continuity()));
  }

  @Override
  public void listen(Runnable changed) {
    box.listen(state -> changed.run());
  }

  @Override
  public List<Choice> channels() {
    return box.channels().stream().map(RemoteLink::choice).toList();
  }

  private static Choice choice(BoxChannel channel) {
    return new Choice(
        channel.id(),
        channel.name(),
        channel.number(),
        channel.extras().group(),
        channel.isSwarm());
  }

  @Override
  public List<Neighbour> neighbours() {
    return box.neighbours().stream()
        .map(
            each ->
                new Neighbour(
                    each.address(), each.channel(), each.down(), each.up(), each.rttMicros()))
        .toList();
  }

  @Override
  public void channel(String which) throws RefusalException {
    try {
      box.channel(which);
    } catch (RefusedCommandException e) {
      throw refusal(e);
    }
  }

  @Override
  public void volume(int percent) {
    box.volume(percent);
  }

  @Override
  public void mute(boolean muted) {
    box.mute(muted);
  }

  @Override
  public void relay(String which, boolean on) throws RefusalException {
    try {
      box.relay(which, on);
    } catch (RefusedCommandException e) {
      throw refusal(e);
    }
  }

  @Override
  public void message(String text, Duration time) throws RefusalException {
    try {
      box.message(text, time);
    } catch (RefusedCommandException e) {
      throw refusal(e);
    }
  }

  @Override
  public void identify() {
    box.identify();
  }

  @Override
  public CompletableFuture<byte[]> screenshot() {
    return box.screenshot()
        .handle(
            (jpeg, trouble) -> {
              if (trouble == null) {
                return jpeg;
              }
              Throwable cause =
                  trouble instanceof CompletionException && trouble.getCause() != null
                      ? trouble.getCause()
                      : trouble;
              throw new CompletionException(
                  cause instanceof RefusedCommandException refused ? refusal(refused) : cause);
            });
  }

  private static RefusalException refusal(RefusedCommandException e) {
    return new RefusalException(e.getMessage());
  }

  @Override
  public List<String> logs(int lines) {
    return LogRing.newest(lines);
  }

  @Override
  public void restart() {
    box.restart();
  }
}
