package tv.martlet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README says about the program is what the program says about itself. */
class ReadmeTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z_.]+)` \\| `(.*)` \\| (.*) \\|$");
  private static final Pattern OPTION = Pattern.compile("(?<=\\s)--[a-z][a-z-]+");
  private static final Pattern TOML = Pattern.compile("(?s)```toml\\n(.*?)```");
  private static final Pattern LINK = Pattern.compile("]\\(([^)]+)\\)");

  private static String readme;
  @TempDir Path root;

  @BeforeAll
  static void read() throws IOException {
    readme = Files.readString(Path.of("README.md"));
  }

  private String said(String... words) {
    Shell.Result result = new Shell(root).run(words);
    assertEquals(0, result.code(), result.err());
    return result.out();
  }

  private List<String> verbs() {
    String help = said("--help");
    String list = help.substring(help.indexOf("Verbs:"), help.indexOf("Exit codes:"));
    return Pattern.compile("(?m)^  ([a-z]+)(?: |$)")
        .matcher(list)
        .results()
        .map(m -> m.group(1))
        .toList();
  }

  @Test
  void namesEveryVerb() {
    assertTrue(verbs().contains("inspect"), () -> String.join(" ", verbs()));
    for (String verb : verbs()) {
      assertTrue(
          readme.contains("martlet " + verb), "the README does not say what " + verb + " is for");
    }
  }

  /** Every {@code martlet VERB … --option} of an example is an option of that verb. */
  @Test
  void usesOnlyOptionsThatExist() {
    for (String line : readme.lines().toList()) {
      int at = line.indexOf("martlet ");
      for (String verb : at < 0 ? List.<String>of() : verbs()) {
        String words = line.substring(at + "martlet ".length());
        if (words.startsWith(verb + " ")) {
          checkOptions(verb, words);
        }
      }
    }
  }

  private void checkOptions(String verb, String words) {
    String sub = words.split("[ `]+", -1)[1];
    String help = said(verb, "--help");
    if (help.contains("Verbs:") && sub.matches("[a-z]+")) {
      help = said(verb, sub, "--help");
    }
    List<String> options = OPTION.matcher(words).results().map(MatchResult::group).toList();
    for (String option : options) {
      assertTrue(help.contains(option), option + " of the README's martlet " + words);
    }
  }

  /** The program's own table, printed as the README's rows. */
  @Test
  void listsEverySettingWithItsDefault() {
    Map<String, String> expected = new TreeMap<>();
    JsonObject schema = JsonParser.parseString(said("config", "schema")).getAsJsonObject();
    schema
        .getAsJsonObject("properties")
        .asMap()
        .forEach((name, value) -> add(expected, name, value));
    String table =
        readme.substring(readme.indexOf("<summary>All settings"), readme.indexOf("</details>"));
    Map<String, String> listed =
        ROW.matcher(table)
            .results()
            .collect(
                Collectors.toMap(
                    m -> m.group(1),
                    m -> m.group(2) + " | " + m.group(3),
                    (a, b) -> b,
                    TreeMap::new));
    assertEquals(lines(expected), lines(listed));
  }

  private static void add(Map<String, String> rows, String name, JsonElement value) {
    JsonObject row = value.getAsJsonObject();
    if (row.has("default")) {
      rows.put(name, row.get("default") + " | " + row.get("description").getAsString());
    } else {
      row.getAsJsonObject("properties")
          .asMap()
          .forEach((key, at) -> add(rows, name + "." + key, at));
    }
  }

  @Test
  void settingsFilesShownAreGood() throws IOException {
    List<MatchResult> files = TOML.matcher(readme).results().toList();
    assertFalse(files.isEmpty());
    for (MatchResult shown : files) {
      Path file = Files.writeString(root.resolve("shown.toml"), shown.group(1));
      said("config", "check", "--config", file.toString());
    }
  }

  private static String lines(Map<String, String> rows) {
    return rows.entrySet().stream()
        .map(row -> row.getKey() + " | " + row.getValue())
        .collect(Collectors.joining("\n"));
  }

  @Test
  void linksLeadSomewhere() {
    for (MatchResult link : LINK.matcher(readme).results().toList()) {
      String to = link.group(1);
      if (to.startsWith("#")) {
        String title = to.substring(1).replace('-', ' ');
        assertTrue(
            readme
                .lines()
                .anyMatch(
                    l -> l.startsWith("#") && l.toLowerCase(Locale.ROOT).endsWith(" " + title)),
            to);
      } else if (!to.contains("://")) {
        assertTrue(Files.exists(Path.of(to)), to);
      }
    }
  }
}
