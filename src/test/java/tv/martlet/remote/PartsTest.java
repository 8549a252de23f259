package tv.martlet.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The bounds of the parts, without a broker. */
class PartsTest {
  @Test
  void theOutboxKeepsTheNewest() {
    Outbox outbox = new Outbox();
    for (int i = 0; i < Outbox.MAX + 10; i++) {
      outbox.add(Message.once("t", "m" + i));
    }
    assertEquals(Outbox.MAX, outbox.size());
    assertEquals(10, outbox.dropped());
    List<String> sent = new ArrayList<>();
    outbox.flush(message -> sent.size() < 3 && sent.add(message.text()));
    assertEquals(List.of("m10", "m11", "m12"), sent);
    for (int i = 0; i < 40; i++) {
      outbox.add(Message.retained("t", new byte[60_000]));
    }
    assertTrue(outbox.size() <= 17, "more than a mebibyte waits");
  }

  @Test
  void theInboxIsBoundedInNumberAndBytes() throws Exception {
    Inbox inbox = new Inbox();
    int taken = 0;
    for (int i = 0; i < 1000; i++) {
      taken += inbox.offer(() -> {}, 0) ? 1 : 0;
    }
    assertEquals(256, taken);
    assertEquals(744, inbox.dropped());
    for (int i = 0; i < taken; i++) {
      inbox.take(0).run();
    }
    taken = 0;
    for (int i = 0; i < 100; i++) {
      taken += inbox.offer(() -> {}, Wire.MAX_PAYLOAD) ? 1 : 0;
    }
    assertEquals(16, taken);
    inbox.take(0);
    assertTrue(inbox.offer(() -> {}, Wire.MAX_PAYLOAD));
  }

  @Test
  void whatWasSeenIsForgottenInTime() {
    Seen seen = new Seen();
    assertFalse(seen.isRepeated("a", 0));
    assertTrue(seen.isRepeated("a", 299_999));
    assertFalse(seen.isRepeated("a", 300_000));
    for (int i = 0; i < 1024; i++) {
      assertFalse(seen.isRepeated("b" + i, 300_001));
    }
    assertFalse(seen.isRepeated("a", 300_002), "the oldest goes when there is no room");
  }

  @Test
  void theTopicsOfOneNode() throws RefusalException {
    Topics topics = new Topics("martlet", "a", List.of("hall"));
    assertEquals(Optional.of("set/volume"), topics.command("martlet/a/set/volume"));
    assertEquals(Optional.of("request/logs"), topics.command("martlet/group/hall/request/logs"));
    assertEquals(Optional.of("set"), topics.command("martlet/all/set"));
    assertEquals(Optional.empty(), topics.command("martlet/ab/set"));
    assertEquals(Optional.empty(), topics.command("martlet/a/settle"));
    assertEquals(9, topics.commands().size());
    assertEquals("x/y", topics.answerTo("x/y"));
    assertEquals("martlet/me/response/1", topics.answerTo("martlet/me/response/1"));
    for (String bad :
        List.of("a/+", "#", "$SYS/x", "martlet/all/set", "homeassistant/x", "x".repeat(513))) {
      assertThrows(RefusalException.class, () -> topics.answerTo(bad), bad);
    }
    for (String taken : List.of("all", "group")) {
      assertThrows(IllegalArgumentException.class, () -> new Topics("martlet", taken, List.of()));
    }
  }

  @Test
  void channelsThatShareANameGoByTheirIds() {
    List<Choice> channels =
        List.of(
            new Choice("one", "News", 1, "", true),
            new Choice("two", "news", 2, "", true),
            new Choice("three", "Sport", 3, "", true),
            new Choice("four", " ", 4, "", true));
    assertEquals(List.of("one", "two", "Sport", "four"), Discovery.labels(channels));
    assertEquals("homeassistant/device/martlet_a_b/config", Discovery.topic("a.b"));
  }

  @Test
  void onlySoManyChannelsHaveASwitch() {
    List<Choice> channels = new ArrayList<>(List.of(new Choice("web", "Web", 1, "", false)));
    for (int i = 0; i < 1000; i++) {
      channels.add(new Choice("c." + i, "Channel " + i, i + 2, "", true));
    }
    Topics topics = new Topics("martlet", "b", List.of());
    JsonObject all =
        JsonParser.parseString(
                Discovery.of(new Identity("b", "b", "1", ""), topics, channels, List.of()).text())
            .getAsJsonObject()
            .getAsJsonObject("components");
    List<String> relays = all.keySet().stream().filter(k -> k.startsWith("relay_")).toList();
    assertEquals(Discovery.MAX_RELAYS, relays.size());
    assertEquals("relay_c_0", relays.get(0));
    assertEquals(
        "{{ 'on' if \"c.0\" in value_json.relayed else 'off' }}",
        all.getAsJsonObject("relay_c_0").get("value_template").getAsString());
  }

  @Test
  void theSwitchOfAChannelThatIsNoMoreIsTakenAway() {
    Choice one = new Choice("one", "One", 1, "", true);
    Choice two = new Choice("two", "Two", 2, "", true);
    Topics topics = new Topics("martlet", "b", List.of());
    String text =
        Discovery.of(new Identity("b", "b", "1", ""), topics, List.of(two), List.of(one, two))
            .text();
    JsonObject all = JsonParser.parseString(text).getAsJsonObject().getAsJsonObject("components");
    assertEquals("{\"platform\":\"switch\"}", all.get("relay_one").toString());
    assertEquals("Relay Two", all.getAsJsonObject("relay_two").get("name").getAsString());
  }

  @Test
  void figuresThatAreNoNumbersAreNotTold() {
    Telling.Figures odd =
        new Telling.Figures(Double.NaN, 0, 0, 0, 0, -1, -1, -1, Double.POSITIVE_INFINITY);
    Telling telling = new Telling("IDLE", "", "", 0, true, List.of(), "", odd);
    assertEquals(0, telling.toJson().get("continuity").getAsInt());
    assertFalse(telling.toJson().toString().contains("NaN"));
  }
}
