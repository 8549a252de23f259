package tv.martlet.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Real processes on loopback with free ports, all of them ended with the test. */
final class Household implements AutoCloseable {
  private static final String LOCAL = "127.0.0.1:0";

  private final Path dir;
  private final List<Member> members = new CopyOnWriteArrayList<>();
  private final Thread lastResort = new Thread(this::killAll, "household-end");

  Household(Path dir) {
    this.dir = dir;
    Runtime.getRuntime().addShutdownHook(lastResort);
  }

  /** A port that nobody has just now. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The program as a process of its own. */
  static List<String> line(String... words) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx64m"));
    line.add("-Dio.netty.leakDetection.level=PARANOID");
    // As a user has it: the tests' own configuration, first on the class path, is quieter.
    Path logging = Path.of("src/main/resources/tinylog.properties").toAbsolutePath();
    line.add("-Dtinylog.configuration=" + logging);
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Martlet.class.getName()));
    line.addAll(List.of(words));
    return line;
  }

  /** Starts the program; its data folder bears the member's name. */
  Member martlet(String name, String... words) throws IOException {
    return start(name, line(words));
  }

  /** The same on a screen. */
  Member martlet(String name, Xvfb screen, String... words) throws IOException {
    ProcessBuilder builder = builder(line(words));
    builder.environment().put("DISPLAY", screen.display());
    return add(name, builder.start());
  }

  /** Settings that every node here has: a free port on loopback, a folder of its own. */
  String[] node(String name, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--set", "node.data_dir=" + dir.resolve(name), "--json"));
    set(all, "peer.listen", LOCAL);
    return all.toArray(String[]::new);
  }

  private static void set(List<String> words, String key, String value) {
    if (words.stream().noneMatch(word -> word.startsWith(key + "="))) {
      words.addAll(List.of("--set", key + "=" + value));
    }
  }

  Member program(String name, String... words) throws IOException {
    return start(name, List.of(words));
  }

  private Member start(String name, List<String> line) throws IOException {
    return add(name, builder(line).start());
  }

  /** Two programs, the first's standard output being the second's input. */
  Member piped(String name, List<String> from, String... words) throws IOException {
    ProcessBuilder source = builder(from).redirectError(ProcessBuilder.Redirect.DISCARD);
    List<Process> both = ProcessBuilder.startPipeline(List.of(source, builder(line(words))));
    add(name + " input", both.get(0));
    return add(name, both.get(1));
  }

  private ProcessBuilder builder(List<String> line) {
    ProcessBuilder builder = new ProcessBuilder(line).directory(dir.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(key -> key.startsWith("MARTLET_") || key.endsWith("DISPLAY"));
    return builder;
  }

  private Member add(String name, Process process) {
    Member member = new Member(name, process);
    members.add(member);
    return member;
  }

  /** A tracker that has started, and where. */
  record Tracker(Member member, String address) {}

  Tracker tracker() throws IOException, InterruptedException {
    Member member =
        martlet("tracker", "tracker", "--json", "--set", "tracker_server.listen=" + LOCAL);
    return new Tracker(member, member.awaitJson().get("listen").getAsString());
  }

  /** A relay of some channels. */
  Member relay(String name, String... uris) throws IOException {
    String list = "relay.channels=" + String.join(",", uris);
    return martlet(name, node(name, "run", "--set", list, "--set", "http.listen=" + LOCAL));
  }

  /** A viewer of one channel. */
  Member viewer(String name, String uri, String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of("play", uri, "--set", "http.listen=" + LOCAL));
    all.addAll(List.of(words));
    return martlet(name, node(name, all.toArray(String[]::new)));
  }

  /** Where a viewer or relay serves its first channel. */
  static String stream(Member viewer) throws InterruptedException {
    JsonObject streams = viewer.awaitJson().getAsJsonObject("streams");
    return streams.entrySet().iterator().next().getValue().getAsString();
  }

  /** What every member has said, for the message of a failure. */
  String story() {
    StringBuilder all = new StringBuilder();
    members.forEach(member -> all.append(member.story()).append('\n'));
    return all.toString();
  }

  void assertNoTraces() {
    members.forEach(Member::assertNoTrace);
  }

  private void killAll() {
    for (Member member : members) {
      member.process().descendants().forEach(ProcessHandle::destroyForcibly);
      member.process().destroyForcibly();
    }
  }

  @Override
  public void close() throws InterruptedException {
    killAll();
    for (Member member : members) {
      member.process().waitFor(10, TimeUnit.SECONDS);
    }
    Runtime.getRuntime().removeShutdownHook(lastResort);
  }
}
