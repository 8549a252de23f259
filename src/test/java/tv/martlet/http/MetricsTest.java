package tv.martlet.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakWatch.class)
class MetricsTest {
  private static String metrics(TestNode node) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + node.port() + "/metrics");
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    assertEquals(200, answer.statusCode());
    assertEquals(
        "text/plain; version=0.0.4; charset=utf-8",
        answer.headers().firstValue("content-type").orElseThrow());
    return answer.body();
  }

  @Test
  void namesTheFigures() throws Exception {
    try (TestNode node = new TestNode(new TestPanel())) {
      String text = metrics(node);
      for (String line :
          new String[] {
            "martlet_build_info{version=\"1.0.0\"} 1",
            "martlet_uptime_seconds 187000",
            "martlet_board_temperature_celsius 54.6",
            "process_resident_memory_bytes 92274688",
            "martlet_channel_neighbours{channel=\"harbour\"} 6",
            "martlet_channel_received_bytes_total{channel=\"harbour\"} 5000000000",
            "martlet_channel_chunks_late_total{channel=\"harbour\"} 200",
            "martlet_channel_continuity_ratio{channel=\"harbour\"} 0.9998",
            "martlet_channel_startup_seconds{channel=\"harbour\"} 0.64",
            "martlet_channel_lag_seconds{channel=\"harbour\"} 1.53",
            "martlet_channel_neighbours{channel=\"mu\\\"se\\\\um\\n\"} 1",
            "martlet_http_requests_total 0"
          }) {
        assertTrue(text.contains("\n" + line + "\n"), line + " in\n" + text);
      }
    }
  }

  @Test
  void prometheusHasNothingToSay() throws Exception {
    try (TestNode full = new TestNode(new TestPanel());
        TestNode bare = new TestNode()) {
      assertEquals("", lint(metrics(full)));
      assertEquals("", lint(metrics(bare)));
    }
  }

  private static String lint(String text) throws Exception {
    Process promtool =
        new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true).start();
    try (var in = promtool.getOutputStream()) {
      in.write(text.getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, promtool.waitFor(), said);
    return said;
  }
}
