package tv.martlet.player;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Serves files as live streams: two seconds at once, then in real time. One asked for as {@code
 * late-NAME} comes only once it is let go.
 */
final class TsServer implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final int seconds;
  private static final String LATE = "/late-";

  private final CountDownLatch late = new CountDownLatch(1);
  final AtomicInteger requests = new AtomicInteger();

  TsServer(Map<String, Path> paths, int seconds) throws IOException {
    this.seconds = seconds;
    for (Map.Entry<String, Path> e : paths.entrySet()) {
      files.put("/" + e.getKey(), Files.readAllBytes(e.getValue()));
    }
    start(this::accept);
  }

  String url(String name) {
    return "http://127.0.0.1:" + listener.getLocalPort() + "/" + name;
  }

  private static void start(Runnable body) {
    Thread thread = new Thread(body, "ts-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        open.add(socket);
        start(() -> serve(socket));
      }
    } catch (IOException closed) {
      open.forEach(TsServer::drop);
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      byte[] bytesIn = new byte[2048];
      int n = socket.getInputStream().read(bytesIn);
      String request = new String(bytesIn, 0, Math.max(0, n), StandardCharsets.US_ASCII);
      String path = request.substring(4, request.indexOf(' ', 4));
      requests.incrementAndGet();
      OutputStream out = socket.getOutputStream();
      byte[] bytes = files.get(path.replace(LATE, "/"));
      String head = bytes == null ? "404 Not Found" : "200 OK\r\nContent-Type: video/mp2t";
      out.write(
          ("HTTP/1.1 " + head + "\r\nConnection: close\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      if (path.startsWith(LATE)) {
        late.await();
      }
      if (bytes != null) {
        pace(out, bytes);
      }
    } catch (InterruptedException | IOException | StringIndexOutOfBoundsException clientLeft) {
      open.remove(socket);
    }
  }

  private void pace(OutputStream out, byte[] bytes) throws IOException {
    long began = System.nanoTime();
    int sent = 0;
    while (sent < bytes.length) {
      double due = (System.nanoTime() - began) / 1e9 + 2;
      int upTo = (int) Math.min(bytes.length, due * bytes.length / seconds);
      out.write(bytes, sent, upTo - sent);
      sent = upTo;
      LockSupport.parkNanos(10_000_000);
    }
  }

  /** Late streams come now. */
  void letGo() {
    late.countDown();
  }

  /** Ends every stream under way. */
  void dropAll() {
    open.forEach(TsServer::drop);
  }

  private static void drop(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
