package tv.martlet.tracker;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A loop, servers and clients for one test, closed with it. */
final class Rig implements AutoCloseable {
  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final List<AutoCloseable> open = new ArrayList<>();
  final Driver driver =
      new Driver(group.next(), () -> System.nanoTime() / 1_000_000, new Random(11));

  EventLoop loop() {
    return driver.loop();
  }

  TrackerServer server() throws IOException {
    return server("127.0.0.1", 0, ServerSettings.DEFAULT);
  }

  TrackerServer server(String host, int port, ServerSettings settings) throws IOException {
    return server(host, port, settings, Samples.store());
  }

  TrackerServer server(String host, int port, ServerSettings settings, SwarmStore store)
      throws IOException {
    InetSocketAddress at = new InetSocketAddress(host, port);
    TrackerServer server = TrackerServer.start(at, settings, store, driver);
    open.add(server);
    return server;
  }

  TrackerClient client(ClientSettings settings, Heard heard, int udpPort) throws IOException {
    TrackerClient client =
        new TrackerClient(settings, driver, new Heard.Self("127.0.0.1", udpPort), heard);
    open.add(() -> client.shutdown().get(30, TimeUnit.SECONDS));
    return client;
  }

  static URI uri(TrackerServer server) {
    return uri("http", "127.0.0.1", server);
  }

  static URI uri(String scheme, String host, TrackerServer server) {
    return URI.create(scheme + "://" + host + ":" + server.localAddress().getPort() + "/live");
  }

  static byte[] http(byte[] body, String... headers) {
    StringBuilder head = new StringBuilder("POST /live HTTP/1.1\r\nHost: tracker\r\n");
    head.append("Content-Type: application/ppsp-tracker+json\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    return joined(head.toString().getBytes(StandardCharsets.US_ASCII), body);
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** One HTTP response as it stood on the wire. */
  record Reply(int status, String head, String body) {
    Response response() throws MessageException {
      return new ResponseReader(MessageLimits.RESPONSE)
          .read(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
    }
  }

  static Socket socket(TrackerServer server) throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(30_000);
    socket.connect(server.localAddress());
    return socket;
  }

  /** Sends bytes on a connection of their own and reads the one response. */
  static Reply ask(TrackerServer server, byte[] bytes) throws IOException {
    try (Socket socket = socket(server)) {
      return ask(socket, bytes);
    }
  }

  static Reply ask(Socket socket, byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return read(socket.getInputStream());
  }

  static Reply read(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) {
        throw new IOException("the connection ended after: " + head);
      }
      head.append((char) c);
    }
    String text = head.toString();
    int length = 0;
    for (String line : text.split("\r\n", -1)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).trim());
      }
    }
    return new Reply(
        Integer.parseInt(text.substring(9, 12)),
        text,
        new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).get(10, TimeUnit.SECONDS);
  }
}
