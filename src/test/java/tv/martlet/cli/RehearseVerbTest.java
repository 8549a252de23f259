package tv.martlet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real relay of a real broadcast, of which nothing stays. */
class RehearseVerbTest {
  @TempDir Path dir;

  @Test
  void receivesAndLeavesNothingBehind() throws Exception {
    List<String> line = Household.line("rehearse");
    line.add(1, "-Djava.io.tmpdir=" + dir);
    Process process =
        new ProcessBuilder(line)
            .directory(dir.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), out);
    assertTrue(out.contains("/channel/"), out);
    try (Stream<Path> left = Files.list(dir)) {
      assertFalse(left.anyMatch(file -> file.toString().contains("rehearsal")));
    }
  }

  @Test
  void isNoWordForPeople() {
    assertFalse(new Shell(dir).run("--help").out().contains("rehearse"));
    assertFalse(new Shell(dir).run("manual").out().contains("rehearse"));
  }

  /** Where one verb is called, the others are not even looked at. */
  @Test
  void everyVerbIsFoundByTheNameOfItsClass() {
    String help = new Shell(dir).run("--help").out();
    String verbs = help.substring(help.indexOf("Verbs:"), help.indexOf("Exit codes:"));
    int seen = 0;
    for (String line : verbs.lines().filter(l -> l.matches("  [a-z]+ .*")).toList()) {
      String verb = line.trim().split(" ", 2)[0];
      Shell.Result own = new Shell(dir).run(verb, "--help");
      assertTrue(own.out().contains("martlet " + verb), own.err());
      seen++;
    }
    assertEquals(15, seen, help);
  }
}
