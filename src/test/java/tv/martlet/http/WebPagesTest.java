package tv.martlet.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakWatch.class)
class WebPagesTest {
  private static TestNode node;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws IOException {
    node = new TestNode();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + node.port() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  @Test
  void thePageIsSmallAndMayOnlyBeItself() throws Exception {
    int bytes = 0;
    for (String path : List.of("/", "/page.css", "/page.js", "/icon.svg")) {
      HttpResponse<String> r = get(path);
      assertEquals(200, r.statusCode());
      assertEquals("nosniff", r.headers().firstValue("x-content-type-options").orElseThrow());
      String policy = r.headers().firstValue("content-security-policy").orElseThrow();
      assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self';"));
      assertFalse(policy.contains("unsafe"), policy);
      assertTrue(r.headers().firstValue("access-control-allow-origin").isEmpty());
      assertFalse(r.body().replace("http://www.w3.org/2000/svg", "").contains("//www."), path);
      bytes += r.body().length();
    }
    assertTrue(bytes < 40 << 10, bytes + " bytes");
    assertTrue(get("/").body().startsWith("<!DOCTYPE html>"));
    assertEquals(
        "text/javascript; charset=utf-8",
        get("/page.js").headers().firstValue("content-type").orElseThrow());
    assertEquals(
        "default-src 'none'; frame-ancestors 'none'",
        get("/healthz").headers().firstValue("content-security-policy").orElseThrow());
  }

  @Test
  void playlistHasAbsoluteUrlsFromHost() throws Exception {
    HttpResponse<String> r = get("/playlist.m3u");
    assertEquals("audio/x-mpegurl", r.headers().firstValue("content-type").orElseThrow());
    String base = "http://127.0.0.1:" + node.port();
    assertEquals(
        "#EXTM3U\n#EXTINF:-1 tvg-id=\"one\",One & <Only>\n"
            + base
            + "/channel/one.ts\n#EXTINF:-1 tvg-id=\"a b/é\",Quiet\n"
            + base
            + "/channel/a%20b%2F%C3%A9.ts\n",
        r.body());
  }

  @Test
  void playlistKeepsAnIpv6LiteralInBrackets() throws Exception {
    try (RawClient c = node.connect()) {
      c.send("GET /playlist.m3u HTTP/1.1\r\nHost: [FE80::1]:8778\r\n\r\n");
      assertTrue(c.answer().body().contains("\nhttp://[fe80::1]:8778/channel/one.ts\n"));
    }
  }

  @Test
  void playlistNamesCannotAddLines() {
    String list =
        Playlist.of(
            List.of(new ChannelEntry("x\"y", "evil\nhttp://other/\r")),
            new Authority("localhost", 80));
    assertEquals(
        """
        #EXTM3U
        #EXTINF:-1 tvg-id="x'y",evil http://other/\s
        http://localhost/channel/x%22y.ts
        """,
        list);
  }

  @Test
  void healthAndReadiness() throws Exception {
    assertEquals("{\"ok\":true,\"reasons\":[]}\n", get("/healthz").body());
    node.readiness = new Health(List.of("no neighbours: \"tracker\" is silent"));
    HttpResponse<String> r = get("/readyz");
    node.readiness = Health.OK;
    assertEquals(503, r.statusCode());
    assertEquals(
        "no neighbours: \"tracker\" is silent",
        JsonParser.parseString(r.body())
            .getAsJsonObject()
            .getAsJsonArray("reasons")
            .get(0)
            .getAsString());
    assertEquals(200, get("/readyz").statusCode());
  }

  @Test
  void status() throws Exception {
    HttpResponse<String> r = get("/api/v1/status?pretty=1");
    assertEquals("application/json", r.headers().firstValue("content-type").orElseThrow());
    assertTrue(r.body().contains("\"status\":\"idle\""), r.body());
    assertTrue(r.body().endsWith("\"channels\":{}}\n"), r.body());
  }

  @Test
  void unknownPathsAreNotFound() throws Exception {
    for (String path :
        List.of(
            "/nothing",
            "/channel/",
            "/channel/.ts",
            "/channel/two.ts",
            "/channel/one",
            "//",
            "/../etc/passwd",
            "/channel/%2e%2e.ts",
            "/INDEX")) {
      assertEquals(404, get(path).statusCode(), path);
    }
  }

  @Test
  void aKnownChannelWithoutAStreamIsUnavailable() throws Exception {
    HttpResponse<String> r = get("/channel/a%20b%2F%C3%A9.ts");
    assertEquals(503, r.statusCode());
    assertEquals("Quiet has no neighbours yet.\n", r.body());
    assertTrue(r.headers().firstValue("retry-after").isPresent());
  }

  @Test
  void headSaysWhatGetWouldAndSendsNoBody() throws Exception {
    int length = get("/").body().getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    try (RawClient c = node.connect()) {
      c.send("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n");
      RawClient.Answer a = c.answer(false);
      assertEquals(Integer.toString(length), a.headers().get("content-length"));
      c.send("HEAD /channel/one.ts HTTP/1.1\r\nHost: localhost\r\n\r\n");
      RawClient.Answer s = c.answer(false);
      assertEquals(200, s.status());
      assertEquals("video/mp2t", s.headers().get("content-type"));
      assertTrue(c.atEnd());
    }
    assertEquals(0, node.channel.opened.get());
  }

  @Test
  void otherMethodsAreNotAllowed() throws Exception {
    try (RawClient c = node.connect()) {
      c.send("POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello");
      RawClient.Answer a = c.answer();
      assertEquals(405, a.status());
      assertEquals("GET, HEAD", a.headers().get("allow"));
      c.send("BREW /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertEquals(404, c.answer().status());
      assertEquals(200, c.get("/healthz").answer().status(), "the connection lives on");
    }
  }

  @Test
  void keepAliveAndPipelining() throws Exception {
    try (RawClient c = node.connect()) {
      String one = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
      c.send(one.repeat(RequestHandler.MAX_PIPELINED - 1));
      for (int i = 1; i < RequestHandler.MAX_PIPELINED; i++) {
        assertFalse(c.answer().headers().containsKey("connection"));
      }
      c.send(one.repeat(RequestHandler.MAX_PIPELINED + 20));
      for (int i = 1; i < RequestHandler.MAX_PIPELINED; i++) {
        assertFalse(c.answer().headers().containsKey("connection"));
      }
      assertEquals("close", c.answer().headers().get("connection"), "the burst is bounded");
      assertTrue(c.atEnd());
    }
  }

  @Test
  void http10ClosesAndMayLackHost() throws Exception {
    try (RawClient c = node.connect()) {
      RawClient.Answer a = c.send("GET /playlist.m3u HTTP/1.0\r\n\r\n").answer();
      assertTrue(a.body().contains("http://127.0.0.1:" + node.port() + "/channel/one.ts"));
      assertTrue(c.atEnd());
    }
  }

  @Test
  void ipv6WildcardTakesBothFamilies() throws Exception {
    for (String any : List.of("::", "0.0.0.0")) {
      try (TestNode wide = new TestNode(TestNode.LIMITS, InetAddress.getByName(any), 1024)) {
        for (String host : List.of("[::1]", "127.0.0.1")) {
          URI uri = URI.create("http://" + host + ":" + wide.port() + "/playlist.m3u");
          HttpResponse<String> r =
              client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
          assertTrue(r.body().contains("http://" + host + ":" + wide.port() + "/channel/"));
        }
      }
    }
  }
}
