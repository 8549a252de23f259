package tv.martlet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class ManPageTest {
  private static final Set<String> MACROS =
      Set.of(".TH", ".SH", ".SS", ".PP", ".TP", ".B", ".BR", ".I", ".IR");

  @TempDir Path root;

  @Test
  void tellsOfEveryVerb() {
    String page = page();
    for (String verb : List.of("run", "play", "broadcast", "tracker", "config check", "sim")) {
      assertTrue(page.contains("\n.SS martlet " + verb + " [OPTIONS]"), verb);
    }
    assertTrue(page.contains("\\fB\\-\\-config\\fR=\\fIFILE\\fR\n"), page);
    assertFalse(page.contains("child"), "hidden verbs stay hidden");
  }

  /** A word that only looks like a command would vanish from the page. */
  @Test
  void everyCommandIsOneOfMan7() {
    page()
        .lines()
        .filter(line -> line.startsWith(".") || line.startsWith("'"))
        .forEach(line -> assertTrue(MACROS.contains(line.split(" ", 2)[0]), line));
  }

  @Test
  void whatMeansSomethingToManIsEscaped() {
    CommandSpec odd = CommandSpec.create();
    odd.usageMessage().description(".start of 100 %% of C:\\path%n'second' line - or so");
    odd.addOption(
        OptionSpec.builder("--n")
            .type(int.class)
            .paramLabel("N")
            .description("Dashes -- and \\ too.")
            .build());
    String page = ManPage.of(CommandSpec.create().name("martlet").addSubcommand("odd", odd));
    assertTrue(
        page.contains("\n\\&.start of 100 % of C:\\epath\n\\&'second' line \\- or so\n"), page);
    assertTrue(page.contains("\n\\fB\\-\\-n\\fR=\\fIN\\fR\nDashes \\-\\- and \\e too.\n"), page);
  }

  private String page() {
    Shell.Result result = new Shell(root).run("manual");
    assertEquals(0, result.code(), result.err());
    return result.out();
  }
}
