package tv.martlet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;
import javax.imageio.ImageIO;

/**
 * A TV box as a user has it, and all it needs: a broker with TLS, a tracker, live channels, mpv on
 * a screen. It is steered by Mosquitto's own clients.
 */
final class Parlour implements AutoCloseable {
  private static final String TOPIC = "martlet/box/";

  private final Path dir;
  private final Household home;
  private final Mosquitto broker;
  private final Xvfb screen;
  private final Map<Station, String> channels = new EnumMap<>(Station.class);
  private final int web = Household.freePort();
  private Path settings;
  private Member box;
  private Member told;

  Parlour(Path dir) throws Exception {
    this.dir = dir;
    home = new Household(dir);
    broker = Mosquitto.start(home, dir.resolve("broker"));
    screen = Xvfb.start(home, dir);
    String tracker = home.tracker().address();
    for (Station station : Station.values()) {
      channels.put(station, broadcast(station, tracker));
    }
    write();
    told = listen("listener");
  }

  private String broadcast(Station station, String tracker) throws Exception {
    // A line for one: whoever else watches gets it from that one.
    String slots = "peer.upload_slots=1";
    String[] words =
        home.node(station.id(), "broadcast", "-", "--tracker", tracker, "--set", slots);
    return home.piped(station.id(), station.encoder(), words).awaitJson().get("uri").getAsString();
  }

  private void write() throws IOException {
    StringBuilder list = new StringBuilder("#EXTM3U\n");
    channels.forEach((station, uri) -> list.append(station.listEntry(uri)));
    Path file = Files.writeString(dir.resolve("channels.m3u"), list);
    settings = dir.resolve("box.toml");
    Files.writeString(
        settings,
        """
        [node]
        id = "box"
        name = "Parlour"
        data_dir = "%s"
        [peer]
        listen = "127.0.0.1:0"
        [ring]
        bytes = "4MiB"
        [http]
        listen = "127.0.0.1:%d"
        [player]
        backend = "mpv"
        video_output = "gpu"
        audio_output = "null"
        options = ["--fullscreen", "--gpu-sw"]
        [channels]
        list = "%s"
        play = "red"
        %s"""
            .formatted(dir.resolve("box"), web, file, broker.settings()));
  }

  Household home() {
    return home;
  }

  String uri(Station station) {
    return channels.get(station);
  }

  String page() {
    return "http://127.0.0.1:" + web + "/";
  }

  /** What the page asks for before it carries out commands. */
  String token() throws IOException {
    return Files.readString(dir.resolve("box").resolve("http-token")).strip();
  }

  // ---- what happens to it ----

  void start() throws IOException {
    box = home.martlet("box", screen, "run", "--config", settings.toString(), "--json");
  }

  /** As systemd does it. */
  void restart() throws Exception {
    box.signal("TERM");
    assertEquals(143, box.awaitExit(15), box::story);
    start();
  }

  void killPlayer() {
    ProcessHandle mpv =
        box.process()
            .descendants()
            .filter(p -> p.info().command().orElse("").endsWith("mpv"))
            .findFirst()
            .orElseThrow(() -> new AssertionError(box.story()));
    mpv.destroyForcibly();
  }

  /** The broker comes back without its memory. */
  void restartBroker() throws Exception {
    broker.stop();
    broker.again();
    told = listen("listener after the broker");
  }

  /** A listener that hears what comes from now on, besides what is retained. */
  private Member listen(String name) throws IOException {
    return broker.listen(name, TOPIC + "#", TOPIC + "screenshot");
  }

  // ---- commands ----

  void command(String key, String value) throws Exception {
    broker.publish(TOPIC + "set/" + key, value);
  }

  /** The answer. */
  JsonObject request(String verb, String payload) throws Exception {
    broker.publish(TOPIC + "request/" + verb, payload);
    String topic = TOPIC + "response/" + verb + " ";
    return payload(told.awaitNews(line -> line.startsWith(topic), home::story));
  }

  /** The picture that the verb gives, as it comes over MQTT. */
  Sight screenshot(String transaction) throws Exception {
    JsonObject answer = request("screenshot", "{\"transaction\":\"" + transaction + "\"}");
    assertEquals("ok", answer.get("status").getAsString(), answer::toString);
    assertEquals(transaction, answer.get("transaction").getAsString(), answer::toString);
    JsonObject data = answer.getAsJsonObject("data");
    byte[] jpeg = broker.retained(data.get("topic").getAsString());
    assertEquals(data.get("bytes").getAsInt(), jpeg.length);
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(jpeg));
    assertEquals(Xvfb.WIDTH, picture.getWidth());
    assertEquals(Xvfb.HEIGHT, picture.getHeight());
    return new Sight(picture);
  }

  // ---- what it tells and shows ----

  private static JsonObject payload(String line) {
    int at = line.indexOf('{');
    return at < 0 ? new JsonObject() : JsonParser.parseString(line.substring(at)).getAsJsonObject();
  }

  static boolean plays(JsonObject state, Station station) {
    return state.get("status").getAsString().equals("playing")
        && state.get("channel").getAsString().equals(station.id());
  }

  /** The next state that it tells and that fits. */
  JsonObject await(Predicate<JsonObject> wanted) throws InterruptedException {
    String topic = TOPIC + "state ";
    return payload(
        told.awaitNews(line -> line.startsWith(topic) && wanted.test(payload(line)), home::story));
  }

  void awaitOnline() throws InterruptedException {
    told.awaitOut((TOPIC + "availability online")::equals);
  }

  /**
   * Looks until it is so: what mpv was told is on the screen a few frames later.
   *
   * @return how many looks it took
   */
  int awaitSight(Predicate<Sight> wanted, String what) throws Exception {
    long end = System.nanoTime() + 10_000_000_000L;
    int looks = 1;
    while (!wanted.test(new Sight(screen.look()))) {
      assertTrue(System.nanoTime() < end, () -> what + " is not seen: " + home.story());
      looks++;
    }
    return looks;
  }

  @Override
  public void close() throws InterruptedException {
    home.close();
  }
}
