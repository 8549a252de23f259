package tv.martlet.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A comparison as JSON, CSV and tables. */
class ReportsTest {
  private static final double NEVER = Contrast.NEVER;

  @TempDir Path folder;

  private static JsonObject json(Comparison comparison) throws IOException {
    StringWriter text = new StringWriter();
    JsonReport.write(comparison, text);
    return JsonParser.parseString(text.toString()).getAsJsonObject();
  }

  private static Comparison twoPolicies() {
    Map<String, List<double[]>> startups = new LinkedHashMap<>();
    startups.put("b0", List.of(new double[] {900, 3000}, new double[] {1500}));
    startups.put("martlet", List.of(new double[] {300, 1000}, new double[] {500}));
    return Contrast.of(startups);
  }

  @Test
  void jsonHasTheShapeThatWasPromised() throws IOException {
    JsonObject all = json(Contrast.large(List.of("b0", "martlet"), 4, 50));
    assertEquals("flash-crowd", all.get("scenario").getAsString());
    assertEquals(4, all.get("seeds").getAsInt());
    assertEquals(100, all.get("peers").getAsInt());
    assertEquals(960, all.get("simulated_s").getAsInt());
    assertEquals(240, all.get("wall_s").getAsInt());
    assertEquals(4, all.get("speed").getAsInt());
    assertEquals(Set.of("b0", "martlet"), all.getAsJsonObject("policies").keySet());
    JsonObject ours = all.getAsJsonObject("policies").getAsJsonObject("martlet");
    for (String time : List.of("startup_ms", "warmup_ms", "zap_ms", "lag_ms", "first_upload_ms")) {
      JsonObject of = ours.getAsJsonObject(time);
      assertTrue(of.get("p50").getAsDouble() < of.get("p95").getAsDouble(), time);
      double low = of.getAsJsonArray("p50_ci").get(0).getAsDouble();
      double high = of.getAsJsonArray("p50_ci").get(1).getAsDouble();
      assertTrue(low <= of.get("p50").getAsDouble() && of.get("p50").getAsDouble() <= high, time);
      assertEquals(2, of.getAsJsonArray("p95_ci").size());
      assertEquals(200, of.get("count").getAsInt());
    }
    assertTrue(ours.getAsJsonObject("continuity").get("mean").getAsDouble() > 0.98);
    assertTrue(ours.getAsJsonObject("continuity").get("p05").getAsDouble() > 0.98);
    assertEquals(2, ours.getAsJsonObject("source_streams").getAsJsonArray("mean_ci").size());
    for (String plain :
        List.of("control_overhead", "total_overhead", "fairness", "polluted", "abandoned")) {
      assertTrue(ours.get(plain).getAsJsonPrimitive().isNumber(), plain);
    }
    assertEquals(0.9, ours.get("fairness").getAsDouble());
    assertTrue(ours.get("polluted").getAsString().matches("\\d"), "a count");
  }

  @Test
  void jsonTellsMediansAndTheirRatio() throws IOException {
    JsonObject policies = json(twoPolicies()).getAsJsonObject("policies");
    JsonObject b0 = policies.getAsJsonObject("b0");
    assertEquals(1500, b0.getAsJsonObject("startup_ms").get("p50").getAsInt());
    assertEquals(2850, b0.getAsJsonObject("startup_ms").get("p95").getAsInt());
    JsonObject ratio = b0.getAsJsonObject("p50_to_reference").getAsJsonObject("startup_ms");
    assertEquals("{\"ratio\":3,\"ci\":[3,3]}", ratio.toString());
    assertTrue(b0.get("zap_ms").isJsonNull(), "nothing was measured");
    assertTrue(b0.get("polluted").isJsonNull(), "nothing was measured");
  }

  @Test
  void sumsWhatIsCountedAndAveragesWhatIsOneARun() throws IOException {
    Map<Metric, double[]> first = new EnumMap<>(Metric.class);
    first.put(Metric.POLLUTED, new double[] {3});
    first.put(Metric.CONTROL_OVERHEAD, new double[] {0.02});
    Map<Metric, double[]> second = new EnumMap<>(Metric.class);
    second.put(Metric.POLLUTED, new double[] {4});
    second.put(Metric.CONTROL_OVERHEAD, new double[] {0.04});
    Comparison comparison =
        new Comparison(
            Contrast.scenario("steady"),
            List.of(Contrast.run("b0", 2, second), Contrast.run("b0", 1, first)),
            new Random(1));
    JsonObject b0 = json(comparison).getAsJsonObject("policies").getAsJsonObject("b0");
    assertEquals("7", b0.get("polluted").getAsString());
    assertEquals("0.03", b0.get("control_overhead").getAsString());
    assertEquals("[0.02,0.04]", b0.get("control_overhead_ci").toString());
    assertEquals(List.of(1L, 2L), comparison.seeds());
  }

  @Test
  void whatNeverCameIsNullInJsonAndNeverInTables() throws IOException {
    Comparison half =
        Contrast.of(Map.of("b0", List.of(new double[] {100, NEVER}, new double[] {200, 300})));
    JsonObject startup =
        json(half).getAsJsonObject("policies").getAsJsonObject("b0").getAsJsonObject("startup_ms");
    assertEquals(250, startup.get("p50").getAsInt());
    assertTrue(startup.get("p95").isJsonNull());
    assertEquals("[300,null]", startup.get("p95_ci").toString());
    assertEquals(4, startup.get("count").getAsInt());
    assertTrue(
        new MarkdownTable(half).markdown().contains("| never (300 ms–never) |"),
        () -> new MarkdownTable(half).markdown());
  }

  @Test
  void oneSeedHasNoInterval() throws IOException {
    Comparison one = Contrast.of(Map.of("b0", List.of(new double[] {1000, 1200})));
    JsonObject startup =
        json(one).getAsJsonObject("policies").getAsJsonObject("b0").getAsJsonObject("startup_ms");
    assertTrue(startup.get("p50_ci").isJsonNull());
    assertEquals(
        """
        | | b0 |
        |---|---:|
        | startup p50 | 1.10 s |
        | startup p95 | 1.19 s |
        """,
        new MarkdownTable(one).markdown());
  }

  @Test
  void ratiosOfWhatNeverComes() {
    Map<String, List<double[]>> startups = new LinkedHashMap<>();
    startups.put("b0", List.of(new double[] {NEVER}));
    startups.put("b1", List.of(new double[] {500}));
    assertTrue(
        new MarkdownTable(Contrast.of(startups)).markdown().contains("that of b1 | ∞ | – |"));
    startups.put("martlet", List.of(new double[] {NEVER}));
    assertTrue(
        new MarkdownTable(Contrast.of(startups))
            .markdown()
            .contains("that of martlet | – | 0 | – |"));
  }

  @Test
  void plainTablesStandInColumns() {
    List<String> lines = new MarkdownTable(twoPolicies()).plain().lines().toList();
    assertEquals(4, lines.size());
    assertEquals(1, lines.stream().map(String::length).distinct().count(), lines::toString);
    assertTrue(lines.get(0).matches(" +b0 +martlet"), lines.get(0));
    assertTrue(
        lines.get(3).matches("startup p50 / that of martlet +3.00 \\(3.00–3.00\\) +–"),
        lines.get(3));
    assertTrue(
        lines.get(1).matches("startup p50 +1\\.50 s \\(.*\\)  +500 ms \\(.*\\)"), lines.get(1));
  }

  @Test
  void csvHasALineAStatisticAndALineAValue() throws IOException {
    new CsvReport(twoPolicies()).write(folder.resolve("csv"));
    List<String> summary = Files.readAllLines(folder.resolve("csv/summary.csv"));
    assertEquals("policy,metric,statistic,value,low,high", summary.get(0));
    assertTrue(summary.contains("b0,startup_ms,p50_to_martlet,3,3,3"), () -> summary + "");
    assertTrue(summary.get(1).startsWith("b0,startup_ms,p50,1500,"), summary.get(1));
    assertEquals(1 + 4 + 3, summary.size());
    assertEquals(
        List.of(
            "policy,seed,metric,value",
            "b0,1,startup_ms,900",
            "b0,1,startup_ms,3000",
            "b0,2,startup_ms,1500",
            "martlet,1,startup_ms,300",
            "martlet,1,startup_ms,1000",
            "martlet,2,startup_ms,500"),
        Files.readAllLines(folder.resolve("csv/samples.csv")));
  }

  @Test
  void csvWritesNeverAndQuotes() throws IOException {
    Comparison odd = Contrast.of(Map.of("a,\"b\"", List.of(new double[] {NEVER})));
    new CsvReport(odd).write(folder);
    assertEquals(
        "\"a,\"\"b\"\"\",1,startup_ms,inf",
        Files.readAllLines(folder.resolve("samples.csv")).get(1));
    assertEquals(
        "\"a,\"\"b\"\"\",startup_ms,p50,inf,,",
        Files.readAllLines(folder.resolve("summary.csv")).get(1));
  }

  @Test
  void refusesResultsThatDoNotPair() {
    RunResult one = Contrast.run("b0", 1, Map.of(Metric.LAG_MS, new double[] {1}));
    RunResult two = Contrast.run("b1", 2, Map.of(Metric.LAG_MS, new double[] {1}));
    refuses("no results", List.of());
    refuses("two results of seed 1", List.of(one, one));
    refuses("not run with the same seeds", List.of(one, two));
    RunResult odd = Contrast.run("b0", 1, Map.of(Metric.LAG_MS, new double[] {Double.NaN}));
    refuses("LAG_MS of policy b0", List.of(odd));
  }

  private static void refuses(String words, List<RunResult> results) {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Comparison(Contrast.scenario("steady"), results, new Random(1)));
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }

  @Test
  void fillsWhatStandsBetweenTheMarks() {
    ReadmeTable steady = new ReadmeTable("steady");
    String text = "a\n<!-- sim:steady -->\nold\n<!-- /sim:steady -->\nb\n";
    String filled = steady.fill(text, "| $1 \\ |\n");
    assertEquals("a\n<!-- sim:steady -->\n| $1 \\ |\n<!-- /sim:steady -->\nb\n", filled);
    assertEquals(filled, steady.fill(filled, "| $1 \\ |\n"));
  }

  @Test
  void saysWhichMarkIsWrong() {
    ReadmeTable steady = new ReadmeTable("steady");
    String begin = "<!-- sim:steady -->";
    String end = "<!-- /sim:steady -->";
    for (String wrong :
        List.of("", begin, end, end + begin, begin + end + end, begin + text(end))) {
      Exception e =
          assertThrows(IllegalArgumentException.class, () -> steady.fill(wrong, "x"), wrong);
      assertTrue(e.getMessage().contains("sim:steady -->"), e.getMessage());
      assertFalse(e.getMessage().contains("\n"));
    }
  }

  private static String text(String end) {
    return "<!-- sim:steady -->" + end;
  }
}
