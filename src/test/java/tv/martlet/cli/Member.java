package tv.martlet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** One process of a {@link Household}: what it has said so far, and how it is ended. */
final class Member {
  private static final int PATIENCE_SECONDS = 40;

  private final String name;
  private final Process process;
  private final Heard out;
  private final Heard err;

  Member(String name, Process process) {
    this.name = name;
    this.process = process;
    this.out = new Heard(process.getInputStream());
    this.err = new Heard(process.getErrorStream());
  }

  String name() {
    return name;
  }

  Process process() {
    return process;
  }

  List<String> out() {
    return out.lines();
  }

  List<String> err() {
    return err.lines();
  }

  /** The first line on standard output that fits, waited for. */
  String awaitOut(Predicate<String> wanted) throws InterruptedException {
    return out.await(wanted, this::story);
  }

  /** The next line on standard output that fits, after those that this gave before. */
  String awaitNews(Predicate<String> wanted, Supplier<String> story) throws InterruptedException {
    return out.awaitNews(wanted, story);
  }

  /** The first line on standard error that fits, waited for. */
  String awaitErr(Predicate<String> wanted) throws InterruptedException {
    return err.await(wanted, this::story);
  }

  /** What the verb says with {@code --json} when it has started. */
  JsonObject awaitJson() throws InterruptedException {
    return JsonParser.parseString(awaitOut(line -> line.startsWith("{"))).getAsJsonObject();
  }

  /** Waits for the end; the exit code. */
  int awaitExit(int seconds) throws InterruptedException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      fail("still running after " + seconds + " s: " + story());
    }
    out.awaitEnd();
    err.awaitEnd();
    return process.exitValue();
  }

  /** Sends a signal such as INT, KILL or TERM. */
  void signal(String signal) throws IOException, InterruptedException {
    List<String> kill = List.of("kill", "-" + signal, String.valueOf(process.pid()));
    assertEquals(0, new ProcessBuilder(kill).start().waitFor(), name);
  }

  /** Nothing that only a programming error says. */
  void assertNoTrace() {
    for (String line : err()) {
      boolean trace = line.startsWith("\tat ") || line.contains("LEAK:");
      assertTrue(!trace && !line.contains("a fault of Martlet itself"), this::story);
    }
  }

  String story() {
    return name
        + (process.isAlive() ? " (runs)" : " (ended with " + process.exitValue() + ")")
        + "\nout: "
        + String.join("\n     ", out())
        + "\nerr: "
        + String.join("\n     ", err());
  }

  /** Lines of one stream, read on a thread of its own. */
  private static final class Heard {
    private final List<String> lines = new ArrayList<>();
    private boolean ended;
    private int read;

    Heard(InputStream from) {
      Thread reader = new Thread(() -> read(from), "heard");
      reader.setDaemon(true);
      reader.start();
    }

    private void read(InputStream from) {
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          add(line);
        }
      } catch (IOException e) {
        // killed: its stream ends here
      } finally {
        end();
      }
    }

    private synchronized void add(String line) {
      lines.add(line);
      notifyAll();
    }

    private synchronized void end() {
      ended = true;
      notifyAll();
    }

    synchronized List<String> lines() {
      return List.copyOf(lines);
    }

    synchronized void awaitEnd() throws InterruptedException {
      while (!ended) {
        wait();
      }
    }

    synchronized String awaitNews(Predicate<String> wanted, Supplier<String> story)
        throws InterruptedException {
      read = find(read, wanted, story) + 1;
      return lines.get(read - 1);
    }

    synchronized String await(Predicate<String> wanted, Supplier<String> story)
        throws InterruptedException {
      return lines.get(find(0, wanted, story));
    }

    private synchronized int find(int from, Predicate<String> wanted, Supplier<String> story)
        throws InterruptedException {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      for (int i = from; ; i++) {
        while (i >= lines.size()) {
          long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
          if (ended || left <= 0) {
            fail("waited in vain for a line of " + story.get());
          }
          wait(left);
        }
        if (wanted.test(lines.get(i))) {
          return i;
        }
      }
    }
  }
}
