package tv.martlet.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.netty.buffer.Unpooled;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakWatch.class)
class EventsTest {
  private final TestPanel panel = new TestPanel();
  private TestNode node;

  @BeforeEach
  void start() throws IOException {
    node = new TestNode(panel);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  /** A page that listens, with what it has not read yet. */
  private final class Listener implements AutoCloseable {
    final RawClient client = node.connect();
    final RawClient.Answer head;
    private String unread = "";

    Listener() throws IOException {
      head = client.get("/api/v1/events").answer(false);
    }

    /** The next block up to an empty line. */
    String next() throws IOException {
      while (!unread.contains("\n\n")) {
        byte[] chunk = client.chunk();
        assertTrue(chunk.length > 0, "has ended");
        unread += new String(chunk, StandardCharsets.UTF_8);
      }
      String block = unread.substring(0, unread.indexOf("\n\n"));
      unread = unread.substring(block.length() + 2);
      return block;
    }

    JsonObject state() throws IOException {
      String block = next();
      while (!block.startsWith("event: state\ndata: ")) {
        block = next();
      }
      return JsonParser.parseString(block.substring(block.indexOf("data: ") + 6)).getAsJsonObject();
    }

    @Override
    public void close() throws IOException {
      client.close();
    }
  }

  @Test
  void beginsWithAllThereIsAndGoesOnEachSecond() throws Exception {
    try (Listener page = new Listener()) {
      assertEquals("text/event-stream", page.head.headers().get("content-type"));
      assertEquals("retry: 2000", page.next());
      assertTrue(page.next().startsWith("event: channels\ndata: [{\"id\":\"harbour\""));
      JsonObject state = page.state();
      assertEquals(62, state.get("volume").getAsInt());
      assertEquals(7, state.getAsJsonArray("neighbours").size());
      assertEquals(232, state.getAsJsonObject("buffer").get("cells").getAsString().length());
      panel.down = 77; // and nobody says so
      assertEquals(77, page.state().get("down").getAsInt());
    }
  }

  @Test
  void tellsAChangeSoonAndTheChannelsOnlyWhenTheyChange() throws Exception {
    try (Listener page = new Listener()) {
      page.state();
      panel.carryOut(new Command.Volume(11));
      JsonObject state = page.state();
      while (state.get("volume").getAsInt() != 11) {
        state = page.state();
      }
      panel.channels = panel.channels.subList(0, 2);
      panel.tell();
      String block = page.next();
      while (!block.startsWith("event: channels")) {
        block = page.next();
      }
      assertTrue(block.endsWith("\"group\":\"Local\",\"relayed\":false}]"), block);
    }
  }

  @Test
  void aBurstOfChangesIsOneEvent() throws Exception {
    try (Listener page = new Listener()) {
      page.state();
      for (int i = 0; i < 1000; i++) {
        panel.carryOut(new Command.Volume(i % 100));
      }
      panel.carryOut(new Command.Volume(100));
      int told = 1;
      while (page.state().get("volume").getAsInt() != 100) {
        told++;
      }
      assertTrue(told < 100, "told " + told + " times");
    }
  }

  @Test
  void listenersAreBoundedAndMakeRoomWhenTheyLeave() throws Exception {
    List<Listener> pages = new ArrayList<>();
    try {
      for (int i = 0; i < EventHub.MAX_LISTENERS; i++) {
        pages.add(new Listener());
        assertEquals(200, pages.get(i).head.status());
      }
      try (RawClient more = node.connect()) {
        RawClient.Answer answer = more.get("/api/v1/events").answer();
        assertEquals(503, answer.status());
        assertEquals("{\"error\":\"Too many pages are open: close another.\"}\n", answer.body());
      }
      pages.get(0).close();
      Await.until(() -> node.server.counts().connections() == EventHub.MAX_LISTENERS - 1);
      try (Listener again = new Listener()) {
        assertEquals(200, again.head.status());
      }
    } finally {
      for (Listener page : pages) {
        page.close();
      }
    }
  }

  @Test
  void headSaysTheTypeAlone() throws Exception {
    try (RawClient c = node.connect()) {
      c.send("HEAD /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertEquals("text/event-stream", c.answer(false).headers().get("content-type"));
      assertTrue(c.atEnd());
    }
  }

  @Test
  void theServersEndIsTheEventsEnd() throws Exception {
    try (Listener page = new Listener()) {
      page.state();
      node.server.close();
      byte[] chunk = page.client.chunk();
      while (chunk.length > 0) {
        chunk = page.client.chunk();
      }
      assertTrue(page.client.atEnd());
    }
  }

  /** Whoever takes nothing gets nothing more queued, and after a while is dropped. */
  @Test
  void aPageThatTakesNothingIsDropped() {
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(8, 16));
    EventHub hub = new EventHub(panel, channel.eventLoop());
    EventOutlet outlet = (EventOutlet) hub.open(channel);
    channel.releaseOutbound();
    var unused = channel.write(Unpooled.wrappedBuffer(new byte[64])); // nobody flushes it
    assertFalse(channel.isWritable());
    for (int i = 1; i < EventOutlet.PATIENCE; i++) {
      outlet.checkPace();
      outlet.write(Unpooled.wrappedBuffer(new byte[64]));
    }
    assertTrue(channel.isOpen());
    assertNull(channel.readOutbound());
    outlet.checkPace();
    assertFalse(channel.isOpen());
    assertTrue(hub.hasRoom());
  }
}
