package tv.martlet.node;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.tinylog.Logger;
import tv.martlet.chunk.ChunkUri;
import tv.martlet.config.Settings;
import tv.martlet.player.Player;

/**
 * The roles of a TV box and of a relay: receives the channel that is shown and those that are
 * relayed, passes them on, serves them over HTTP, and remembers over restarts what was shown.
 *
 * <pre>
 *   any thread ── wish ──► box's thread (clerk) ──► lineup ──► swarms
 *                                      │  ▲            └─────► player
 *                                state ▼  │ once a second: the engine's figures
 *                                 listeners
 * </pre>
 */
public final class BoxNode implements Box, Watched, AutoCloseable {
  private static final int MAX_MESSAGE = 500;
  private static final Duration MAX_MESSAGE_TIME = Duration.ofMinutes(10);
  private static final Duration NAME_TIME = Duration.ofSeconds(5);

  private final Station station;
  private final Settings settings;
  private final Clerk clerk = new Clerk();
  private final Memory memory;
  private final ListSource source;
  private final Lineup lineup;
  private final Tuner tuner;
  private final NodeWeb web;
  private final Screen screen;
  private final List<Consumer<BoxState>> listeners = new CopyOnWriteArrayList<>();
  private final List<Runnable> identified = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile Map<String, Gauge.Reading> readings = Map.of();
  private volatile BoxState state;
  private volatile Set<String> relayed = Set.of();

  private BoxNode(Station station, Screen screen) throws IOException {
    this.station = station;
    this.settings = station.settings();
    this.screen = screen;
    screen.player().ifPresent(station::add);
    Path folder = settings.node().dataDir();
    this.memory = station.add(new Memory(folder.resolve("remembered.json"), clerk));
    this.lineup = station.add(new Lineup(this::join, System::nanoTime));
    this.source = new ListSource(settings.channels(), folder, clerk, new ListFetch(), this::listed);
    this.state = Faring.STARTING;
    this.web = station.add(NodeWeb.start(settings, front(), station.web()));
    this.tuner = new Tuner(settings, screen, memory, lineup, web::streamUrl);
    station.add(clerk);
    clerk.call(this::begin);
    links();
  }

  /**
   * Starts the node of the settings. What is wrong but can be done without is told in the log and
   * in the state, and the node comes up all the same.
   *
   * @throws IOException with a sentence that says what to change
   */
  public static BoxNode run(Settings settings) throws IOException {
    return run(settings, Screen.open(settings.player()));
  }

  /** The same on a screen that is there already; it is closed with the box. */
  static BoxNode run(Settings settings, Screen screen) throws IOException {
    Station station = null;
    try {
      station = new Station(settings);
      return new BoxNode(station, screen);
    } catch (IOException | RuntimeException e) {
      if (station != null) {
        station.close();
      }
      screen.player().ifPresent(Player::close);
      throw e;
    }
  }

  /** Those who steer this box: one line each, that starts it when its settings say so. */
  private void links() {
    station.add(RemoteLink.start(this, settings));
    BoardLink.start(settings.board(), this, this::onIdentify).ifPresent(station::add);
  }

  private Front front() {
    return new Front(
        settings.node().name(),
        this::peerPort,
        lineup::served,
        () -> readings,
        Optional.of(new Front.Seat(this, hasScreen())));
  }

  // ---- the box's thread ----

  private void begin() {
    tuner.hear();
    screen.player().ifPresent(player -> player.onChange(now -> clerk.execute(this::publish)));
    source.start();
    clerk.everySecond(this::look);
  }

  private void listed(ChannelList fresh) {
    tuner.listed(fresh);
    publish();
  }

  private Served join(BoxChannel channel) {
    Optional<ChunkUri> swarm = ChannelList.ppsp(channel.uri());
    return swarm.isPresent() ? station.join(swarm.get()) : InputChannel.open(channel);
  }

  /** Once a second. */
  private void look() {
    lineup.sweep();
    readings = Gauge.read(station.host(), lineup.served()).join();
    tuner.pace(readings.getOrDefault(tuner.mainId(), Gauge.Reading.NONE).speed());
    publish();
  }

  private void publish() {
    state = faring().state();
    relayed = tuner.relayed();
    for (Consumer<BoxState> listener : listeners) {
      try {
        listener.accept(state);
      } catch (RuntimeException e) {
        Logger.error(e, "a listener to the box failed");
      }
    }
  }

  private Faring faring() {
    return new Faring(
        tuner.shown(),
        lineup.isInUse(),
        new Faring.Main(tuner.mainId(), tuner.mainName()),
        readings,
        screen.player().map(Player::state),
        memory.get(),
        firstOf(tuner.problem(), source.problem(), station.host().trouble(), screen.problem()));
  }

  private static String firstOf(String... sentences) {
    return List.of(sentences).stream().filter(s -> !s.isEmpty()).findFirst().orElse("");
  }

  // ---- any thread ----

  @Override
  public BoxState state() {
    return state;
  }

  @Override
  public void listen(Consumer<BoxState> listener) {
    listeners.add(listener);
    clerk.execute(() -> listener.accept(state));
  }

  /** Names who is told when the box is to make itself known, on the caller's thread. */
  void onIdentify(Runnable listener) {
    identified.add(listener);
  }

  @Override
  public List<BoxChannel> channels() {
    return tuner.list().channels();
  }

  @Override
  public void channel(String which) throws RefusedCommandException {
    wish(tuner.list().find(which));
  }

  @Override
  public void step(int by) throws RefusedCommandException {
    wish(tuner.next(by));
  }

  private void wish(BoxChannel channel) throws RefusedCommandException {
    tuner.wish(channel);
    act(tuner::settle);
  }

  private void act(Runnable command) {
    clerk.execute(
        () -> {
          command.run();
          publish();
        });
  }

  @Override
  public void volume(int percent) {
    int clamped = Math.max(0, Math.min(100, percent));
    act(() -> tuner.sound(clamped, memory.get().muted()));
  }

  @Override
  public void mute(boolean muted) {
    act(() -> tuner.sound(memory.get().volume(), muted));
  }

  @Override
  public void relay(String which, boolean on) throws RefusedCommandException {
    BoxChannel channel = tuner.list().find(which);
    if (!channel.isSwarm()) {
      throw new RefusedCommandException(
          "channel " + channel.id() + " is no swarm: only ppsp:// channels can be relayed");
    }
    if (on && lineup.isFull()) {
      throw Lineup.full();
    }
    act(() -> tuner.relay(channel, on));
  }

  @Override
  public Set<String> relayed() {
    return relayed;
  }

  @Override
  public void message(String text, Duration time) throws RefusedCommandException {
    String cut = text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE);
    Duration bounded = time.compareTo(MAX_MESSAGE_TIME) > 0 ? MAX_MESSAGE_TIME : time;
    player().showText(cut, bounded.isNegative() ? Duration.ZERO : bounded);
  }

  private Player player() throws RefusedCommandException {
    return screen
        .player()
        .orElseThrow(
            () -> new RefusedCommandException("there is no screen here: set player.backend"));
  }

  @Override
  public void identify() {
    Logger.info("this is {}", settings.node().name());
    screen.player().ifPresent(player -> player.showText(settings.node().name(), NAME_TIME));
    identified.forEach(Runnable::run);
  }

  @Override
  public CompletableFuture<byte[]> screenshot() {
    try {
      return Snapshot.take(player());
    } catch (RefusedCommandException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public List<BoxNeighbour> neighbours() {
    return readings.values().stream().flatMap(each -> each.neighbours().stream()).toList();
  }

  @Override
  public void restart() {
    Logger.info("restarting");
    ended.complete(null);
  }

  /** Names what to do when the box was told to end; that closes it in its turn. */
  public void onEnd(Runnable end) {
    var unused = ended.thenRun(end);
  }

  @Override
  public void powerOff() {
    PowerSwitch.off();
  }

  /**
   * Keeps the service manager that started this process informed, if there is one.
   *
   * @param environment variables of this process
   */
  public void tellService(Map<String, String> environment) {
    ServiceNotice.start(environment, station, clerk)
        .ifPresent(notice -> listen(station.add(notice)::tell));
  }

  /** Runs something on the engine's loop. */
  void onEngine(Runnable work) {
    station.host().port().execute((engine, now) -> work.run());
  }

  /** Whether there is something to show channels on. */
  boolean hasScreen() {
    return screen.player().isPresent();
  }

  @Override
  public Map<String, String> streams() {
    Map<String, String> urls = new LinkedHashMap<>();
    lineup.served().keySet().forEach(id -> urls.put(id, web.streamUrl(id)));
    return urls;
  }

  @Override
  public int peerPort() {
    return station.host().address().getPort();
  }

  @Override
  public Map<String, ChannelFigures> figures() {
    Map<String, ChannelFigures> all = new LinkedHashMap<>();
    readings.forEach((id, reading) -> all.put(id, reading.figures()));
    return all;
  }

  @Override
  public void close() {
    station.close();
  }
}
