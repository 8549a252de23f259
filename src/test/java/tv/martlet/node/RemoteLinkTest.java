package tv.martlet.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tinylog.Logger;
import tv.martlet.config.Setting;
import tv.martlet.config.Settings;
import tv.martlet.config.Sources;
import tv.martlet.config.Surroundings;
import tv.martlet.remote.Broker;
import tv.martlet.remote.Onlooker;
import tv.martlet.remote.RefusalException;

/** A box and its settings' files behind a real broker. */
class RemoteLinkTest {
  @TempDir private Path dir;
  private final Map<String, String> environment = new HashMap<>();
  private final SmallBox box = new SmallBox();
  private Broker broker;
  private Onlooker eye;
  private AutoCloseable remote;

  @BeforeEach
  void open() throws Exception {
    broker = Broker.start(dir);
    eye = new Onlooker(broker);
    Files.createDirectories(dir.resolve("etc/martlet"));
    Files.createDirectories(dir.resolve("var/lib/martlet"));
    Files.writeString(
        dir.resolve("etc/martlet/martlet.toml"),
        "node.id = \"b\"\nmqtt.broker = \"" + broker.address() + "\"\n");
  }

  @AfterEach
  void close() throws Exception {
    if (remote != null) {
      remote.close();
    }
    eye.close();
    broker.close();
  }

  private Sources sources() {
    return Sources.of(new Surroundings(dir, environment, "root", dir));
  }

  private void start() throws Exception {
    remote = RemoteLink.start(box, Settings.load(sources()));
    eye.await("martlet/b/state");
  }

  private Path overrides() {
    return sources().overrides();
  }

  private JsonObject ask(String verb, String payload) throws Exception {
    return eye.ask("b", verb, payload);
  }

  private String refusal(String verb, String payload) throws Exception {
    JsonObject answer = ask(verb, payload);
    assertEquals("error", answer.get("status").getAsString(), answer.toString());
    return answer.get("error").getAsString();
  }

  @Test
  void theBoxIsToldOfAndSteered() throws Exception {
    start();
    JsonObject state = eye.await("martlet/b/state").json();
    assertEquals("relaying", state.get("status").getAsString());
    assertEquals(11, state.get("speed_down").getAsInt());
    assertEquals(22, state.get("speed_up").getAsInt());
    assertEquals(33, state.get("dropped").getAsInt());
    assertEquals(44, state.get("startup_ms").getAsInt());
    assertEquals(55, state.get("zap_ms").getAsInt());
    assertEquals(66, state.get("lag_ms").getAsInt());
    assertEquals("[\"one\"]", state.get("relayed").toString());
    ask("volume", "70");
    assertEquals("volume 70", box.awaitDone());
    eye.await("martlet/b/state", h -> h.json().get("volume").getAsInt() == 70);
    assertEquals("there is no channel x", refusal("channel", "x"));
    assertEquals("there is no screen", refusal("screenshot", ""));
    assertEquals("there is no screen", refusal("message", "hello"));
    assertTrue(ask("channels", "").get("data").toString().contains("\"group\":\"News\""));
    assertTrue(ask("peers", "").get("data").toString().contains("192.0.2.1:6778"));
    ask("restart", "");
    assertEquals("restart", box.awaitDone());
  }

  @Test
  void theLogIsReadFromAfar() throws Exception {
    start();
    Logger.warn("a line for {}", "those afar");
    assertTrue(ask("logs", "{\"lines\": 500}").get("data").toString().contains("a line for those"));
    assertTrue(LogRing.newest(1).size() <= 1);
  }

  @Test
  void settingsAreChangedInTheFileOfOverrides() throws Exception {
    start();
    ask("config/set", "{\"values\": {\"peer.max_neighbours\": 7, \"node.name\": \"Hall\"}}");
    assertEquals(7, Settings.load(sources()).peer().maxNeighbours());
    assertEquals(
        "{\"peer.max_neighbours\":7}",
        ask("config/get", "peer.max_neighbours").get("data").toString());
    ask("config/reset", "{\"keys\": [\"peer.max_neighbours\"]}");
    assertEquals(48, Settings.load(sources()).peer().maxNeighbours());
    assertEquals("Hall", Settings.load(sources()).node().name());
    String before = Files.readString(overrides());
    assertTrue(refusal("config/set", "{\"key\":\"peer.pax\",\"value\":1}").contains("peer.pex?"));
    assertTrue(
        refusal("config/set", "{\"values\":{\"peer.pex\":false,\"ring.bytes\":\"1\"}}")
            .startsWith("ring.bytes: expected"));
    assertTrue(
        refusal("config/set", "{\"key\":\"player.command\",\"value\":\"sh\"}")
            .contains("on the board itself"));
    assertEquals(before, Files.readString(overrides()));
    try (var files = Files.list(overrides().getParent())) {
      assertEquals(List.of(overrides()), files.toList());
    }
  }

  /** Whoever may write at the broker could else have any readable file sent to any broker. */
  @Test
  void filesAreTheBoardsOwn() throws Exception {
    start();
    List<String> files =
        Settings.load(sources()).all().stream()
            .map(Setting::key)
            .filter(key -> key.matches(".*(_file|_cert|_key|[.](key|cert|ca|state|data_dir)|_ca)"))
            .toList();
    assertTrue(
        files.containsAll(List.of("mqtt.password_file", "http.token_file")), files::toString);
    assertTrue(files.contains("tracker_server.digest_users_file"), files::toString);
    OverridesDesk desk = new OverridesDesk(sources());
    for (String key : files) {
      Map<String, Optional<String>> change = Map.of(key, Optional.of("/etc/shadow"));
      RefusalException refused = assertThrows(RefusalException.class, () -> desk.change(change));
      assertEquals(
          key + " names a file of the board: set it on the board itself", refused.getMessage());
    }
    assertTrue(
        refusal("config/set", "{\"key\":\"mqtt.password_file\",\"value\":\"/etc/shadow\"}")
            .contains("names a file"));
    assertTrue(refusal("config/reset", "mqtt.ca").contains("names a file"));
    for (String list : List.of("/etc/passwd", "file:///etc/passwd", "list.m3u", " http://x/")) {
      String change = "{\"key\":\"channels.list\",\"value\":\"%s\"}".formatted(list);
      assertTrue(refusal("config/set", change).contains("may name an address"), list);
    }
    assertFalse(Files.exists(overrides()));
    ask("config/set", "{\"key\":\"channels.list\",\"value\":\"https://lists.example/tv.m3u\"}");
    assertEquals("https://lists.example/tv.m3u", Settings.load(sources()).channels().list());
    ask("config/reset", "channels.list");
    assertEquals("", Settings.load(sources()).channels().list());
  }

  @Test
  void whatGoesBeforeTheOverridesIsNamed() throws Exception {
    environment.put("MARTLET_PEER_PEX", "false");
    start();
    assertTrue(
        refusal("config/set", "{\"key\":\"peer.pex\",\"value\":true}")
            .contains("is set by MARTLET_PEER_PEX, which goes before"));
  }

  @Test
  void aTrialThatNobodyEndedIsUndoneAtTheNextStart() throws Exception {
    Files.writeString(overrides(), "mqtt.broker = \"\"\n");
    Files.writeString(overrides().resolveSibling("overrides.toml.before"), "node.name = \"N\"\n");
    start();
    eye.await("martlet/b/event", h -> h.text().contains("config_rolled_back"));
    assertEquals("N", Settings.load(sources()).node().name());
  }

  @Test
  void theDeskKeepsOrGivesBackWhatIsOnTrial() throws Exception {
    OverridesDesk desk = new OverridesDesk(sources());
    desk.change(Map.of("mqtt.prefix", Optional.of("site")));
    assertEquals("site", desk.broker().prefix());
    assertTrue(desk.giveBack());
    assertEquals("martlet", desk.broker().prefix());
    desk.change(Map.of("mqtt.prefix", Optional.of("site")));
    desk.confirm();
    assertFalse(desk.giveBack());
    assertEquals("site", desk.broker().prefix());
  }

  @Test
  void withoutABrokerTheBoxIsLeftAlone() throws Exception {
    Files.writeString(dir.resolve("etc/martlet/martlet.toml"), "node.id = \"b\"\n");
    remote = RemoteLink.start(box, Settings.load(sources()));
    box.volume(5);
    assertEquals(5, box.state().sound().volume());
  }

  /** A box without a screen. */
  private static final class SmallBox implements Box {
    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();
    private volatile int volume = 50;
    private volatile Consumer<BoxState> listener = state -> {};

    String awaitDone() throws InterruptedException {
      String next = done.poll(20, TimeUnit.SECONDS);
      return next == null ? "nothing" : next;
    }

    @Override
    public BoxState state() {
      return new BoxState(
          BoxState.Status.RELAYING,
          "one",
          "First",
          new BoxState.Sound(volume, false),
          new BoxState.Figures(
              1, 2, new BoxState.Traffic(11, 22, 33), new BoxState.Times(44, 55, 66), 0.5),
          "");
    }

    @Override
    public void listen(Consumer<BoxState> listener) {
      this.listener = listener;
    }

    @Override
    public List<BoxChannel> channels() {
      return List.of(
          new BoxChannel("one", "First", 1, "ppsp://t:1/00", new BoxChannel.Extras("", "News")));
    }

    @Override
    public Set<String> relayed() {
      return Set.of("one");
    }

    @Override
    public void channel(String which) throws RefusedCommandException {
      throw new RefusedCommandException("there is no channel " + which);
    }

    @Override
    public void step(int by) {
      done.add("step " + by);
    }

    @Override
    public void volume(int percent) {
      volume = percent;
      done.add("volume " + percent);
      listener.accept(state());
    }

    @Override
    public void mute(boolean muted) {
      done.add("mute " + muted);
    }

    @Override
    public void relay(String which, boolean on) {
      done.add("relay " + which);
    }

    @Override
    public void message(String text, Duration time) throws RefusedCommandException {
      throw new RefusedCommandException("there is no screen");
    }

    @Override
    public void identify() {
      done.add("identify");
    }

    @Override
    public CompletableFuture<byte[]> screenshot() {
      return CompletableFuture.failedFuture(new RefusedCommandException("there is no screen"));
    }

    @Override
    public List<BoxNeighbour> neighbours() {
      return List.of(new BoxNeighbour("192.0.2.1:6778", "one", 1, 2, 3));
    }

    @Override
    public void restart() {
      done.add("restart");
    }

    @Override
    public void powerOff() {
      done.add("off");
    }
  }
}
