package tv.martlet.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import tv.martlet.config.Surroundings;

/** Runs command lines in this process, on a temporary folder that stands for the machine's root. */
final class Shell {
  final Map<String, String> environment = new HashMap<>();
  private final Path root;
  private boolean colour;

  Shell(Path root) {
    this.root = root;
  }

  record Result(int code, String out, String err) {}

  Shell colour() {
    colour = true;
    return this;
  }

  Result run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Surroundings at = new Surroundings(root, environment, "root", root);
    int code =
        Martlet.run(at, new Terminal(new PrintWriter(out), new PrintWriter(err), colour), args);
    return new Result(
        code, out.toString().replace(root + "/", "/"), err.toString().replace(root + "/", "/"));
  }
}
