package tv.martlet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tv.martlet.remote.Broker;
import tv.martlet.remote.Onlooker;

/** {@code martlet run} as a process of its own, at a broker that comes and goes. */
class BoxByMqttTest {
  @TempDir private Path dir;
  private Broker broker;
  private Household house;
  private Member box;
  private int port;

  @BeforeEach
  void open() throws Exception {
    broker = Broker.start(dir);
    house = new Household(dir);
    port = Broker.freePort();
    String[] words = {
      "run",
      "--set",
      "node.id=box-7",
      "--set",
      "mqtt.broker=" + broker.address(),
      "--set",
      "http.listen=127.0.0.1:" + port
    };
    box = house.martlet("box", house.node("box", words));
  }

  @AfterEach
  void close() throws Exception {
    house.close();
    broker.close();
  }

  private int status() throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + "/");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void isSteeredAndOutlivesItsBroker() throws Exception {
    try (Onlooker eye = new Onlooker(broker)) {
      eye.await("martlet/box-7/state");
      eye.publish("martlet/box-7/set/volume", "33");
      eye.await("martlet/box-7/state", h -> h.json().get("volume").getAsInt() == 33);
      eye.publish("martlet/box-7/set/channel", "nowhere");
      String answer =
          eye.await("martlet/box-7/response/set", h -> h.text().contains("error\":\"")).text();
      assertTrue(answer.contains("nowhere"), answer);
      eye.publish("martlet/box-7/request/logs", "");
      assertTrue(
          eye.await("martlet/box-7/response/logs").text().contains("connected to the broker"));
    }
    broker.kill();
    assertEquals(200, status());
    broker.restart();
    try (Onlooker eye = new Onlooker(broker)) {
      assertEquals("online", eye.await("martlet/box-7/availability").text());
      assertEquals(33, eye.await("martlet/box-7/state").json().get("volume").getAsInt());
      eye.await("homeassistant/device/martlet_box-7/config");
      assertEquals(200, status());
      eye.forget();
      box.process().destroyForcibly();
      assertEquals("offline", eye.await("martlet/box-7/availability").text());
    }
    house.assertNoTraces();
  }

  @Test
  void endsWhenItIsToldToRestart() throws Exception {
    try (Onlooker eye = new Onlooker(broker)) {
      eye.await("martlet/box-7/state");
      eye.publish("martlet/box-7/request/restart", "{\"transaction\": \"r\"}");
      assertEquals(
          "ok", eye.await("martlet/box-7/response/restart").json().get("status").getAsString());
      eye.await("martlet/box-7/availability", h -> h.text().equals("offline"));
      assertTrue(box.process().waitFor(20, TimeUnit.SECONDS));
    }
    house.assertNoTraces();
  }
}
