package tv.martlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of the machine, run to its end. */
final class Program {
  private final Map<String, String> environment = new HashMap<>(Map.of("LC_ALL", "C.UTF-8"));
  private final List<String> words;

  private Program(List<String> words) {
    this.words = words;
  }

  /** What it said, both streams in one, and its exit code. */
  record Result(int code, String said) {
    /** What a program said that went well. */
    String good() {
      assertEquals(0, code, said);
      return said;
    }
  }

  static Program of(String... words) {
    return new Program(List.of(words));
  }

  Program with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Result run() throws IOException, InterruptedException {
    Path said = Files.createTempFile("said", ".txt");
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(said.toFile()).start();
    try {
      assertTrue(process.waitFor(3, TimeUnit.MINUTES), () -> words + " does not end");
      return new Result(process.exitValue(), Files.readString(said, StandardCharsets.UTF_8));
    } finally {
      process.destroyForcibly();
      Files.delete(said);
    }
  }
}
