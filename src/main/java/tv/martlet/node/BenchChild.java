package tv.martlet.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A child process of a bench: told by lines what to do, answers by lines. */
final class BenchChild implements AutoCloseable {
  private static final String END = "\0";

  private final String name;
  private final Process process;
  private final PrintStream in;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private BenchChild(String name, Process process) {
    this.name = name;
    this.process = process;
    this.in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, "bench-" + name);
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a child in a role; its complaints go where this process's go. */
  static BenchChild start(BenchCommand self, List<String> flags, String... role)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(self.words(flags, Arrays.asList(role)));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return new BenchChild(role[0], builder.start());
  }

  private void read() {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
      }
    } catch (IOException | UncheckedIOException e) {
      // the child is gone: END says so
    }
    lines.add(END);
  }

  /** Says a line to the child. */
  void say(Object... words) {
    StringBuilder line = new StringBuilder();
    for (Object word : words) {
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    in.println(line);
  }

  /**
   * Waits for the child's next line.
   *
   * @return its words
   * @throws IOException if the child ends or keeps silent for so long
   */
  String[] next(long seconds) throws IOException, InterruptedException {
    String line = lines.poll(seconds, TimeUnit.SECONDS);
    if (line == null) {
      throw new IOException("the " + name + " process said nothing for " + seconds + " seconds");
    }
    if (line.equals(END)) {
      throw new IOException("the " + name + " process ended early; its complaint is above");
    }
    return line.split(" ");
  }

  /** Waits for a line that begins with this word. */
  String[] expect(String word, long seconds) throws IOException, InterruptedException {
    String[] words = next(seconds);
    if (!words[0].equals(word)) {
      throw new IOException(
          "the "
              + name
              + " process said \""
              + String.join(" ", words)
              + "\" where "
              + word
              + " was due");
    }
    return words;
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    in.close(); // the end of its input ends a child
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
