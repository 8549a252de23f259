package tv.martlet.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** What a child process of a bench does: obeys lines from its parent until they end. */
public abstract class BenchRole {
  private PrintStream out;

  BenchRole() {}

  /**
   * Runs a role of this process to its end.
   *
   * @param words the role's name and its arguments
   * @throws IllegalArgumentException if there is no such role
   */
  public static void run(List<String> words, InputStream in, PrintStream out)
      throws IOException, InterruptedException {
    List<String> arguments = words.subList(Math.min(1, words.size()), words.size());
    BenchRole role =
        switch (words.isEmpty() ? "" : words.get(0)) {
          case "seeder" -> new SeederRole(arguments);
          case "leecher" -> new LeecherRole(arguments);
          case "crowd" -> new CrowdRole(arguments);
          case "relay" -> new RelayRole(arguments);
          default -> throw new IllegalArgumentException("there is no such role: " + words);
        };
    role.out = out;
    try {
      role.obey(in);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    }
  }

  private void obey(InputStream in) throws IOException, InterruptedException, ExecutionException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
    try {
      begin();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        obey(line.split(" "));
      }
    } finally {
      end();
    }
  }

  /** Says a line to the parent. */
  final void say(Object... words) {
    StringBuilder line = new StringBuilder();
    for (Object word : words) {
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    out.println(line);
    out.flush();
  }

  abstract void begin() throws IOException, InterruptedException, ExecutionException;

  abstract void obey(String[] words) throws IOException, InterruptedException, ExecutionException;

  abstract void end();
}
