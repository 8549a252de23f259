package tv.martlet.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import tv.martlet.media.SourceState.Phase;

/** Channels that come over HTTP. */
class HttpSourceTest {
  private static int freeTcpPort() throws IOException {
    try (ServerSocket s = new ServerSocket(0)) {
      return s.getLocalPort();
    }
  }

  @Test
  void httpFollowsARedirectAndComesBackAfterTheServerBreaksOff() throws Exception {
    byte[] ts = Clips.shortH264();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/old",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/live.ts");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.createContext(
        "/live.ts",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream body = exchange.getResponseBody()) {
            body.write(ts);
          }
        });
    server.start();
    String uri = "http://127.0.0.1:" + server.getAddress().getPort() + "/old";
    try (Watched watched = new Watched(MediaInput.of(InputUri.parse(uri), PaceClock.system()))) {
      watched.awaitBytes(2 * ts.length);
      byte[] got = watched.bytes.bytes();
      assertArrayEquals(ts, Arrays.copyOf(got, ts.length));
      assertArrayEquals(ts, Arrays.copyOfRange(got, ts.length, 2 * ts.length));
      server.stop(0);
      SourceState state = watched.await(Phase.RETRYING);
      while (!state.sentence().contains("is the server running?")) {
        state = watched.await(Phase.RETRYING);
      }
      assertTrue(state.restarts() >= 1);
    }
  }

  @Test
  void httpFromFfmpegAsServer() throws Exception {
    int port = freeTcpPort();
    String uri = "http://127.0.0.1:" + port + "/live.ts";
    try (Watched watched = new Watched(MediaInput.of(InputUri.parse(uri), PaceClock.system()))) {
      watched.await(Phase.RETRYING);
      LiveEncoder first = LiveEncoder.to(uri, "mpegts -listen 1");
      watched.await(Phase.RUNNING);
      watched.awaitBytes(40_000);
      first.kill();
      watched.await(Phase.RETRYING);
      LiveEncoder second = LiveEncoder.to(uri, "mpegts -listen 1");
      watched.await(Phase.RUNNING);
      watched.awaitBytes(40_000);
      second.kill();
    }
  }

  @Test
  void httpRedirectsWithoutEndAreGivenUp() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Location", exchange.getRequestURI() + "x");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.start();
    String uri = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    try (Watched watched = new Watched(MediaInput.of(InputUri.parse(uri), PaceClock.system()))) {
      SourceState state = watched.await(Phase.RETRYING);
      assertTrue(state.sentence().contains("redirected too often"), state.sentence());
    }
    server.stop(0);
  }
}
