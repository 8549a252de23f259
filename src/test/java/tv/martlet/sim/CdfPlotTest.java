package tv.martlet.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class CdfPlotTest {
  private static final int MOST_BYTES = 40_000;
  private static final List<String> POLICIES = List.of("b0", "b1", "b2", "oracle", "martlet");

  @TempDir Path folder;

  private static Document parse(String svg)
      throws ParserConfigurationException, SAXException, IOException {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static List<String> curves(String svg)
      throws ParserConfigurationException, SAXException, IOException {
    NodeList paths = parse(svg).getElementsByTagName("path");
    return IntStream.range(0, paths.getLength())
        .mapToObj(i -> (Element) paths.item(i))
        .filter(p -> p.getAttribute("class").startsWith("l "))
        .map(p -> p.getAttribute("d"))
        .filter(d -> !d.contains("h34"))
        .toList();
  }

  @Test
  void writesOneSmallFileATime() throws Exception {
    List<Path> files = new CdfPlot(Contrast.large(POLICIES, 20, 100)).write(folder.resolve("new"));
    assertEquals(
        List.of("startup", "warmup", "zap", "lag", "first-upload"),
        files.stream()
            .map(f -> f.getFileName().toString().replaceAll("flash-crowd-(.*)\\.svg", "$1"))
            .toList());
    for (Path file : files) {
      assertTrue(Files.size(file) <= MOST_BYTES, () -> file + " is large");
      Document svg = parse(Files.readString(file));
      assertEquals("svg", svg.getDocumentElement().getTagName());
      assertTrue(svg.getElementsByTagName("title").item(0).getTextContent().contains("100 peers"));
      assertEquals(5, curves(Files.readString(file)).size());
    }
  }

  @Test
  void equalInputGivesEqualBytes() {
    assertEquals(
        new CdfPlot(Contrast.large(POLICIES, 3, 400)).svg(Metric.LAG_MS),
        new CdfPlot(Contrast.large(POLICIES, 3, 400)).svg(Metric.LAG_MS));
  }

  /**
   * 100 ms, 1 s, 10 s and a join given up, on an axis from 100 ms to 10 s over 62 to 606 pixels and
   * from 378 (none) to 78 (all): quarters of 75 pixels, and the curve ends below the top.
   */
  @Test
  void drawsTheShareOfAllThatCame() throws Exception {
    double[] values = {1000, Contrast.NEVER, 100, 10_000};
    String svg =
        new CdfPlot(Contrast.of(Map.of("b0", List.of(values))))
            .svg(Metric.STARTUP_MS)
            .orElseThrow();
    assertEquals(List.of("M62 378H62V303H334V228H606V153H606"), curves(svg));
    assertTrue(svg.contains("25.0 % never"), svg);
    assertTrue(svg.contains(">200 ms<") && svg.contains(">5 s<"), svg);
  }

  @Test
  void showsWhoHasNothingAndWhoNeverComes() throws Exception {
    Map<String, List<double[]>> startups = new LinkedHashMap<>();
    startups.put("b0", List.of(new double[0]));
    startups.put("b1", List.of(new double[] {Contrast.NEVER}));
    startups.put("martlet", List.of(new double[] {0, 5}));
    String svg = new CdfPlot(Contrast.of(startups)).svg(Metric.STARTUP_MS).orElseThrow();
    assertEquals(1, curves(svg).size());
    assertTrue(svg.contains("no values") && svg.contains("never · never · 100.0 % never"), svg);
  }

  @Test
  void nothingToDrawIsNoPlot() throws IOException {
    Comparison nothing =
        Contrast.of(Map.of("b0", List.of(new double[] {Contrast.NEVER, Contrast.NEVER})));
    assertEquals(List.of(), new CdfPlot(nothing).write(folder));
    assertTrue(new CdfPlot(nothing).svg(Metric.FAIRNESS).isEmpty());
  }

  @Test
  void namesOfFilesAndWordsCannotBreakOut() throws Exception {
    RunResult run = Contrast.run("<b0>&\u0007", 1, Contrast.of(Metric.LAG_MS, 10, 20));
    Comparison odd =
        new Comparison(Contrast.scenario("../a <b>&\"'"), List.of(run), new java.util.Random(1));
    Path file = new CdfPlot(odd).write(folder).get(0);
    assertEquals(folder.resolve("..-a-b--lag.svg"), file);
    assertTrue(
        parse(Files.readString(file)).getDocumentElement().getTextContent().contains("<b0>& "));
  }

  @Test
  void fortyPoliciesLookUnlike() {
    List<String> names = IntStream.range(0, 40).mapToObj(i -> "policy-" + i).toList();
    String svg = new CdfPlot(Contrast.large(names, 1, 3)).svg(Metric.LAG_MS).orElseThrow();
    Set<String> looks = new HashSet<>();
    Pattern.compile("class=\"(l [^\"]*\"[^>]*) d=\"M626")
        .matcher(svg)
        .results()
        .forEach(m -> looks.add(m.group(1)));
    assertEquals(40, looks.size());
  }

  @Test
  void axesRunBetweenRoundTimes() {
    TimeAxis wide = TimeAxis.around(3, 70_000, 0, 100);
    assertEquals(2, wide.least());
    assertEquals(100_000, wide.most());
    assertEquals(List.of(10.0, 100.0, 1000.0, 10_000.0, 100_000.0), wide.labelled());
    TimeAxis point = TimeAxis.around(200, 200, 0, 100);
    assertEquals(List.of(200.0, 500.0), point.ticks());
    assertEquals(0, point.x(200));
    assertEquals(100, point.x(500));
    TimeAxis zero = TimeAxis.around(0, 0, 0, 100);
    assertEquals(List.of(1.0, 2.0), zero.ticks());
    assertEquals(0, zero.x(0));
  }
}
