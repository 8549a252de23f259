package tv.martlet.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import tv.martlet.chunk.ChunkUri;
import tv.martlet.chunk.SignatureAlgorithm;
import tv.martlet.chunk.SigningKey;
import tv.martlet.chunk.SwarmMetadata;
import tv.martlet.config.ChannelsSettings.Channel;
import tv.martlet.media.M3u;

/** What can be watched: tables and entries, ids, numbers, finding and stepping. */
class ChannelListTest {
  private static final String SWARM = swarm();

  private static String swarm() {
    SigningKey key = SigningKey.generate(SignatureAlgorithm.ECDSAP256SHA256, new SecureRandom());
    return new ChunkUri(SwarmMetadata.live(key.publicKey().id())).toString();
  }

  private static ChannelList list(String... lines) {
    return ChannelList.of(List.of(), String.join("\n", lines));
  }

  private static List<String> ids(ChannelList list) {
    return list.channels().stream().map(BoxChannel::id).toList();
  }

  private static List<Integer> numbers(ChannelList list) {
    return list.channels().stream().map(BoxChannel::number).toList();
  }

  @Test
  void tablesComeFirstAndHaveTheLastWord() {
    ChannelList both =
        ChannelList.of(
            List.of(new Channel("news", SWARM + "&name=The%20News"), new Channel("b", SWARM)),
            "#EXTINF:-1 tvg-id=\"news\",Other\nhttp://h/news\n#EXTINF:-1,Film\nudp://:5000\n");
    assertEquals(List.of("news", "b", "Film"), ids(both));
    assertEquals("The News", both.channels().get(0).name());
    assertEquals("b", both.channels().get(1).name());
    assertEquals(List.of(1, 2, 3), numbers(both), "numbered from the top where nothing has one");
  }

  @Test
  void idsAreFitForAddressesAndTopicsAndUnique() {
    ChannelList list =
        list(
            "#EXTINF:-1 tvg-id=\"a/b#+c\",A",
            "http://h/1",
            "#EXTINF:-1 tvg-id=\"a/b#+c\",A again",
            "http://h/2",
            "#EXTINF:-1,Первый",
            "http://h/3",
            "#EXTINF:-1 tvg-id=\"" + "x".repeat(100) + "\",X",
            "http://h/4",
            "#EXTINF:-1 tvg-id=\"" + "x".repeat(100) + "\",X",
            "http://h/5");
    assertEquals(
        List.of("a-b-c", "a-b-c-2", "channel-3", "x".repeat(64), "x".repeat(62) + "-2"), ids(list));
    assertTrue(ids(list).stream().allMatch(id -> id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")));
  }

  @Test
  void aWrongAddressIsLeftOutAndTold() {
    ChannelList list =
        list(
            "#EXTINF:-1 tvg-id=\"bad\",Bad",
            "ppsp://h:1/zz",
            "#EXTINF:-1,File",
            "/etc/passwd",
            "#EXTINF:-1,Long",
            "http://h/" + "x".repeat(ChannelList.MAX_URI),
            "#EXTINF:-1,Blank",
            "http://h/a b",
            "#EXTINF:-1," + "n".repeat(500),
            "HTTPS://h/good");
    assertEquals(1, list.channels().size());
    assertEquals(ChannelList.MAX_NAME, list.channels().get(0).name().length());
    assertEquals(4, list.problems().size(), list.problems()::toString);
    assertTrue(list.problems().get(0).startsWith("channel bad: "));
    String many = "#EXTINF:-1,x\nfile:///x\n".repeat(100);
    assertEquals(16, list(many).problems().size());
    String most = "#EXTINF:-1,x\nhttp://h/\n".repeat(M3u.MAX_ENTRIES + 5);
    assertEquals(M3u.MAX_ENTRIES, list(most).channels().size());
  }

  @Test
  void findsByIdNumberNameAndAddress() throws Exception {
    ChannelList list =
        list(
            "#EXTINF:-1 tvg-id=\"2\" tvg-chno=\"7\",Seven",
            "http://h/7",
            "#EXTINF:-1 tvg-id=\"eight\" tvg-chno=\"8\",Die Acht",
            SWARM);
    assertEquals("2", list.find("2").id(), "an id before a number");
    assertEquals("2", list.find("7").id());
    assertEquals("eight", list.find("8").id());
    assertEquals("eight", list.find(" die ACHT ").id());
    assertEquals("eight", list.find(SWARM).id());
    BoxChannel same = list.find(SWARM + "&name=Eight&peer=192.0.2.1:6778");
    assertEquals("Die Acht", same.name(), "what the list calls this swarm");
    assertEquals(SWARM + "&name=Eight&peer=192.0.2.1:6778", same.uri(), "who is asked for it");
    BoxChannel stranger = list.find(swarm() + "&name=Away");
    assertEquals("Away", stranger.name());
    assertEquals(16, stranger.id().length());
    for (String wrong : List.of("", "0", "nine", "http://h/7", "ppsp://h:1/zz", "x".repeat(9000))) {
      RefusedCommandException e =
          assertThrows(RefusedCommandException.class, () -> list.find(wrong), wrong);
      assertTrue(e.getMessage().length() < 400, e::getMessage);
    }
  }

  @Test
  void stepsAroundTheEnds() throws Exception {
    ChannelList list = list("http://h/a", "http://h/b", "http://h/c");
    String a = list.channels().get(0).id();
    String c = list.channels().get(2).id();
    assertEquals(c, list.step(a, -1).id());
    assertEquals(a, list.step(c, 1).id());
    assertEquals(a, list.step(a, Integer.MAX_VALUE / 3 * 3).id());
    assertEquals(a, list.step("", 1).id());
    assertEquals(c, list.step("gone", -1).id());
    assertThrows(RefusedCommandException.class, () -> ChannelList.EMPTY.step("", 1));
  }
}
