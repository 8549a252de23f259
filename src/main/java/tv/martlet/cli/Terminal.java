package tv.martlet.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a command prints.
 *
 * @param out for what was asked for
 * @param err for complaints, progress and logs
 * @param colour whether escape sequences are understood on {@code out}
 */
record Terminal(PrintWriter out, PrintWriter err, boolean colour) {
  /** That of this process; writes UTF-8 whatever the locale says. */
  static Terminal ofProcess() {
    return new Terminal(
        writer(FileDescriptor.out), writer(FileDescriptor.err), colour(System.getenv()));
  }

  void flush() {
    out.flush();
    err.flush();
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
  }

  private static boolean colour(Map<String, String> environment) {
    boolean wanted =
        !environment.containsKey("NO_COLOR")
            && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    return wanted && isTerminal(1);
  }

  /** Whether a file descriptor is a terminal; {@code System.console} asks for all three at once. */
  static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
  }
}
