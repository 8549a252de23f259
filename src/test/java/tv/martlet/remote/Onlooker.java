package tv.martlet.remote;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** {@code mosquitto_sub} and {@code mosquitto_pub}: a client that is none of ours. */
public final class Onlooker implements AutoCloseable {
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  /** What it heard. */
  public record Heard(String topic, boolean retained, String hex, String correlation) {
    public byte[] payload() {
      return HexFormat.of().parseHex(hex);
    }

    public String text() {
      return new String(payload(), StandardCharsets.UTF_8);
    }

    public JsonObject json() {
      return JsonParser.parseString(text()).getAsJsonObject();
    }

    @Override
    public String toString() {
      return topic + (retained ? " (kept) " : " ") + text();
    }
  }

  private final int port;
  private final Process process;
  private final List<Heard> heard = new ArrayList<>();
  private int from;

  /** Listens to all topics at a broker. */
  public Onlooker(Broker broker) throws IOException, InterruptedException {
    this(broker, new String[0]);
  }

  /** The same, with further words of the command line. */
  public Onlooker(Broker broker, String... words) throws IOException, InterruptedException {
    this.port = broker.port();
    List<String> line = line("mosquitto_sub", "-t", "#", "-q", "1", "-F", "%t %r %x %D");
    line.addAll(List.of(words));
    process = new ProcessBuilder(line).redirectErrorStream(true).start();
    Thread reader = new Thread(this::read, "onlooker");
    reader.setDaemon(true);
    reader.start();
    if (words.length == 0) {
      publish("onlooker/ready", "yes", "-r");
      await("onlooker/ready");
    }
  }

  private List<String> line(String program, String... words) {
    List<String> line = new ArrayList<>(List.of(program, "-V", "5", "-h", "127.0.0.1", "-p"));
    line.add(String.valueOf(port));
    line.addAll(List.of(words));
    return line;
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split(" ", 4);
        String hex = parts.length > 2 ? parts[2] : "";
        String correlation = parts.length > 3 ? parts[3] : "";
        synchronized (heard) {
          heard.add(new Heard(parts[0], parts[1].equals("1"), hex, correlation));
          heard.notifyAll();
        }
      }
    } catch (IOException e) {
      // It was ended.
    }
  }

  /** Publishes with QoS 1; further words of the command line may follow. */
  public void publish(String topic, String payload, String... words)
      throws IOException, InterruptedException {
    List<String> line = line("mosquitto_pub", "-t", topic, "-m", payload, "-q", "1");
    line.addAll(List.of(words));
    Process pub = new ProcessBuilder(line).redirectErrorStream(true).start();
    if (!pub.waitFor(10, TimeUnit.SECONDS) || pub.exitValue() != 0) {
      throw new IOException(
          new String(pub.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** Forgets what was heard so far. */
  public void forget() {
    synchronized (heard) {
      from = heard.size();
    }
  }

  /** The next message at a topic since it last forgot. */
  public Heard await(String topic) throws InterruptedException {
    return await(topic, any -> true);
  }

  /** The first that fits. */
  public Heard await(String topic, Predicate<Heard> fits) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    synchronized (heard) {
      while (true) {
        for (Heard one : heard.subList(from, heard.size())) {
          if (one.topic.equals(topic) && fits.test(one)) {
            return one;
          }
        }
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new AssertionError("nothing that fits at " + topic + " in " + heard);
        }
        heard.wait(left);
      }
    }
  }

  /** Asks a node, and gives its answer. */
  public JsonObject ask(String node, String verb, String payload)
      throws IOException, InterruptedException {
    forget();
    publish("martlet/" + node + "/request/" + verb, payload);
    return await("martlet/" + node + "/response/" + verb).json();
  }

  /** All at a topic since it last forgot. */
  public List<Heard> all(String topic) {
    synchronized (heard) {
      return heard.subList(from, heard.size()).stream()
          .filter(one -> one.topic.equals(topic))
          .toList();
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(10, TimeUnit.SECONDS);
  }
}
