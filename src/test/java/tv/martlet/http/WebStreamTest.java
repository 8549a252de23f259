package tv.martlet.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakWatch.class)
class WebStreamTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int PIECE = 1024;

  private static byte[] content(int size) {
    byte[] bytes = new byte[size];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private static void feed(TestChannel channel, byte[] bytes) {
    for (int i = 0; i < bytes.length; i += PIECE) {
      channel.append(java.util.Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + PIECE)));
    }
  }

  @Test
  void fiftyViewersGetTheSameBytes() throws Exception {
    byte[] content = content(3_000_000);
    try (TestNode node = new TestNode(TestNode.LIMITS, LOOPBACK, 4_000_000)) {
      HttpClient client = HttpClient.newHttpClient();
      URI uri = URI.create("http://127.0.0.1:" + node.port() + "/channel/one.ts");
      List<CompletableFuture<HttpResponse<byte[]>>> viewers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        viewers.add(
            client.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray()));
      }
      Await.until(() -> node.server.counts().streams() == 50);
      feed(node.channel, content);
      node.channel.end();
      for (CompletableFuture<HttpResponse<byte[]>> viewer : viewers) {
        assertArrayEquals(content, viewer.get().body());
      }
      assertEquals(50L * content.length, node.server.counts().streamBytes());
      Await.until(() -> node.channel.closed.get() == 50);
      assertEquals(0, node.server.counts().streams());
    }
  }

  /** The never-reading viewer is far slower than the ring; the other one must not notice. */
  @Test
  void theViewerThatNeverReadsIsCutOffAndOthersAreNot() throws Exception {
    WebLimits limits = new WebLimits(10, 10, 5, Duration.ofSeconds(5), Duration.ofMillis(400));
    byte[] content = content(8_000_000);
    try (TestNode node = new TestNode(limits, LOOPBACK, 9_000_000);
        RawClient deaf = node.connect().get("/channel/one.ts");
        RawClient good = node.connect().get("/channel/one.ts")) {
      assertEquals(200, good.answer(false).status());
      Await.until(() -> node.server.counts().streams() == 2);
      CompletableFuture<byte[]> seen = CompletableFuture.supplyAsync(() -> readAll(good));
      feed(node.channel, content);
      Await.until(() -> node.server.counts().cutOff() == 1);
      node.channel.end();
      assertArrayEquals(content, seen.get());
      assertThrows(IOException.class, () -> drain(deaf), "no proper end for the one cut off");
    }
  }

  @Test
  void aViewerOverrunByTheRingIsCutOff() throws Exception {
    try (TestNode node = new TestNode(TestNode.LIMITS, LOOPBACK, 100_000);
        RawClient slow = node.connect().get("/channel/one.ts")) {
      Await.until(() -> node.server.counts().streams() == 1);
      node.channel.append(content(PIECE));
      Await.until(() -> node.server.counts().streamBytes() == PIECE);
      node.channel.append(content(8_000_000));
      assertThrows(IOException.class, () -> drain(slow));
      Await.until(() -> node.server.counts().cutOff() == 1);
      assertEquals(1, node.channel.closed.get());
    }
  }

  @Test
  void aByteIsSentAsSoonAsItIsThere() throws Exception {
    try (TestNode node = new TestNode();
        RawClient c = node.connect().get("/channel/one.ts")) {
      RawClient.Answer head = c.answer(false);
      assertEquals("chunked", head.headers().get("transfer-encoding"));
      assertEquals("no-store", head.headers().get("cache-control"));
      for (byte i = 0; i < 20; i++) {
        node.channel.append(new byte[] {i});
        assertArrayEquals(new byte[] {i}, c.chunk(), "no second byte was needed to push it out");
      }
      node.channel.end();
      assertEquals(0, c.chunk().length);
      assertTrue(c.atEnd());
    }
  }

  @Test
  void http10GetsPlainBytesUntilTheEnd() throws Exception {
    byte[] content = content(50_000);
    try (TestNode node = new TestNode();
        RawClient c = node.connect().send("GET /channel/one.ts HTTP/1.0\r\n\r\n")) {
      RawClient.Answer head = c.answer(false);
      assertEquals(null, head.headers().get("transfer-encoding"));
      assertEquals("close", head.headers().get("connection"));
      node.channel.append(content);
      node.channel.end();
      assertArrayEquals(content, c.in.readAllBytes());
    }
  }

  @Test
  void viewersAreBounded() throws Exception {
    WebLimits limits = new WebLimits(10, 10, 1, Duration.ofSeconds(5), Duration.ofSeconds(5));
    try (TestNode node = new TestNode(limits, LOOPBACK, 1024);
        RawClient first = node.connect().get("/channel/one.ts");
        RawClient second = node.connect()) {
      assertEquals(200, first.answer(false).status());
      RawClient.Answer full = second.get("/channel/one.ts").answer();
      assertEquals(503, full.status());
      assertTrue(full.body().contains("http.max_clients"));
    }
  }

  @Test
  void aViewerThatLeavesGivesItsReaderBack() throws Exception {
    try (TestNode node = new TestNode()) {
      try (RawClient c = node.connect().get("/channel/one.ts")) {
        assertEquals(200, c.answer(false).status());
      }
      Await.until(() -> node.channel.closed.get() == 1);
      Await.until(() -> node.server.counts().connections() == 0);
    }
  }

  @Test
  void whatAViewerSaysDuringTheStreamIsIgnored() throws Exception {
    try (TestNode node = new TestNode();
        RawClient c = node.connect().get("/channel/one.ts").get("/healthz")) {
      assertEquals(200, c.answer(false).status());
      c.send("nonsense\r\n\r\n");
      node.channel.append(new byte[] {1, 2, 3});
      assertArrayEquals(new byte[] {1, 2, 3}, c.chunk());
    }
  }

  @Test
  void closingTheServerEndsStreamsProperly() throws Exception {
    TestNode node = new TestNode();
    try (RawClient c = node.connect().get("/channel/one.ts");
        RawClient idle = node.connect()) {
      assertEquals(200, c.answer(false).status());
      assertEquals(200, idle.get("/").answer().status());
      node.close();
      assertEquals(0, c.chunk().length);
      assertTrue(c.atEnd());
      assertTrue(idle.atEnd());
      assertThrows(IOException.class, node::connect);
    }
  }

  private static void drain(RawClient c) throws IOException {
    c.answer(false);
    int size;
    do {
      size = c.chunk().length;
    } while (size > 0);
    throw new AssertionError("ended properly");
  }

  private static byte[] readAll(RawClient c) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      for (byte[] chunk = c.chunk(); chunk.length > 0; chunk = c.chunk()) {
        out.writeBytes(chunk);
      }
    } catch (EOFException e) {
      throw new AssertionError("cut off", e);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }
}
