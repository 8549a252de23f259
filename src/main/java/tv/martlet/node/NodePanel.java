package tv.martlet.node;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import tv.martlet.http.BoardHealth;
import tv.martlet.http.BufferMap;
import tv.martlet.http.ChannelCounts;
import tv.martlet.http.Command;
import tv.martlet.http.CommandException;
import tv.martlet.http.Panel;
import tv.martlet.http.PanelChannel;
import tv.martlet.http.PanelNeighbour;
import tv.martlet.http.PanelState;

/** The node on its page: what the box says, or where there is none, what its channels say. */
final class NodePanel implements Panel {
  private static final BoxState.Sound SILENT = new BoxState.Sound(0, false);

  private final Front front;

  NodePanel(Front front) {
    this.front = front;
  }

  // ---- what is told ----

  @Override
  public PanelState state() {
    BoxState now = front.seat().map(seat -> seat.box().state()).orElseGet(this::watched);
    return new PanelState(
        about(), shown(now), figures(now.figures()), now.problem(), Optional.of(board()));
  }

  private static BoardHealth board() {
    var now = tv.martlet.board.BoardHealth.now();
    var memory = now.memory();
    return new BoardHealth(
        now.celsius(),
        now.throttling(),
        new BoardHealth.Memory(memory.process(), memory.used(), memory.total()),
        now.uptimeSeconds());
  }

  private PanelState.About about() {
    String version = NodePanel.class.getPackage().getImplementationVersion();
    return new PanelState.About(
        front.name(),
        version == null ? "" : version,
        front.peerPort().getAsInt(),
        ManagementFactory.getRuntimeMXBean().getUptime() / 1000,
        front.seat().isPresent(),
        front.seat().map(Front.Seat::screen).orElse(false));
  }

  private static PanelState.Shown shown(BoxState now) {
    return new PanelState.Shown(
        now.status().name().toLowerCase(Locale.ROOT),
        now.channel(),
        now.name(),
        now.sound().volume(),
        now.sound().muted());
  }

  private static PanelState.Figures figures(BoxState.Figures now) {
    BoxState.Traffic traffic = now.traffic();
    BoxState.Times times = now.times();
    return new PanelState.Figures(
        now.bufferSeconds(),
        now.peers(),
        new PanelState.Traffic(traffic.down(), traffic.up(), traffic.dropped()),
        new PanelState.Times(times.startupMs(), times.zapMs(), times.lagMs()),
        now.continuity());
  }

  /** The state of a node that only receives: that of its first channel. */
  private BoxState watched() {
    Map<String, ? extends Served> served = front.served().get();
    if (served.isEmpty()) {
      return Faring.STARTING;
    }
    var first = served.entrySet().iterator().next();
    boolean plays = first.getValue().isPlaying();
    return new BoxState(
        plays ? BoxState.Status.PLAYING : BoxState.Status.LOADING,
        first.getKey(),
        first.getValue().name(),
        SILENT,
        figuresOf(first.getKey()),
        "");
  }

  private BoxState.Figures figuresOf(String id) {
    Map<String, Gauge.Reading> readings = front.readings().get();
    Gauge.Reading main = readings.getOrDefault(id, Gauge.Reading.NONE);
    ChannelFigures figures = main.figures();
    return new BoxState.Figures(
        main.bufferSeconds(),
        figures.neighbours(),
        new BoxState.Traffic(
            readings.values().stream().mapToLong(Gauge.Reading::down).sum(),
            readings.values().stream().mapToLong(Gauge.Reading::up).sum(),
            main.late()),
        new BoxState.Times(figures.startupMs(), -1, figures.lagMs()),
        figures.continuity());
  }

  @Override
  public List<PanelChannel> channels() {
    List<PanelChannel> all = new ArrayList<>();
    if (front.seat().isPresent()) {
      Box box = front.seat().get().box();
      Set<String> relayed = box.relayed();
      for (BoxChannel c : box.channels()) {
        boolean passedOn = relayed.contains(c.id());
        all.add(new PanelChannel(c.id(), c.name(), c.number(), c.extras().group(), passedOn));
      }
    } else {
      front
          .served()
          .get()
          .forEach((id, each) -> all.add(new PanelChannel(id, each.name(), 0, "", true)));
    }
    return all;
  }

  @Override
  public List<PanelNeighbour> neighbours() {
    return front.readings().get().values().stream()
        .flatMap(each -> each.neighbours().stream())
        .sorted(Comparator.comparingLong(n -> -n.down() - n.up()))
        .map(n -> new PanelNeighbour(n.address(), n.channel(), n.down(), n.up(), n.rttMicros()))
        .toList();
  }

  @Override
  public BufferMap buffer() {
    String main =
        front
            .seat()
            .map(seat -> seat.box().state().channel())
            .orElseGet(() -> front.served().get().keySet().stream().findFirst().orElse(""));
    return front.readings().get().getOrDefault(main, Gauge.Reading.NONE).buffer();
  }

  @Override
  public List<ChannelCounts> counts() {
    List<ChannelCounts> all = new ArrayList<>();
    front.readings().get().forEach((id, reading) -> all.add(counts(id, reading)));
    return all;
  }

  private static ChannelCounts counts(String id, Gauge.Reading reading) {
    ChannelFigures figures = reading.figures();
    return new ChannelCounts(
        id,
        figures.neighbours(),
        figures.bytesFrom().values().stream().mapToLong(Long::longValue).sum(),
        figures.uploadedBytes(),
        new ChannelCounts.Playing(
            figures.played() - reading.late(),
            reading.late(),
            figures.startupMs(),
            figures.lagMs()),
        figures.bytesFrom());
  }

  @Override
  public void listen(Runnable changed) {
    front.seat().ifPresent(seat -> seat.box().listen(state -> changed.run()));
  }

  // ---- what is done ----

  @Override
  public void carryOut(Command command) throws CommandException {
    try {
      carryOut(box(), command);
    } catch (RefusedCommandException e) {
      throw new CommandException(sentence(e.getMessage()));
    }
  }

  private Box box() throws CommandException {
    return front
        .seat()
        .map(Front.Seat::box)
        .orElseThrow(() -> new CommandException("This node takes no commands."));
  }

  private static void carryOut(Box box, Command command) throws RefusedCommandException {
    if (command instanceof Command.Show show) {
      box.channel(show.channel());
    } else if (command instanceof Command.Step step) {
      box.step(step.by());
    } else if (command instanceof Command.Volume volume) {
      box.volume(volume.percent());
    } else if (command instanceof Command.Mute mute) {
      box.mute(mute.muted());
    } else if (command instanceof Command.Message message) {
      box.message(message.text(), Duration.ofSeconds(message.seconds()));
    } else if (command instanceof Command.Relay relay) {
      box.relay(relay.channel(), relay.on());
    } else if (command instanceof Command.Identify) {
      box.identify();
    } else {
      throw new IllegalArgumentException("nobody carries out " + command);
    }
  }

  @Override
  public CompletableFuture<byte[]> screenshot() {
    try {
      return box().screenshot().exceptionallyCompose(NodePanel::failed);
    } catch (CommandException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static CompletableFuture<byte[]> failed(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return CompletableFuture.failedFuture(
        cause instanceof RefusedCommandException
            ? new CommandException(sentence(cause.getMessage()))
            : cause);
  }

  /** As a person writes one. */
  private static String sentence(String text) {
    String first = text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    return first.endsWith(".") ? first : first + ".";
  }
}
