package tv.martlet.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LeakWatch.class)
class ApiTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
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

  private HttpRequest.Builder to(String name) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + node.port() + "/api/v1/" + name));
  }

  private JsonElement get(String name) throws Exception {
    HttpResponse<String> answer = CLIENT.send(to(name).build(), BodyHandlers.ofString());
    assertEquals(200, answer.statusCode());
    assertEquals("application/json", answer.headers().firstValue("content-type").orElseThrow());
    return JsonParser.parseString(answer.body());
  }

  private HttpResponse<String> post(String name, String body) throws Exception {
    return CLIENT.send(
        to(name)
            .header("Authorization", "Bearer " + TestPanel.TOKEN)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static String error(HttpResponse<String> answer) {
    assertEquals("application/json", answer.headers().firstValue("content-type").orElseThrow());
    return JsonParser.parseString(answer.body()).getAsJsonObject().get("error").getAsString();
  }

  @Test
  void tellsTheState() throws Exception {
    JsonObject status = get("status").getAsJsonObject();
    assertEquals("Living room", status.get("node").getAsString());
    assertEquals("playing", status.get("status").getAsString());
    assertEquals("harbour", status.get("channel").getAsString());
    assertEquals(62, status.get("volume").getAsInt());
    assertEquals(1530, status.get("lag_ms").getAsInt());
    assertEquals(6778, status.get("peer_port").getAsInt());
    assertEquals(54.6, status.getAsJsonObject("board").get("celsius").getAsDouble());
    JsonObject counts = status.getAsJsonObject("channels").getAsJsonObject("harbour");
    assertEquals(6, counts.get("neighbours").getAsInt());
    assertEquals(9000, counts.getAsJsonObject("bytesFrom").get("192.0.2.17:6778").getAsInt());
  }

  @Test
  void tellsChannelsNeighboursAndBuffer() throws Exception {
    JsonArray channels = get("channels").getAsJsonArray();
    assertEquals(10, channels.size());
    assertEquals("Nordlicht", channels.get(1).getAsJsonObject().get("name").getAsString());
    JsonObject neighbour = get("neighbours").getAsJsonArray().get(0).getAsJsonObject();
    assertEquals("192.0.2.17:6778", neighbour.get("address").getAsString());
    assertEquals(3.39, neighbour.get("rtt_ms").getAsDouble(), 1e-9);
    JsonObject buffer = get("buffer").getAsJsonObject();
    assertEquals(12, buffer.get("per_cell").getAsInt());
    assertTrue(buffer.get("cells").getAsString().matches("[0-9a-f]{232}"));
  }

  @Test
  void carriesOutWhatIsWished() throws Exception {
    assertEquals(200, post("channel", "{\"channel\":\"film\"}").statusCode());
    assertEquals(200, post("channel", "{\"channel\":\"museum\"}").statusCode());
    assertEquals(200, post("step", "{\"by\":-1}").statusCode());
    assertEquals(200, post("volume", "{\"volume\":30}").statusCode());
    assertEquals(200, post("mute", "{\"muted\":true}").statusCode());
    assertEquals(200, post("message", "{\"text\":\"Grüße\"}").statusCode());
    assertEquals(200, post("message", "{\"text\":\"x\",\"seconds\":9}").statusCode());
    assertEquals(200, post("relay", "{\"channel\":\"kids\",\"on\":false}").statusCode());
    assertEquals("{\"ok\":true}\n", post("identify", "").body());
    assertEquals(
        List.of(
            new Command.Show("film"),
            new Command.Show("museum"),
            new Command.Step(-1),
            new Command.Volume(30),
            new Command.Mute(true),
            new Command.Message("Grüße", 5),
            new Command.Message("x", 9),
            new Command.Relay("kids", false),
            new Command.Identify()),
        panel.carriedOut);
    assertEquals(30, get("status").getAsJsonObject().get("volume").getAsInt());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "channel | not json | The body is not JSON",
        "channel | {\"channel\": | The body is not JSON",
        "channel | [1] | Expected an object",
        "channel | {} | channel: expected a word",
        "channel | {\"channel\":\" \"} | channel: expected a word",
        "channel | {\"channel\":null} | channel: expected a word, a number",
        "channel | {\"channel\":{\"a\":{}}} | channel: expected a word, a number",
        "channel | {\"channel\":\"a\",\"channel\":\"b\"} | channel: expected once",
        "channel | {\"chanel\":\"a\"} | no such member",
        "channel | {\"channel\":\"a\"} {} | The body is not JSON",
        "step | {\"by\":1.5} | by: expected a whole number from -1000 to 1000",
        "step | {\"by\":1001} | by: expected a whole number",
        "step | {\"by\":\"1\"} | by: expected a whole number",
        "volume | {\"volume\":101} | volume: expected a whole number from 0 to 100",
        "volume | {\"volume\":-1} | volume: expected a whole number from 0 to 100",
        "volume | {\"volume\":1e999} | volume",
        "volume | {\"volume\":NaN} | The body is not JSON",
        "mute | {\"muted\":\"yes\"} | muted: expected true or false",
        "mute | {} | muted: expected true or false",
        "message | {\"text\":\"\"} | text: expected a text of 1 to 500",
        "message | {\"text\":\"x\",\"seconds\":0} | seconds: expected a whole number from 1 to 3600",
        "relay | {\"channel\":\"a\"} | on: expected true or false",
        "identify | {\"a\":1} | no such member",
        "screenshot | [] | Expected an object",
      })
  void saysWhatIsWrongWithABody(String name, String body, String sentence) throws Exception {
    HttpResponse<String> answer = post(name.strip(), body.strip());
    assertEquals(400, answer.statusCode(), answer::body);
    assertTrue(
        error(answer).startsWith(sentence) || error(answer).contains(sentence), error(answer));
    assertEquals(List.of(), panel.carriedOut);
  }

  @Test
  void aChannelMayBeNamedByItsNumber() throws Exception {
    assertEquals(409, post("channel", "{\"channel\":7}").statusCode());
    panel.channels = List.of(new PanelChannel("7", "Seven", 7, "", false));
    assertEquals(200, post("channel", "{\"channel\":7}").statusCode());
  }

  @Test
  void aLongTextAndALongBodyAreRefused() throws Exception {
    String text = "x".repeat(Command.MAX_TEXT + 1);
    assertEquals(400, post("message", "{\"text\":\"" + text + "\"}").statusCode());
    HttpResponse<String> large = post("message", " ".repeat(RequestHandler.MAX_BODY + 1));
    assertEquals(413, large.statusCode());
    assertEquals("The body may have at most 4096 bytes.", error(large));
  }

  @Test
  void aRefusedCommandIsAConflictWithItsSentence() throws Exception {
    panel.refusal = "There is no screen: this box relays only.";
    HttpResponse<String> answer = post("message", "{\"text\":\"x\"}");
    assertEquals(409, answer.statusCode());
    assertEquals(panel.refusal, error(answer));
  }

  @Test
  void bodiesMustBeDeclaredJson() throws Exception {
    HttpRequest.Builder text = to("volume").header("Authorization", "Bearer " + TestPanel.TOKEN);
    HttpResponse<String> answer =
        CLIENT.send(
            text.header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{\"volume\":1}"))
                .build(),
            BodyHandlers.ofString());
    assertEquals(415, answer.statusCode());
    assertTrue(error(answer).contains("Content-Type: application/json"));
  }

  @Test
  void commandsNeedPostAndReadsNeedGet() throws Exception {
    HttpResponse<String> read = CLIENT.send(to("volume").build(), BodyHandlers.ofString());
    assertEquals(405, read.statusCode());
    assertEquals("POST", read.headers().firstValue("allow").orElseThrow());
    assertEquals("Only POST works here.", error(read));
    HttpResponse<String> change = post("status", "{}");
    assertEquals(405, change.statusCode());
    assertEquals("GET, HEAD", change.headers().firstValue("allow").orElseThrow());
    HttpResponse<String> unknown = post("reboot", "{}");
    assertEquals(404, unknown.statusCode());
    assertTrue(error(unknown).startsWith("Nothing here"));
  }

  @Test
  void commandsNeedTheToken() throws Exception {
    HttpRequest.Builder bare = to("identify").POST(BodyPublishers.noBody());
    HttpResponse<String> none = CLIENT.send(bare.build(), BodyHandlers.ofString());
    assertEquals(401, none.statusCode());
    assertTrue(none.headers().firstValue("www-authenticate").orElseThrow().startsWith("Bearer"));
    for (String wrong : List.of("Bearer x", "Bearer " + TestPanel.TOKEN + "0", "Basic abc")) {
      HttpRequest.Builder with =
          to("identify").header("Authorization", wrong).POST(BodyPublishers.noBody());
      assertEquals(401, CLIENT.send(with.build(), BodyHandlers.ofString()).statusCode(), wrong);
    }
    assertEquals(List.of(), panel.carriedOut);
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:PORT, 200",
    "http://localhost:PORT, 403",
    "http://127.0.0.1:1, 403",
    "https://evil.example, 403",
    "null, 403",
    "file://, 403"
  })
  void pagesFromElsewhereGiveNoCommands(String origin, int status) throws Exception {
    String port = Integer.toString(node.port());
    try (RawClient c = node.connect()) {
      c.send(
          "POST /api/v1/identify HTTP/1.1\r\nHost: 127.0.0.1:"
              + port
              + "\r\nOrigin: "
              + origin.replace("PORT", port)
              + "\r\nAuthorization: Bearer "
              + TestPanel.TOKEN
              + "\r\nContent-Length: 0\r\n\r\n");
      assertEquals(status, c.answer().status());
    }
    assertEquals(status == 200 ? 1 : 0, panel.carriedOut.size());
  }

  @Test
  void tooManyWrongTokensWait() throws Exception {
    HttpRequest wrong =
        to("identify").header("Authorization", "Bearer no").POST(BodyPublishers.noBody()).build();
    for (int i = 0; i < ChangeGuard.MAX_WRONG; i++) {
      assertEquals(401, CLIENT.send(wrong, BodyHandlers.ofString()).statusCode());
    }
    HttpResponse<String> answer = CLIENT.send(wrong, BodyHandlers.ofString());
    assertEquals(429, answer.statusCode());
    assertTrue(answer.headers().firstValueAsLong("retry-after").orElseThrow() <= 61);
    assertEquals(429, post("identify", "").statusCode(), "the right one waits too");
    assertEquals(200, CLIENT.send(to("status").build(), BodyHandlers.ofString()).statusCode());
  }

  @Test
  void takesAPicture() throws Exception {
    HttpResponse<String> before =
        CLIENT.send(to("screenshot.jpg").build(), BodyHandlers.ofString());
    assertEquals(404, before.statusCode());
    assertTrue(error(before).contains("POST /api/v1/screenshot"));
    CompletableFuture<byte[]> later = new CompletableFuture<>();
    panel.picture = later;
    CompletableFuture<HttpResponse<String>> asked =
        CLIENT.sendAsync(
            to("screenshot")
                .header("Authorization", "bearer " + TestPanel.TOKEN)
                .POST(BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString());
    Await.until(() -> later.getNumberOfDependents() > 0);
    later.complete(new byte[] {9, 8, 7});
    assertEquals(
        "{\"ok\":true,\"bytes\":3,\"url\":\"/api/v1/screenshot.jpg\"}\n", asked.join().body());
    HttpResponse<byte[]> picture =
        CLIENT.send(to("screenshot.jpg").build(), BodyHandlers.ofByteArray());
    assertEquals("image/jpeg", picture.headers().firstValue("content-type").orElseThrow());
    assertArrayEquals(new byte[] {9, 8, 7}, picture.body());
  }

  @Test
  void saysWhyThereIsNoPicture() throws Exception {
    panel.picture = CompletableFuture.failedFuture(new CommandException("There is no screen."));
    HttpResponse<String> answer = post("screenshot", "{}");
    assertEquals(409, answer.statusCode());
    assertEquals("There is no screen.", error(answer));
    panel.picture = CompletableFuture.failedFuture(new IOException("broken pipe"));
    assertEquals(503, post("screenshot", "{}").statusCode());
    panel.picture = CompletableFuture.completedFuture(new byte[(8 << 20) + 1]);
    assertEquals(409, post("screenshot", "{}").statusCode());
  }

  @Test
  void aClientThatLeavesBeforeThePictureDoesNoHarm() throws Exception {
    CompletableFuture<byte[]> later = new CompletableFuture<>();
    panel.picture = later;
    try (RawClient c = node.connect()) {
      c.send(
          "POST /api/v1/screenshot HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
              + TestPanel.TOKEN
              + "\r\nContent-Length: 0\r\n\r\n");
      Await.until(() -> later.getNumberOfDependents() > 0);
    }
    Await.until(() -> node.server.counts().connections() == 0);
    later.complete(new byte[1]);
    assertEquals(62, get("status").getAsJsonObject().get("volume").getAsInt());
  }

  @Test
  void aNodeWithoutATokenTakesNoCommands() throws Exception {
    try (TestNode plain = new TestNode();
        RawClient c = plain.connect()) {
      c.send("POST /api/v1/identify HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
      RawClient.Answer answer = c.answer();
      assertEquals(403, answer.status());
      assertEquals("{\"error\":\"This node takes no commands.\"}\n", answer.body());
    }
  }
}
