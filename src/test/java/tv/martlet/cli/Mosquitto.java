package tv.martlet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A real broker with TLS and a password, and Mosquitto's own clients to speak to it. */
final class Mosquitto {
  private static final String USER = "box";
  private static final String PASSWORD = "over the hills";

  private final Household home;
  private final Path dir;
  private final int port;
  private Member broker;

  private Mosquitto(Household home, Path dir, int port) {
    this.home = home;
    this.dir = dir;
    this.port = port;
  }

  /** Makes keys and passwords in a folder and starts. */
  static Mosquitto start(Household home, Path dir) throws Exception {
    Files.createDirectories(dir);
    int port = Household.freePort();
    Mosquitto made = new Mosquitto(home, dir, port);
    made.certificates();
    made.run("mosquitto_passwd", "-c", "-b", made.file("passwords"), USER, PASSWORD);
    Files.writeString(dir.resolve("password"), PASSWORD + "\n");
    Files.writeString(
        dir.resolve("mosquitto.conf"),
        """
        listener %d 127.0.0.1
        cafile %s
        certfile %s
        keyfile %s
        password_file %s
        allow_anonymous false
        persistence false
        user root
        """
            .formatted(
                port,
                made.file("ca.pem"),
                made.file("server.pem"),
                made.file("server.key"),
                made.file("passwords")));
    made.again();
    return made;
  }

  private String file(String name) {
    return dir.resolve(name).toString();
  }

  private void certificates() throws Exception {
    openssl(
        "req -x509 -nodes -days 2 -subj /CN=authority -newkey rsa:2048 -keyout ca.key -out ca.pem");
    openssl("req -nodes -subj /CN=127.0.0.1 -newkey rsa:2048 -keyout server.key -out server.csr");
    Files.writeString(dir.resolve("names"), "subjectAltName=IP:127.0.0.1\n");
    openssl(
        "x509 -req -days 2 -CAcreateserial -extfile names -in server.csr -CA ca.pem -CAkey ca.key"
            + " -out server.pem");
  }

  /** Words with a dot and {@code names} are files of the folder. */
  private void openssl(String line) throws Exception {
    List<String> words = new ArrayList<>(List.of("openssl"));
    for (String word : line.split(" ", -1)) {
      boolean isFile = word.matches("\\w+\\.\\w+|names");
      words.add(isFile ? file(word) : word);
    }
    run(words.toArray(String[]::new));
  }

  private void run(String... line) throws Exception {
    Member made = home.program(line[0], line);
    assertEquals(0, made.awaitExit(30), made::story);
  }

  /** Starts, with no memory of what was. */
  void again() throws IOException, InterruptedException {
    broker = home.program("broker", "/usr/sbin/mosquitto", "-c", file("mosquitto.conf"), "-v");
    broker.awaitErr(line -> line.contains("running"));
  }

  void stop() throws IOException, InterruptedException {
    broker.signal("TERM");
    broker.awaitExit(10);
  }

  /** The section of a node's settings. */
  String settings() {
    return """
        [mqtt]
        broker = "mqtts://127.0.0.1:%d"
        user = "%s"
        password_file = "%s"
        ca = "%s"
        interval = "1s"
        """
        .formatted(port, USER, file("password"), file("ca.pem"));
  }

  private List<String> client(String program, String... words) {
    List<String> line = new ArrayList<>(List.of(program, "-V", "5", "-h", "127.0.0.1"));
    line.addAll(List.of("-p", String.valueOf(port), "--cafile", file("ca.pem")));
    line.addAll(List.of("-u", USER, "-P", PASSWORD));
    line.addAll(List.of(words));
    return line;
  }

  /** Publishes, and waits until the broker has it. */
  void publish(String topic, String payload) throws Exception {
    run(client("mosquitto_pub", "-q", "1", "-t", topic, "-m", payload).toArray(String[]::new));
  }

  /**
   * Prints all messages from now on, and the retained ones, as {@code TOPIC PAYLOAD}.
   *
   * @param but a topic whose messages are no text
   */
  Member listen(String name, String topic, String but) throws IOException {
    List<String> line = client("mosquitto_sub", "-v", "-t", topic, "-T", but);
    return home.program(name, line.toArray(String[]::new));
  }

  /** What the broker keeps of a topic. */
  byte[] retained(String topic) throws Exception {
    List<String> line = client("mosquitto_sub", "-C", "1", "-W", "20", "-F", "%x", "-t", topic);
    Member reader = home.program("reader", line.toArray(String[]::new));
    assertEquals(0, reader.awaitExit(30), reader::story);
    return HexFormat.of().parseHex(reader.out().get(0));
  }
}
