package tv.martlet.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The web of a real box that receives a real channel. */
class NodePanelTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir Path dir;
  private TrackerNode tracker;
  private BroadcastNode injector;
  private BoxNode box;

  @BeforeEach
  void start() throws Exception {
    tracker = TrackerNode.start(Nodes.settings(dir, "tracker_server.listen=127.0.0.1:0"));
    injector =
        BroadcastNode.start(
            Nodes.settings(dir.resolve("injector"), "node.data_dir=" + dir.resolve("injector")),
            new BroadcastNode.Wish(
                "demo:?rate=500k",
                "One",
                List.of("127.0.0.1:" + tracker.address().getPort()),
                Optional.empty(),
                Optional.empty()));
    Path list =
        Files.writeString(
            dir.resolve("list.m3u"),
            "#EXTM3U\n#EXTINF:-1 tvg-id=\"one\" tvg-chno=\"11\" group-title=\"News\",Channel One\n"
                + injector.uri()
                + "\n#EXTINF:-1 tvg-chno=\"13\",The Web!\nhttp://127.0.0.1:1/web.ts\n");
    box =
        BoxNode.run(
            Nodes.settings(dir, "node.data_dir=" + dir.resolve("data"), "channels.list=" + list),
            Screen.of(new FakePlayer()));
  }

  @AfterEach
  void stop() {
    box.close();
    injector.close();
    tracker.close();
  }

  private HttpRequest.Builder to(String path) {
    URI stream = URI.create(box.streams().values().iterator().next());
    return HttpRequest.newBuilder(stream.resolve(path));
  }

  private String get(String path) {
    try {
      return CLIENT.send(to(path).build(), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private JsonElement json(String name) {
    return JsonParser.parseString(get("/api/v1/" + name));
  }

  private void awaitStatus(Predicate<JsonObject> wanted) {
    Nodes.await(() -> wanted.test(json("status").getAsJsonObject()), () -> get("/api/v1/status"));
  }

  private HttpResponse<String> post(String name, String body) throws Exception {
    String token = Files.readString(dir.resolve("data/http-token")).strip();
    return CLIENT.send(
        to("/api/v1/" + name)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void tellsWhatTheBoxDoes() {
    Nodes.await(() -> !box.streams().isEmpty(), () -> "nothing is received");
    awaitStatus(s -> s.get("startup_ms").getAsLong() >= 0 && s.get("down").getAsLong() > 0);
    JsonObject status = json("status").getAsJsonObject();
    assertEquals("one", status.get("channel").getAsString());
    assertTrue(status.get("steerable").getAsBoolean() && status.get("screen").getAsBoolean());
    assertTrue(status.getAsJsonObject("board").get("memory_total").getAsLong() > 1 << 20);
    assertTrue(status.getAsJsonObject("board").get("memory_process").getAsLong() > 1 << 20);
    assertEquals(box.peerPort(), status.get("peer_port").getAsInt());

    JsonObject channel = json("channels").getAsJsonArray().get(0).getAsJsonObject();
    assertEquals("Channel One", channel.get("name").getAsString());
    assertEquals(11, channel.get("number").getAsInt());
    assertEquals("News", channel.get("group").getAsString());
    JsonArray neighbours = json("neighbours").getAsJsonArray();
    assertEquals(1, neighbours.size());
    assertTrue(neighbours.get(0).getAsJsonObject().get("rtt_ms").getAsDouble() > 0);
    Nodes.await(
        () -> json("buffer").getAsJsonObject().get("cells").getAsString().contains("ff"),
        () -> get("/api/v1/buffer"));
    JsonObject buffer = json("buffer").getAsJsonObject();
    assertTrue(buffer.get("playing").getAsLong() <= buffer.get("newest").getAsLong());

    String metrics = get("/metrics");
    assertTrue(metrics.contains("\nmartlet_channel_neighbours{channel=\"one\"} 1\n"), metrics);
    assertFalse(metrics.contains("received_bytes_total{channel=\"one\"} 0\n"), metrics);
  }

  @Test
  void carriesOutCommandsAndSaysWhyNot() throws Exception {
    Nodes.await(() -> !box.streams().isEmpty(), () -> "nothing is received");
    assertEquals(200, post("volume", "{\"volume\":41}").statusCode());
    assertEquals(200, post("mute", "{\"muted\":true}").statusCode());
    assertEquals(200, post("message", "{\"text\":\"Hello\"}").statusCode());
    assertEquals(200, post("identify", "{}").statusCode());
    awaitStatus(s -> s.get("volume").getAsInt() == 41 && s.get("muted").getAsBoolean());
    assertEquals(200, post("step", "{\"by\":1}").statusCode());
    awaitStatus(s -> s.get("name").getAsString().equals("The Web!"));
    assertEquals(200, post("channel", "{\"channel\":11}").statusCode());
    awaitStatus(s -> s.get("channel").getAsString().equals("one"));
    HttpResponse<String> unknown = post("channel", "{\"channel\":\"nowhere\"}");
    assertEquals(409, unknown.statusCode());
    assertTrue(unknown.body().contains("nowhere"), unknown.body());
    assertEquals(409, post("relay", "{\"channel\":\"The Web!\",\"on\":true}").statusCode());
  }
}
