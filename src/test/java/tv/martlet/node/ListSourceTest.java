package tv.martlet.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tv.martlet.config.ChannelsSettings;

/** The list from files and from a real web server that answers well, badly, too much, or never. */
class ListSourceTest {
  private static final String LIST = "#EXTM3U\n#EXTINF:-1 tvg-id=\"a\",A\nhttp://h/a\n";

  @TempDir Path dir;

  private final Clerk clerk = new Clerk();
  private final List<List<String>> news = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService handlers = Executors.newCachedThreadPool();
  private HttpServer server;

  /** How the server answers. */
  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
    server.setExecutor(handlers);
    server.start();
  }

  @AfterEach
  void close() {
    end.countDown();
    server.stop(0);
    handlers.shutdownNow();
    clerk.close();
  }

  private String serve(String path, Answer answer) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            answer.to(exchange);
          }
        });
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private static void say(HttpExchange exchange, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private ListSource start(String list) {
    ListSource source =
        new ListSource(
            new ChannelsSettings(list, "", List.of()),
            dir,
            clerk,
            new ListFetch(Duration.ofSeconds(2)),
            fresh -> news.add(fresh.channels().stream().map(BoxChannel::name).toList()));
    clerk.call(source::start);
    return source;
  }

  private void awaitNews(List<String> names) {
    Nodes.await(() -> !news.isEmpty() && news.get(news.size() - 1).equals(names), news::toString);
  }

  private void awaitProblem(ListSource source, String part) {
    Nodes.await(() -> source.problem().contains(part), source::problem);
  }

  @Test
  void aFileIsThereAtOnce() throws IOException {
    ListSource source = start(Files.writeString(dir.resolve("l.m3u"), LIST).toString());
    assertEquals(List.of(List.of("A")), news);
    assertEquals("", source.problem());
  }

  @Test
  void aFileThatCannotBeReadIsTold() throws IOException {
    Path large = Files.writeString(dir.resolve("large"), "#".repeat(ListSource.MAX_BYTES + 1));
    for (String wrong : List.of("/nowhere/l.m3u", dir.toString(), "\0", large.toString())) {
      news.clear();
      assertTrue(start(wrong).problem().contains("cannot be read: check its path"), wrong);
      assertEquals(List.of(List.of()), news);
    }
  }

  @Test
  void aUrlIsFetchedOverARedirectAndKept() throws Exception {
    String good = serve("/good", exchange -> say(exchange, LIST));
    String url =
        serve(
            "/moved",
            exchange -> {
              exchange.getResponseHeaders().add("Location", good);
              exchange.sendResponseHeaders(302, -1);
            });
    ListSource source = start(url);
    awaitNews(List.of("A"));
    assertEquals("", source.problem());

    server.stop(0);
    news.clear();
    ListSource later = start(url);
    assertEquals(List.of(List.of("A")), news, "the copy, at once");
    awaitProblem(later, "the copy of an earlier answer is used");
    awaitProblem(later, "no connection to the server");

    news.clear();
    ListSource other = start(url + "other");
    assertEquals(List.of(List.of()), news, "the copy is another URL's");
    awaitProblem(other, "there is no earlier copy");
  }

  @Test
  void aBadAnswerIsToldAndTheCopyStays() throws Exception {
    List<String> answers = new ArrayList<>(List.of(LIST));
    String url = serve("/list", exchange -> say(exchange, answers.get(answers.size() - 1)));
    start(url);
    awaitNews(List.of("A"));
    answers.add("<html>Please log in</html>");
    ListSource later = start(url);
    awaitProblem(later, "the answer is no M3U list); the copy");
    assertEquals(List.of("A"), news.get(news.size() - 1));
  }

  @Test
  void statusSizeRedirectsAndTimeAreBounded() {
    String missing = serve("/missing", exchange -> exchange.sendResponseHeaders(404, -1));
    String endless = serve("/endless", ListSourceTest::pour);
    String slow = serve("/slow", this::drip);
    String self = "http://127.0.0.1:" + server.getAddress().getPort() + "/round";
    serve(
        "/round",
        exchange -> {
          exchange.getResponseHeaders().add("Location", self);
          exchange.sendResponseHeaders(302, -1);
        });
    ListSource first = start(missing);
    ListSource second = start(endless);
    ListSource third = start(slow);
    ListSource fourth = start(self);
    ListSource fifth = start("http://");
    awaitProblem(first, "the server answered with status 404");
    awaitProblem(second, "it is over 4 MiB");
    awaitProblem(third, "no whole answer in time");
    awaitProblem(fourth, "the server answered with status 302");
    awaitProblem(fifth, "cannot be fetched");
    assertFalse(Files.exists(dir.resolve("channels.m3u")));
  }

  private static void pour(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    byte[] some = "#EXTM3U\n".repeat(8_192).getBytes(StandardCharsets.US_ASCII);
    try (OutputStream out = exchange.getResponseBody()) {
      for (int i = 0; i < 1_000; i++) {
        out.write(some);
      }
    }
  }

  private void drip(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    out.write('#');
    out.flush();
    try {
      var unused = end.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
