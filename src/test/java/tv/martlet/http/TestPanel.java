package tv.martlet.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A TV box made of values: commands change them, and whoever listens is told. */
final class TestPanel implements Panel {
  static final String TOKEN = "0123456789abcdef0123456789abcdef";

  final List<Command> carriedOut = new CopyOnWriteArrayList<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  volatile PanelState.Shown shown =
      new PanelState.Shown("playing", "harbour", "Harbour TV", 62, false);
  volatile List<PanelChannel> channels =
      List.of(
          channel("harbour", "Harbour TV", 1, "Local"),
          channel("north", "Nordlicht", 2, "Local"),
          channel("verde", "Canal Verde", 3, "Nature"),
          channel("film", "Film Eins", 4, "Film"),
          channel("kids", "Kids Planet", 5, "Children"),
          channel("info", "Info 24", 6, "News"),
          channel("sport", "Sport Arena", 7, "Sport"),
          channel("museum", "Museum of the Sea", 8, "Culture"),
          channel("evil", "<img src=x onerror=alert(1)>", 9, "Bad \"input\" & more"),
          channel("radio", "Radio Brise", 10, "Radio"));
  volatile long down = 8_130_000 / 8;
  volatile CompletableFuture<byte[]> picture = CompletableFuture.completedFuture(new byte[] {1, 2});
  volatile boolean screen = true;
  volatile String refusal = "";

  private static PanelChannel channel(String id, String name, int number, String group) {
    return new PanelChannel(id, name, number, group, List.of("harbour", "museum").contains(id));
  }

  void tell() {
    listeners.forEach(Runnable::run);
  }

  @Override
  public PanelState state() {
    return new PanelState(
        new PanelState.About("Living room", "1.0.0", 6778, 187_000, true, screen),
        shown,
        new PanelState.Figures(
            1.4,
            7,
            new PanelState.Traffic(down, 11_400_000 / 8, 3),
            new PanelState.Times(640, 910, 1530),
            0.9998),
        "",
        Optional.of(
            new BoardHealth(
                OptionalDouble.of(54.6),
                List.of(),
                new BoardHealth.Memory(88L << 20, 412L << 20, 920L << 20),
                1_987_000)));
  }

  @Override
  public List<PanelChannel> channels() {
    return channels;
  }

  @Override
  public List<PanelNeighbour> neighbours() {
    List<PanelNeighbour> all = new ArrayList<>();
    long[][] rates = {{412, 0, 3}, {266, 190, 9}, {180, 301, 14}, {98, 420, 21}, {60, 388, 34}};
    for (int i = 0; i < rates.length; i++) {
      String address = i == 2 ? "[2001:db8:7::31]:6778" : "192.0.2." + (17 + 31 * i) + ":6778";
      all.add(
          new PanelNeighbour(
              address, "harbour", rates[i][0] * 1000, rates[i][1] * 1000, rates[i][2] * 1130));
    }
    all.add(new PanelNeighbour("198.51.100.9:6778", "museum", 0, 126_000, 48_200));
    all.add(new PanelNeighbour("203.0.113.77:41093", "harbour", 0, 0, 0));
    return all;
  }

  @Override
  public BufferMap buffer() {
    return BufferMap.draw(880_000, 880_700, 882_780, TestPanel::here);
  }

  private static long here(long first, long last) {
    boolean rare = first > 882_500 && first % 7 < 3;
    boolean hole = first > 881_900 && first < 881_960;
    return hole ? 0 : rare ? (last - first) / 2 : last - first + 1;
  }

  @Override
  public List<ChannelCounts> counts() {
    Map<String, Long> from = Map.of("192.0.2.17:6778", 9_000L);
    return List.of(
        new ChannelCounts(
            "harbour", 6, 5_000_000_000L, 7_000_000L, playing(999_800, 200, 640, 1530), from),
        new ChannelCounts("mu\"se\\um\n", 1, 1, 2, playing(0, 0, -1, -1), Map.of()));
  }

  private static ChannelCounts.Playing playing(long onTime, long late, long startup, long lag) {
    return new ChannelCounts.Playing(onTime, late, startup, lag);
  }

  @Override
  public void listen(Runnable changed) {
    listeners.add(changed);
  }

  @Override
  public void carryOut(Command command) throws CommandException {
    if (!refusal.isEmpty()) {
      throw new CommandException(refusal);
    }
    carriedOut.add(command);
    PanelState.Shown was = shown;
    if (command instanceof Command.Show show) {
      PanelChannel to =
          channels.stream()
              .filter(c -> c.id().equals(show.channel()))
              .findFirst()
              .orElseThrow(() -> new CommandException("There is no such channel here."));
      shown = new PanelState.Shown("playing", to.id(), to.name(), was.volume(), was.muted());
    } else if (command instanceof Command.Volume volume) {
      shown =
          new PanelState.Shown(
              was.status(), was.channel(), was.name(), volume.percent(), was.muted());
    } else if (command instanceof Command.Mute mute) {
      shown =
          new PanelState.Shown(was.status(), was.channel(), was.name(), was.volume(), mute.muted());
    }
    tell();
  }

  @Override
  public CompletableFuture<byte[]> screenshot() {
    return picture;
  }
}
