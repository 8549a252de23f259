package tv.martlet.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A real Chromium with one page, driven over its DevTools protocol. */
public final class Browser implements AutoCloseable {
  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonObject>> asked = new ConcurrentHashMap<>();
  private final String session;

  /** What the page's console says: errors, warnings, refusals of its policy, failed loads. */
  public final List<String> complaints = new CopyOnWriteArrayList<>();

  /** Addresses that the page has asked for. */
  public final List<String> requests = new CopyOnWriteArrayList<>();

  /**
   * Starts it.
   *
   * @param home an empty folder for its profile
   */
  public Browser(Path home) throws Exception {
    process =
        new ProcessBuilder(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + home,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("log").toFile())
            .start();
    Path port = home.resolve("DevToolsActivePort");
    Await.until(() -> lines(port).size() >= 2);
    URI address = URI.create("ws://127.0.0.1:" + lines(port).get(0) + lines(port).get(1));
    socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, new Ears()).join();
    JsonObject target = new JsonObject();
    target.addProperty("url", "about:blank");
    String id = ask("", "Target.createTarget", target).get("targetId").getAsString();
    JsonObject attach = new JsonObject();
    attach.addProperty("targetId", id);
    attach.addProperty("flatten", true);
    session = ask("", "Target.attachToTarget", attach).get("sessionId").getAsString();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      ask(domain + ".enable", Map.of());
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      return List.of(); // being written
    }
  }

  /** Opens a page and waits until it is loaded. */
  public void open(String url) throws Exception {
    ask("Page.navigate", Map.of("url", url));
    until("document.readyState === 'complete' && location.href.startsWith('" + url + "')");
  }

  /** Makes the window so large, light or dark. */
  public void shape(int width, int height, boolean dark) throws Exception {
    ask(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    JsonObject media =
        JsonParser.parseString(
                "{features:[{name:'prefers-color-scheme',value:'"
                    + (dark ? "dark" : "light")
                    + "'}]}")
            .getAsJsonObject();
    ask(session, "Emulation.setEmulatedMedia", media);
  }

  /** The value of an expression, a promise awaited. */
  public String eval(String expression) throws Exception {
    JsonObject answer =
        ask(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
    assertTrue(!answer.has("exceptionDetails"), () -> expression + ": " + answer);
    JsonElement value = answer.getAsJsonObject("result").get("value");
    return value == null ? "" : value.getAsString();
  }

  /** Waits until an expression is true. */
  public void until(String condition) {
    Await.until(
        () -> {
          try {
            return eval("String(" + condition + ")").equals("true");
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  /** Clicks with the mouse in the middle of what a selector finds. */
  public void click(String selector) throws Exception {
    String place =
        eval(
            "(() => { const e = document.querySelector('"
                + selector
                + "'); e.scrollIntoView({block: 'center'}); const b = e.getBoundingClientRect();"
                + " return (b.x + b.width / 2) + ' ' + (b.y + b.height / 2); })()");
    double x = Double.parseDouble(place.split(" ", 2)[0]);
    double y = Double.parseDouble(place.split(" ", 2)[1]);
    for (String type : List.of("mousePressed", "mouseReleased")) {
      ask(
          "Input.dispatchMouseEvent",
          Map.of("type", type, "x", x, "y", y, "button", "left", "clickCount", 1));
    }
  }

  /** Types into what has the focus. */
  void type(String text) throws Exception {
    ask("Input.insertText", Map.of("text", text));
  }

  void key(String name, int code) throws Exception {
    String text = name.equals("Enter") ? "\r" : "";
    for (String type : List.of("keyDown", "keyUp")) {
      ask(
          "Input.dispatchKeyEvent",
          Map.of(
              "type",
              type,
              "key",
              name,
              "code",
              name,
              "text",
              type.equals("keyDown") ? text : "",
              "windowsVirtualKeyCode",
              code));
    }
  }

  /** The page as a PNG; the whole of it, or what the window shows. */
  public byte[] picture(boolean whole) throws Exception {
    JsonObject answer =
        ask("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", whole));
    return Base64.getDecoder().decode(answer.get("data").getAsString());
  }

  private JsonObject ask(String method, Map<String, ?> parameters) throws Exception {
    JsonObject json = new com.google.gson.Gson().toJsonTree(parameters).getAsJsonObject();
    return ask(session, method, json);
  }

  private JsonObject ask(String inSession, String method, JsonObject parameters) throws Exception {
    int id = ids.incrementAndGet();
    JsonObject message = new JsonObject();
    message.addProperty("id", id);
    message.addProperty("method", method);
    message.add("params", parameters);
    if (!inSession.isEmpty()) {
      message.addProperty("sessionId", inSession);
    }
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    asked.put(id, answer);
    socket.sendText(message.toString(), true).get(20, TimeUnit.SECONDS);
    JsonObject said = answer.get(20, TimeUnit.SECONDS);
    assertTrue(said.has("result"), () -> method + ": " + said);
    return said.getAsJsonObject("result");
  }

  private void heard(JsonObject message) {
    if (message.has("id")) {
      asked.remove(message.get("id").getAsInt()).complete(message);
      return;
    }
    JsonObject about = message.getAsJsonObject("params");
    switch (message.get("method").getAsString()) {
      case "Runtime.exceptionThrown" -> complaints.add(about.get("exceptionDetails").toString());
      case "Runtime.consoleAPICalled" -> complaints.add(about.toString());
      case "Log.entryAdded" -> complaints.add(about.get("entry").toString());
      case "Network.requestWillBeSent" ->
          requests.add(about.getAsJsonObject("request").get("url").getAsString());
      default -> {}
    }
  }

  private final class Ears implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        String whole = text.toString();
        text.setLength(0);
        heard(JsonParser.parseString(whole).getAsJsonObject());
      }
      from.request(1);
      return null;
    }
  }

  @Override
  public void close() throws Exception {
    socket.abort();
    process.destroy();
    if (!process.waitFor(5, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
