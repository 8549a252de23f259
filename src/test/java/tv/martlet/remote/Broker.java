package tv.martlet.remote;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real mosquitto on a free port of loopback that remembers nothing over a restart. */
public final class Broker implements AutoCloseable {
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private final Path dir;
  private final int port;
  private final List<String> lines;
  private Process process;

  private Broker(Path dir, int port, List<String> lines) {
    this.dir = dir;
    this.port = port;
    this.lines = List.copyOf(lines);
  }

  /** One that everyone may use. */
  public static Broker start(Path dir) throws IOException, InterruptedException {
    return start(dir, "allow_anonymous true");
  }

  /** One with the given lines in its configuration. */
  public static Broker start(Path dir, String... lines) throws IOException, InterruptedException {
    Broker broker = new Broker(dir, freePort(), List.of(lines));
    broker.restart();
    return broker;
  }

  /** A port where nobody listens. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  public int port() {
    return port;
  }

  public String address() {
    return "mqtt://127.0.0.1:" + port;
  }

  /** Starts it where it does not run. */
  public void restart() throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    all.add("listener " + port + " 127.0.0.1");
    all.add("user " + System.getProperty("user.name")); // or root's mosquitto could read no file
    all.add("persistence false");
    all.addAll(lines);
    Path config = Files.write(dir.resolve("mosquitto-" + port + ".conf"), all);
    Path log = dir.resolve("mosquitto-" + port + ".log");
    process =
        new ProcessBuilder("/usr/sbin/mosquitto", "-c", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!listens()) {
      if (!process.isAlive() || System.nanoTime() - end > 0) {
        throw new IOException("mosquitto does not start: " + Files.readString(log));
      }
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends it at once, and with it all that it knew. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
