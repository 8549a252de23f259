package tv.martlet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimVerbTest {
  private static final List<String> SMALL =
      List.of("sim", "--policy", "b2,oracle", "--seeds", "2", "--peers", "4", "--seconds", "12");

  /** Four viewers that are there at once: short, yet everything of a run. */
  private static final String SCENARIO =
      """
      title = "Four neighbours"
      [arrivals]
      initial = 4
      """;

  @TempDir Path root;

  private Shell.Result run(List<String> words, String... more) {
    return new Shell(root)
        .run(Stream.concat(words.stream(), Stream.of(more)).toArray(String[]::new));
  }

  private String file() throws IOException {
    return Files.writeString(root.resolve("four.toml"), SCENARIO).toString();
  }

  @Test
  void listsScenariosAndPolicies() {
    String text = new Shell(root).run("sim", "--list").out();
    assertTrue(text.contains("flash-crowd") && text.contains("oracle"), text);
    for (String piece : List.of("slots", "guests", "rewiring", "reciprocity", "picker")) {
      String line = "  %-20s the same, without %s".formatted("martlet-" + piece, piece);
      assertTrue(text.lines().anyMatch(line::equals), text);
    }
    String json = new Shell(root).run("sim", "--list", "--json").out();
    JsonObject all = JsonParser.parseString(json).getAsJsonObject();
    assertTrue(all.getAsJsonArray("scenarios").size() >= 9, json);
    for (String kind : List.of("scenarios", "policies")) {
      all.getAsJsonArray(kind)
          .forEach(
              row -> assertTrue(row.getAsJsonObject().get("title").getAsString().length() > 9));
    }
  }

  @Test
  void runsPoliciesAndReportsThemInEveryForm() throws IOException {
    Path out = root.resolve("out");
    Shell.Result result =
        run(SMALL, "--scenario", file(), "--json", "--csv", out + "", "--svg", out + "");
    assertEquals(0, result.code(), result.err());
    JsonObject json = JsonParser.parseString(result.out()).getAsJsonObject();
    assertEquals("four", json.get("scenario").getAsString());
    assertEquals(2, json.get("seeds").getAsInt());
    assertEquals(4, json.get("peers").getAsInt());
    JsonObject oracle = json.getAsJsonObject("policies").getAsJsonObject("oracle");
    assertTrue(oracle.getAsJsonObject("startup_ms").get("p50").getAsDouble() < 5000, result.out());
    assertTrue(Files.readString(out.resolve("four-startup.svg")).startsWith("<svg"));
    assertTrue(Files.size(out.resolve("samples.csv")) > 100);
    assertTrue(result.err().contains("summary.csv"), result.err());
  }

  @Test
  void printsATableForPeopleAndOneForMarkdown() throws IOException {
    List<String> words = List.of("sim", "--policy", "oracle", "--seeds", "1", "--seconds", "12");
    String plain = run(words, "--peers", "4", "--scenario", file()).out();
    assertTrue(plain.startsWith("four: Four neighbours\n4 peers, 12 s, seeds 1 to 1;"), plain);
    assertTrue(plain.contains("startup p50") && plain.contains("as fast as the clock"), plain);
    String markdown = run(words, "--peers", "4", "--markdown", "--scenario", file()).out();
    assertTrue(markdown.startsWith("| | oracle |\n|---|---:|\n| startup p50 | "), markdown);
  }

  @Test
  void fillsTheTableOfAText() throws IOException {
    Path text = root.resolve("text.md");
    Files.writeString(text, "before\n<!-- sim:four -->\nold\n<!-- /sim:four -->\nafter\n");
    List<String> words =
        List.of("sim", "--policy", "oracle", "--seeds", "1", "--seconds", "12", "--peers", "4");
    assertEquals(0, run(words, "--scenario", file(), "--readme", text + "").code());
    String filled = Files.readString(text);
    assertTrue(filled.contains("| startup p50 | ") && !filled.contains("old"), filled);
    Files.writeString(text, "no marks");
    Shell.Result refused = run(words, "--scenario", file(), "--readme", text + "");
    assertEquals(1, refused.code(), refused.err());
    assertEquals("no marks", Files.readString(text));
  }

  @ParameterizedTest
  @CsvSource({
    "--seeds,0,--seeds must be 1 to 1000",
    "--seeds,1001,--seeds must be 1 to 1000",
    "--peers,20001,--peers must be 1 to 20000",
    "--seconds,86401,--seconds must be 1 to 86400",
    "--threads,257,--threads must be 1 to 256",
    "--policy,orakle,there is no policy orakle; did you mean oracle?",
    "--scenario,flashcrowd,there is no scenario flashcrowd; did you mean flash-crowd?",
    "--scenario,none.toml,there is no such file",
  })
  void saysWhatToChange(String option, String value, String sentence) {
    List<String> words = Stream.of("sim", "--scenario", "steady", "--policy", "b2").toList();
    List<String> changed = new ArrayList<>(words);
    int at = changed.indexOf(option);
    if (at < 0) {
      changed.addAll(List.of(option, value));
    } else {
      changed.set(at + 1, value);
    }
    Shell.Result result = run(changed);
    assertEquals(2, result.code(), result.out());
    assertTrue(result.err().contains(sentence), result.err());
  }

  @Test
  void saysWhatIsMissingOrTooMuch() {
    assertTrue(run(List.of("sim")).err().contains("--scenario is missing"));
    assertTrue(run(List.of("sim", "--scenario", "steady")).err().contains("--policy is missing"));
    Shell.Result both =
        run(List.of("sim", "--scenario", "steady", "--policy", "b2", "--json", "--markdown"));
    assertEquals(2, both.code());
    Shell.Result shorter =
        run(List.of("sim", "--scenario", "flash-crowd", "--policy", "b2", "--seconds", "10"));
    assertTrue(shorter.err().contains("--seconds must be 15 or more"), shorter.err());
  }
}
