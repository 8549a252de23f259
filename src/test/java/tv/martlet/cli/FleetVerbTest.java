package tv.martlet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tv.martlet.remote.Broker;
import tv.martlet.remote.Onlooker;
import tv.martlet.remote.TestBox;

/** {@code martlet fleet} with two boxes at a real broker. */
class FleetVerbTest {
  @TempDir private static Path dir;
  private static Broker broker;
  private static AutoCloseable one;
  private static AutoCloseable two;

  @BeforeAll
  static void open() throws Exception {
    broker = Broker.start(dir);
    try (Onlooker eye = new Onlooker(broker)) {
      one = new TestBox().at(broker, "box-1");
      two = new TestBox().at(broker, "box-2");
      eye.await("martlet/box-1/health");
      eye.await("martlet/box-2/health");
      eye.publish("martlet/gone/availability", "offline", "-r");
      eye.publish("martlet/odd/state", "{]", "-r");
    }
  }

  @AfterAll
  static void close() throws Exception {
    one.close();
    two.close();
    broker.close();
  }

  private static Shell.Result fleet(String... words) {
    String[] all = new String[words.length + 3];
    all[0] = "fleet";
    System.arraycopy(words, 0, all, 1, words.length);
    all[words.length + 1] = "--broker";
    all[words.length + 2] = broker.address();
    return new Shell(dir).run(all);
  }

  @Test
  void listsThem() {
    Shell.Result table = fleet("ls");
    assertEquals(0, table.code(), table.err());
    assertTrue(table.out().matches("(?s).*box-1 +playing +First +3 +99.87%\n.*"), table.out());
    assertTrue(table.out().matches("(?s).*gone +offline\n.*"), table.out());
    JsonArray rows = JsonParser.parseString(fleet("ls", "--json").out()).getAsJsonArray();
    assertEquals(4, rows.size());
    JsonObject first = rows.get(0).getAsJsonObject();
    assertEquals("box-1", first.get("id").getAsString());
    assertEquals(40, first.getAsJsonObject("state").get("volume").getAsInt());
  }

  @Test
  void setsAndRequests() {
    Shell.Result set = fleet("set", "box-1", "mute=on");
    assertEquals("box-1  ok  {\"mute\":true}\n", set.out(), set.err());
    assertEquals(0, set.code());
    Shell.Result group = fleet("set", "@hall", "mute=off");
    assertEquals(2, group.out().lines().count(), group.out());
    Shell.Result all = fleet("request", "all", "config", "get", "key=peer.pex", "--json");
    assertEquals(2, all.out().lines().count(), all.out());
    for (String line : all.out().lines().toList()) {
      JsonObject answer = JsonParser.parseString(line).getAsJsonObject();
      assertEquals("true", answer.getAsJsonObject("data").get("peer.pex").getAsString());
    }
  }

  @Test
  void whoRefusesOrIsSilentIsAFailure() {
    Shell.Result refused = fleet("set", "box-1", "volume=900");
    assertEquals(1, refused.code());
    assertTrue(refused.out().startsWith("box-1  failed  volume: expected a number"), refused.out());
    Shell.Result silent = fleet("request", "nobody", "stats", "--timeout", "1");
    assertEquals(1, silent.code());
    assertEquals(
        "nobody  failed  no answer in time: is it there? (martlet fleet ls)\n", silent.out());
  }

  @Test
  void wrongWordsAreOneLine() throws Exception {
    assertSays(2, "nobody of @attic is there", fleet("set", "@attic", "mute=on"));
    assertSays(2, "expected the id of a box", fleet("set", "a/b", "mute=on"));
    assertSays(2, "expected KEY=VALUE, found loud", fleet("set", "box-1", "loud"));
    assertSays(2, "expected a verb such as stats", fleet("request", "box-1", "{}"));
    assertSays(2, "--timeout: expected 1", fleet("request", "box-1", "stats", "--timeout", "0"));
    assertSays(2, "there is no broker: name one", new Shell(dir).run("fleet", "ls"));
    assertSays(2, "expected ls, watch, set or request", new Shell(dir).run("fleet"));
    assertSays(
        1,
        "nobody answers there",
        new Shell(dir).run("fleet", "ls", "--broker", "mqtt://127.0.0.1:" + Broker.freePort()));
    assertSays(
        1,
        "write mqtts://, or set mqtt.allow_plain",
        new Shell(dir).run("fleet", "ls", "--broker", "mqtt://8.8.8.8"));
  }

  private static void assertSays(int code, String part, Shell.Result result) {
    assertEquals(code, result.code(), result.err());
    assertTrue(result.err().contains(part), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
  }

  @Test
  void watchesUntilItIsStopped() throws Exception {
    try (Household house = new Household(dir)) {
      Member watch =
          house.martlet("watch", "fleet", "watch", "--json", "--broker", broker.address());
      String id = watch.awaitJson().get("id").getAsString();
      assertTrue(id.matches("box-[12]|gone|odd"), id);
      house.assertNoTraces();
    }
  }
}
