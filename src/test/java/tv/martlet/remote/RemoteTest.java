package tv.martlet.remote;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node at a real broker, watched and steered by a client that is none of ours. */
class RemoteTest {
  private static final Timing QUICK =
      new Timing(Duration.ofSeconds(2), Duration.ofMillis(50), Duration.ofMillis(200));

  @TempDir private Path dir;
  private Broker broker;
  private Onlooker eye;
  private final TestBox box = new TestBox();
  private TestDesk desk;
  private Remote remote;

  @BeforeEach
  void open() throws Exception {
    broker = Broker.start(dir);
    eye = new Onlooker(broker);
    desk = new TestDesk(broker.address());
    remote = Remote.start(box, desk, new Identity("box-1", "Kitchen", "0.1.0", ""), QUICK);
    eye.await("martlet/box-1/health"); // the last of what it tells at first
  }

  @AfterEach
  void close() throws Exception {
    remote.close();
    eye.close();
    broker.close();
  }

  private JsonObject ask(String verb, String payload) throws Exception {
    return eye.ask("box-1", verb, payload);
  }

  private String refusal(String verb, String payload) throws Exception {
    JsonObject answer = ask(verb, payload);
    assertEquals("error", answer.get("status").getAsString(), answer.toString());
    return answer.get("error").getAsString();
  }

  @Test
  void tellsHowItFaresAndKeepsItThere() throws Exception {
    try (Onlooker late = new Onlooker(broker)) {
      assertEquals("online", late.await("martlet/box-1/availability").text());
      JsonObject state = late.await("martlet/box-1/state", Onlooker.Heard::retained).json();
      assertEquals("playing", state.get("status").getAsString());
      assertEquals("one", state.get("channel").getAsString());
      assertEquals("First", state.get("option").getAsString());
      assertEquals(40, state.get("volume").getAsInt());
      assertFalse(state.get("mute").getAsBoolean());
      assertEquals(1.5, state.get("buffer_s").getAsDouble());
      assertEquals(3, state.get("peers").getAsInt());
      assertEquals(1_000_000, state.get("speed_down").getAsInt());
      assertEquals(250_000, state.get("speed_up").getAsInt());
      assertEquals(7, state.get("dropped").getAsInt());
      assertEquals(420, state.get("startup_ms").getAsInt());
      assertTrue(state.get("zap_ms").isJsonNull());
      assertEquals(2100, state.get("lag_ms").getAsInt());
      assertEquals(0.9987, state.get("continuity").getAsDouble());
      JsonObject info = late.await("martlet/box-1/info").json();
      assertEquals("Kitchen", info.get("name").getAsString());
      assertEquals("[\"hall\"]", info.get("groups").toString());
      assertTrue(late.await("martlet/box-1/health").json().get("ok").getAsBoolean());
    }
  }

  @Test
  void aChangeIsToldAtOnceAndTroubleIsAnEvent() throws Exception {
    eye.forget();
    box.become(
        new Telling(
            "BUFFERING", "two", "Second", 40, false, List.of(), "no neighbour", TestBox.FIGURES));
    assertEquals("buffering", eye.await("martlet/box-1/state").json().get("status").getAsString());
    assertFalse(eye.await("martlet/box-1/health").json().get("ok").getAsBoolean());
    eye.await("martlet/box-1/event", h -> h.text().contains("\"event\":\"channel\""));
    eye.await("martlet/box-1/event", h -> h.text().contains("\"problem\":\"no neighbour\""));
  }

  @Test
  void goesOfflineWithAGoodbyeAndWithoutOne() throws Exception {
    eye.forget();
    remote.close();
    assertEquals("offline", eye.await("martlet/box-1/availability").text());
  }

  @Test
  void setsWhatIsShownAndHeard() throws Exception {
    eye.publish("martlet/box-1/set/volume", "30");
    assertEquals("volume 30", box.awaitDone());
    assertEquals(
        30,
        eye.await("martlet/box-1/state", h -> h.json().get("volume").getAsInt() == 30)
            .json()
            .get("volume")
            .getAsInt());
    eye.publish("martlet/box-1/set/channel", "Second");
    assertEquals("channel Second", box.awaitDone());
    eye.publish("martlet/box-1/set/mute", "ON");
    assertEquals("mute true", box.awaitDone());
    eye.publish("martlet/box-1/set", "{\"volume\": 20, \"mute\": false, \"transaction\": \"s\"}");
    assertEquals("volume 20", box.awaitDone());
    assertEquals("mute false", box.awaitDone());
    JsonObject answer =
        eye.await("martlet/box-1/response/set", h -> h.text().contains("\"s\"")).json();
    assertEquals("{\"volume\":20,\"mute\":false}", answer.get("data").toString());
  }

  @Test
  void doesWhatIsRequested() throws Exception {
    assertEquals("ok", ask("channel", "{\"channel\": \"two\"}").get("status").getAsString());
    assertEquals("channel two", box.awaitDone());
    ask("relay", "{\"channel\": \"two\", \"on\": false}");
    assertEquals("relay two false", box.awaitDone());
    ask("message", "{\"text\": \"Dinner!\", \"seconds\": 5}");
    assertEquals("message Dinner! 5", box.awaitDone());
    ask("identify", "");
    assertEquals("identify", box.awaitDone());
    assertEquals(2, ask("channels", "").getAsJsonArray("data").size());
    assertTrue(ask("peers", "").get("data").toString().contains("\"rtt_ms\":12.5"));
    assertEquals("[\"a line\"]", ask("logs", "{\"lines\": 5}").get("data").toString());
    assertEquals(7, ask("stats", "").getAsJsonObject("data").get("dropped").getAsInt());
    ask("restart", "");
    assertEquals("restart", box.awaitDone());
  }

  @Test
  void answersWhereItIsAskedToWithWhatItIsKnownBy() throws Exception {
    eye.publish(
        "martlet/box-1/request/volume",
        "{\"volume\": 11, \"transaction\": 17}",
        "-D",
        "publish",
        "response-topic",
        "me/answers",
        "-D",
        "publish",
        "correlation-data",
        "c-42");
    Onlooker.Heard answer = eye.await("me/answers");
    assertEquals("c-42", answer.correlation());
    assertEquals(
        "{\"id\":\"box-1\",\"status\":\"ok\",\"data\":{\"volume\":11},\"error\":null,"
            + "\"transaction\":17}",
        answer.text());
    assertEquals(0, eye.all("martlet/box-1/response/volume").size());
  }

  @Test
  void doesNotPublishWhereCommandsOrStatesAre() throws Exception {
    for (String topic : new String[] {"martlet/box-2/set", "homeassistant/status"}) {
      eye.forget();
      eye.publish("martlet/box-1/request/identify", "", "-D", "publish", "response-topic", topic);
      assertTrue(
          eye.await("martlet/box-1/response/identify").text().contains("response topic"), topic);
    }
    assertEquals("[]", box.done.toString());
  }

  @Test
  void refusesWhatIsOfNoUse() throws Exception {
    assertTrue(
        refusal("volume", "{\"volume\": 101}").startsWith("volume: expected a number from 0"));
    assertTrue(refusal("volume", "loud").contains("found \"loud\""));
    assertTrue(refusal("volume", "NaN").contains("found \"NaN\""));
    assertTrue(refusal("volume", "").contains("found nothing"));
    assertTrue(refusal("channel", "{\"channel\": [").contains("not a JSON object"));
    assertTrue(refusal("channel", "{\"a\":".repeat(9) + "1" + "}".repeat(9)).contains("8 levels"));
    assertTrue(refusal("channel", "nine").contains("no channel nine"));
    assertTrue(refusal("mute", "perhaps").contains("true or false"));
    assertTrue(refusal("message", "x".repeat(501)).contains("1 to 500 characters"));
    assertTrue(refusal("message", "{\"text\":\"a\\u001b[2J\"}").contains("control characters"));
    assertTrue(refusal("logs", "{\"lines\": 501}").contains("1 to 500"));
    eye.publish("martlet/box-1/request/explode", "");
    assertTrue(eye.await("martlet/box-1/response/explode").text().contains("config/set, identify"));
    eye.publish("martlet/box-1/set/colour", "red");
    assertTrue(
        eye.await("martlet/box-1/response/set").text().contains("there are channel, volume"));
    assertEquals("[]", box.done.toString());
    JsonObject stats = ask("stats", "").getAsJsonObject("data");
    assertEquals(13, stats.get("commands_refused").getAsInt());
  }

  @Test
  void whatIsTooLargeNeverComesAndTheLinkStands() throws Exception {
    Path large = Files.writeString(dir.resolve("large"), "x".repeat(80_000));
    new ProcessBuilder(
            "mosquitto_pub",
            "-V",
            "5",
            "-p",
            String.valueOf(broker.port()),
            "-q",
            "1",
            "-t",
            "martlet/box-1/set/volume",
            "-f",
            large.toString())
        .start()
        .waitFor();
    eye.publish("martlet/box-1/set/volume", "12");
    assertEquals("volume 12", box.awaitDone());
    assertEquals("online", eye.await("martlet/box-1/availability").text());
  }

  @Test
  void refusesOldCommands() throws Exception {
    eye.publish("martlet/box-1/set/volume", "99", "-r");
    assertTrue(eye.await("martlet/box-1/response/set").text().contains("retain flag"));
    long now = Instant.now().getEpochSecond();
    assertTrue(refusal("volume", "{\"volume\": 1, \"ts\": " + (now - 90) + "}").contains("(ts)"));
    assertTrue(refusal("volume", "{\"volume\": 1, \"ts\": " + (now + 90) + "}").contains("(ts)"));
    assertTrue(refusal("volume", "{\"volume\": 1, \"ts\": \"noon\"}").contains("ts: expected"));
    ask("volume", "{\"volume\": 2, \"ts\": " + now + "}");
    assertEquals("volume 2", box.awaitDone());
    ask("volume", "{\"volume\": 3, \"ts\": " + now * 1000 + "}");
    assertEquals("volume 3", box.awaitDone());
    assertEquals("[]", box.done.toString());
  }

  @Test
  void refusesWhatTheBrokerKeptForIt() throws Exception {
    eye.publish("martlet/box-2/set/volume", "99", "-r");
    try (Remote other =
        Remote.start(box, desk, new Identity("box-2", "Hall", "0.1.0", ""), QUICK)) {
      assertTrue(eye.await("martlet/box-2/response/set").text().contains("retain flag"));
      eye.publish("martlet/box-2/set/volume", "98");
      assertEquals("volume 98", box.awaitDone());
    }
  }

  @Test
  void carriesOutOnceWhatComesTwice() throws Exception {
    String twice = "{\"volume\": 5, \"transaction\": \"t-1\"}";
    eye.publish("martlet/box-1/request/volume", twice);
    eye.publish("martlet/box-1/request/volume", twice);
    eye.publish("martlet/box-1/request/volume", "{\"volume\": 6, \"transaction\": \"t-2\"}");
    eye.await("martlet/box-1/response/volume", h -> h.text().contains("t-2"));
    assertEquals("[volume 5, volume 6]", box.done.toString());
    assertEquals(2, eye.all("martlet/box-1/response/volume").size());
    assertEquals(1, ask("stats", "").getAsJsonObject("data").get("commands_repeated").getAsInt());
  }

  @Test
  void takesTheCommandsOfItsGroupsAndOfAll() throws Exception {
    eye.publish("martlet/group/hall/set/volume", "1");
    assertEquals("volume 1", box.awaitDone());
    eye.publish("martlet/group/cellar/set/volume", "2");
    eye.publish("martlet/all/request/volume", "3");
    assertEquals("volume 3", box.awaitDone());
    assertEquals(
        "box-1", eye.await("martlet/box-1/response/volume").json().get("id").getAsString());
  }

  @Test
  void showsItsPicture() throws Exception {
    JsonObject answer = ask("screenshot", "");
    assertEquals(5, answer.getAsJsonObject("data").get("bytes").getAsInt());
    assertArrayEquals(box.picture, eye.await("martlet/box-1/screenshot").payload());
    box.picture = new byte[0];
    assertEquals("there is no screen", refusal("screenshot", ""));
  }

  @Test
  void comesBackToABrokerThatKnowsNothingAnyMore() throws Exception {
    broker.kill();
    for (int i = 0; i < 2 * Outbox.MAX; i++) {
      String name = "c" + i;
      box.become(new Telling("PLAYING", name, name, 40, false, List.of(), "", TestBox.FIGURES));
    }
    broker.restart();
    try (Onlooker late = new Onlooker(broker)) {
      assertEquals("online", late.await("martlet/box-1/availability").text());
      late.await("martlet/box-1/info");
      late.await("martlet/box-1/health");
      late.await(Discovery.topic("box-1"));
      String last = "c" + (2 * Outbox.MAX - 1);
      late.await("martlet/box-1/state", h -> h.json().get("channel").getAsString().equals(last));
      late.publish("martlet/box-1/set/volume", "8");
    }
    assertEquals("volume 8", box.awaitDone());
  }

  @Test
  void isFoundByHomeAssistantEachTimeThatItStarts() throws Exception {
    JsonObject found = eye.await("homeassistant/device/martlet_box-1/config").json();
    assertEquals("martlet", found.getAsJsonObject("origin").get("name").getAsString());
    assertEquals(
        "[\"martlet_box-1\"]", found.getAsJsonObject("device").get("identifiers").toString());
    Set<String> ids = new HashSet<>();
    Set<String> platforms = new HashSet<>();
    Map<String, Set<String>> required =
        Map.of(
            "select", Set.of("command_topic", "options", "state_topic"),
            "number", Set.of("command_topic", "min", "max", "state_topic"),
            "switch", Set.of("command_topic", "payload_on", "payload_off", "state_topic"),
            "button", Set.of("command_topic", "payload_press"),
            "sensor", Set.of("state_topic", "value_template"),
            "image", Set.of("image_topic", "content_type"));
    found
        .getAsJsonObject("components")
        .asMap()
        .forEach(
            (key, value) -> {
              JsonObject entity = value.getAsJsonObject();
              String platform = entity.get("platform").getAsString();
              platforms.add(platform);
              assertTrue(ids.add(entity.get("unique_id").getAsString()), key);
              assertTrue(entity.has("name"), key);
              assertTrue(entity.keySet().containsAll(required.get(platform)), entity.toString());
            });
    assertEquals(required.keySet(), platforms);
    assertEquals(
        "[\"First\",\"Second\"]",
        found.getAsJsonObject("components").getAsJsonObject("channel").get("options").toString());
    JsonObject relay = found.getAsJsonObject("components").getAsJsonObject("relay_two");
    assertEquals("Relay Second", relay.get("name").getAsString());
    eye.publish(relay.get("command_topic").getAsString(), relay.get("payload_on").getAsString());
    assertEquals("relay two true", box.awaitDone());
    eye.publish(relay.get("command_topic").getAsString(), relay.get("payload_off").getAsString());
    assertEquals("relay two false", box.awaitDone());
    eye.forget();
    eye.publish("homeassistant/status", "online");
    assertEquals(found, eye.await("homeassistant/device/martlet_box-1/config").json());
    eye.await("martlet/box-1/state");
  }

  @Test
  void settingsAreReadAndChanged() throws Exception {
    assertEquals("{\"peer.pex\":\"true\"}", ask("config/get", "peer").get("data").toString());
    JsonObject answer = ask("config/set", "{\"key\": \"peer.pex\", \"value\": false}");
    assertTrue(answer.getAsJsonObject("data").get("restart_needed").getAsBoolean());
    assertEquals("false", desk.values.get("peer.pex"));
    ask("config/reset", "{\"key\": \"peer.pex\"}");
    assertFalse(desk.values.containsKey("peer.pex"));
    assertEquals("unknown key", refusal("config/set", "{\"values\": {\"a.b\": 1}}"));
    assertTrue(refusal("config/set", "{\"key\": \"peer.pex\"}").contains("expected {"));
  }

  @Test
  void aSettingThatCutsTheLinkIsUndone() throws Exception {
    String dead = "mqtt://127.0.0.1:" + Broker.freePort();
    eye.publish("martlet/box-1/set/mqtt.broker", dead);
    JsonObject answer = eye.await("martlet/box-1/response/set").json();
    assertEquals(2, answer.getAsJsonObject("data").get("trial_s").getAsInt());
    assertEquals(
        "offline", eye.await("martlet/box-1/availability", h -> h.text().equals("offline")).text());
    eye.forget();
    eye.await("martlet/box-1/event", h -> h.text().contains("config_rolled_back"));
    assertEquals("online", eye.await("martlet/box-1/availability").text());
    assertEquals(broker.address(), desk.values.get("mqtt.broker"));
    assertFalse(desk.confirmed);
  }

  @Test
  void aSettingThatKeepsTheLinkStays() throws Exception {
    eye.publish("martlet/box-1/set/mqtt.prefix", "elsewhere");
    eye.await("elsewhere/box-1/event", h -> h.text().contains("config_kept"));
    assertTrue(desk.confirmed);
    assertEquals("online", eye.await("elsewhere/box-1/availability").text());
    eye.publish("elsewhere/box-1/set/volume", "4");
    assertEquals("volume 4", box.awaitDone());
  }
}
