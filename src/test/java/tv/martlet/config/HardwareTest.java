package tv.martlet.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The pins of the drawings and of the table beside them are those of the settings. */
class HardwareTest {
  private static final Path FOLDER = Path.of("hardware");
  private static final Set<String> NO_PINS =
      Set.of("board.enabled", "board.debounce", "board.long_press", "board.active_low");

  private static final Pattern ROW =
      Pattern.compile("^\\| `(board\\.\\w+)` \\| (\\d+) \\| (\\d+) \\|", Pattern.MULTILINE);
  private static final Pattern LABEL = Pattern.compile(">(GPIO\\d+, pin \\d+)<");

  /** Setting to the words that the drawings use for its pin; the numbers are checked by the way. */
  private static Map<String, String> table() throws IOException {
    Map<String, String> labels = new TreeMap<>();
    Matcher row = ROW.matcher(Files.readString(FOLDER.resolve("README.md")));
    while (row.find()) {
      Key<?> key = Schema.key(row.group(1)).orElseThrow();
      assertEquals(key.preset(), Integer.valueOf(row.group(2)), key.path());
      labels.put(key.path(), "GPIO" + row.group(2) + ", pin " + row.group(3));
    }
    return labels;
  }

  @Test
  void everyPinStandsInTheTableWithItsDefault() throws IOException {
    Set<String> pins = new TreeSet<>();
    for (Key<?> key : Schema.section("board").orElseThrow().keys()) {
      if (!NO_PINS.contains(key.path())) {
        pins.add(key.path());
      }
    }
    assertEquals(pins, table().keySet());
    assertEquals(6, new TreeSet<>(table().values()).size(), "no pin twice");
  }

  @Test
  void theDrawingsShowTheSamePins() throws IOException {
    Map<String, String> table = table();
    assertEquals(new TreeSet<>(table.values()), labels("tv-box.svg"));
    assertEquals(
        new TreeSet<>(Set.of(table.get("board.power"), table.get("board.light"))),
        labels("relay.svg"));
  }

  private static Set<String> labels(String drawing) throws IOException {
    String svg = Files.readString(FOLDER.resolve(drawing));
    assertTrue(svg.contains("prefers-color-scheme: dark"), drawing);
    Set<String> labels = new TreeSet<>();
    Matcher label = LABEL.matcher(svg);
    while (label.find()) {
      labels.add(label.group(1));
    }
    return labels;
  }

  /** Times that the text names are the defaults too. */
  @Test
  void theTextNamesTheDefaultTimes() throws IOException {
    String text = Files.readString(FOLDER.resolve("README.md"));
    for (String path : Set.of("board.debounce", "board.long_press")) {
      String preset = Schema.key(path).orElseThrow().preset().toString().replace("ms", " ms");
      assertTrue(text.contains("`" + path + "` (" + preset + ")"), path + " is " + preset);
    }
  }
}
