package tv.martlet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MartletTest {
  @TempDir Path root;

  @Test
  void helpListsTheVerbsAndTheExitCodes() {
    Shell.Result help = new Shell(root).run("--help");
    assertEquals(0, help.code());
    assertTrue(help.out().contains("config"), help.out());
    assertTrue(help.out().contains("2   wrong usage or configuration"), help.out());
    assertEquals("", help.err());
  }

  @Test
  void colourOnlyOnATerminal() {
    assertFalse(new Shell(root).run("--help").out().contains("\u001b["));
    assertTrue(new Shell(root).colour().run("--help").out().contains("\u001b["));
  }

  @Test
  void versionNamesItselfAndJava() {
    Shell.Result version = new Shell(root).run("--version");
    assertEquals(0, version.code());
    assertTrue(version.out().matches("(?s)Martlet .*Java \\d+ .*"), version.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|no verb given",
        "confg|did you mean config?",
        "config|expected check, show, schema or example",
        "config shw|did you mean show?",
        "config show --orign|did you mean --origin?",
        "config show --config|missing required parameter",
        "config show nothing|no section or key nothing",
        "config show a b|unmatched argument",
      })
  void wrongWordsAreOneLineAndExitCode2(String words, String complaint) {
    String[] args = words.isEmpty() ? new String[0] : words.split(" ", -1);
    Shell.Result result = new Shell(root).run(args);
    assertEquals(2, result.code());
    assertEquals("", result.out());
    assertTrue(result.err().contains(complaint), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().startsWith("martlet: "));
  }

  @Test
  void completionIsAScriptThatBashTakes() throws Exception {
    Shell.Result result = new Shell(root).run("completion");
    assertEquals(0, result.code());
    Path script = Files.writeString(root.resolve("completion"), result.out());
    String words =
        process(
            0,
            "bash",
            "-c",
            "source "
                + script
                + "; COMP_WORDS=(martlet config sh); COMP_CWORD=2; _complete_martlet;"
                + " echo ${COMPREPLY[@]}");
    assertEquals("show", words.strip());
  }

  @Test
  void aRealProcessKeepsItsStreamsApartAndReturnsItsCode() throws Exception {
    Files.writeString(root.resolve("my.toml"), "[peer]\npex = 7\n");
    String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
    String path = System.getProperty("java.class.path");
    String main = Martlet.class.getName();
    String file = root.resolve("my.toml").toString();
    assertTrue(process(0, java, "-cp", path, main, "--version").startsWith("Martlet "));
    String found = process(2, java, "-cp", path, main, "config", "check", "--config", file);
    assertEquals(file + ":2: peer.pex: expected true or false, found 7", found.strip());
  }

  private String process(int code, String... words) throws IOException, InterruptedException {
    Path out = root.resolve("out");
    Path err = root.resolve("err");
    Process process =
        new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    } finally {
      process.destroyForcibly();
    }
    assertEquals("", Files.readString(err, StandardCharsets.UTF_8));
    assertEquals(code, process.exitValue());
    return Files.readString(out, StandardCharsets.UTF_8);
  }
}
