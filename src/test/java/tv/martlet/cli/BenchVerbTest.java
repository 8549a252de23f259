package tv.martlet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchVerbTest {
  @TempDir Path root;

  @Test
  void transferPrintsTheDocumentedFigures() {
    Shell.Result result =
        new Shell(root).run("bench", "transfer", "--size", "1MiB", "--rounds", "2", "--json");
    assertEquals(0, result.code(), result.err());
    JsonObject figures = JsonParser.parseString(result.out()).getAsJsonObject();
    double rate = figures.get("MBps").getAsDouble();
    double limit = figures.get("limit_MBps").getAsDouble();
    assertTrue(rate > 0 && limit > 0, result.out());
    assertEquals(rate / limit, figures.get("ratio_to_limit").getAsDouble(), 0.01);
    for (String side : new String[] {"seeder", "leecher"}) {
      JsonObject cost = figures.getAsJsonObject(side);
      assertTrue(cost.get("cpu_s_per_GiB").getAsDouble() >= 0, result.out());
      assertTrue(cost.get("peak_rss_MiB").getAsDouble() > 10, result.out());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "transfer,--size,0,--size must be",
    "transfer,--size,12 bananas,'12 bananas' is not a number like 256MiB",
    "transfer,--chunk-size,511,--chunk-size must be 512 to 8192 bytes",
    "transfer,--rounds,1,--rounds must be 2 to 100",
    "relay,--rate,1k,--rate must be 10k to 1G",
    "relay,--neighbours,49,--neighbours must be 1 to 48",
    "relay,--seconds,0,--seconds must be 1 to 86400",
  })
  void saysWhatToChange(String verb, String option, String value, String sentence) {
    Shell.Result result = new Shell(root).run("bench", verb, option, value);
    assertEquals(2, result.code());
    assertTrue(result.err().contains(sentence), result.err());
  }

  @Test
  void anUnknownPartIsRefused() {
    Shell.Result result = new Shell(root).run("bench", "child", "cook");
    assertEquals(2, result.code());
    assertTrue(result.err().contains("there is no such role"), result.err());
  }
}
