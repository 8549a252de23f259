package tv.martlet.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioKeyTest {
  /** Key, the least and the most that it takes, what is just below and just above. */
  static Stream<Arguments> bounds() {
    String over = "x".repeat(201);
    return Stream.of(
        arguments("title", "'x'", "'" + over.substring(1) + "'", "' '", "'" + over + "'"),
        arguments("peers", "1", "20000", "0", "20001"),
        arguments("seconds", "1", "86400", "0.999", "86400.1"),
        arguments("stream.rate", "64e3", "'100M'", "63999", "'100.001M'"),
        arguments("stream.gop_seconds", "0.1", "60", "0.09", "60.1"),
        arguments("stream.channels", "1", "64", "0", "65"),
        arguments("stream.source_uplink", "0.1", "1000", "0", "1000.1"),
        arguments("uplink.share", "0", "1", "-0.1", "1.1"),
        arguments("uplink.up", "'1k'", "'10G'", "0", "'10.1G'"),
        arguments("uplink.down", "1000", "10e9", "999", "10.1e9"),
        arguments("network.regions", "1", "64", "0", "65"),
        arguments("network.rtt_within", "[0, 0]", "[0, 10000]", "[-1, 0]", "[0, 10001]"),
        arguments("network.rtt_between", "[0, 0]", "[10e3, 10e3]", "[-1, 0]", "[10001, 10002]"),
        arguments("network.jitter", "0", "1000", "-1", "1001"),
        arguments("network.loss_within", "0", "0.5", "-0.1", "0.51"),
        arguments("network.loss_between", "0", "0.5", "-0.1", "0.51"),
        arguments("network.burst", "1", "1000", "0.9", "1001"),
        arguments("network.lan_uplink", "0", "'10G'", "999", "'10.1G'"),
        arguments("arrivals.initial", "0", "20000", "-1", "20001"),
        arguments("arrivals.from", "0", "86400", "-1", "86401"),
        arguments("arrivals.over", "0", "86400", "-1", "86401"),
        arguments("sessions.median", "1", "86400", "0.9", "86401"),
        arguments("sessions.sigma", "0", "5", "-1", "5.1"),
        arguments("sessions.crash", "0", "1", "-0.1", "1.1"),
        arguments("sessions.zap", "1", "86400", "0.9", "86401"),
        arguments("crowd.free_riders", "0", "1", "-0.1", "1.1"),
        arguments("crowd.polluters", "0", "1", "-0.1", "1.1"),
        arguments("crowd.nat", "0", "1", "-0.1", "1.1"));
  }

  private static Object read(String key, String value) throws ScenarioText.BadTomlException {
    Object raw = ScenarioText.read("k = " + value).get(0).value();
    return ScenarioKey.of(key).orElseThrow().bound().read(raw);
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void hasBothBounds(String key, String least, String most, String below, String above)
      throws ScenarioText.BadTomlException {
    assertNotNull(read(key, least));
    assertNotNull(read(key, most));
    assertNull(read(key, below));
    assertNull(read(key, above));
  }

  @Test
  void everyKeysBoundsAreTested() {
    Set<String> tested =
        bounds().map(arguments -> (String) arguments.get()[0]).collect(Collectors.toSet());
    assertEquals(Set.copyOf(ScenarioKey.paths()), tested);
  }

  @ParameterizedTest
  @EnumSource(ScenarioKey.class)
  void noKeyTakesAnotherType(ScenarioKey key) {
    assertNull(key.bound().read(true));
    assertNull(key.bound().read(List.of()));
    assertNull(key.bound().read(List.of("1", "2")));
    assertNull(key.bound().read(Double.NaN));
    assertNull(key.bound().read(Double.POSITIVE_INFINITY));
    assertNull(key.bound().read("a\nb"));
  }

  @ParameterizedTest
  @EnumSource(ScenarioKey.class)
  void everyDefaultIsWhatItsKeyMayBe(ScenarioKey key) {
    Object raw = key.fallback();
    if (raw instanceof Scenario.Span span) {
      raw = List.of(span.least(), span.most());
    } else if (raw instanceof Integer whole) {
      raw = (long) whole;
    }
    assertEquals(key.fallback(), key.bound().read(raw));
  }

  @Test
  void zeroMeansNotAtAllWhereItMay() throws ScenarioText.BadTomlException {
    assertEquals(0.0, read("sessions.median", "0"));
    assertEquals(0.0, read("sessions.zap", "0.0"));
    assertEquals(0.0, read("network.lan_uplink", "'0'"));
  }

  @Test
  void ratesHaveUnits() throws ScenarioText.BadTomlException {
    assertEquals(2.5e6, read("stream.rate", "'2.5M'"));
    assertEquals(64e3, read("stream.rate", "'64 k'"));
    assertEquals(70e3, read("stream.rate", "'70000'"));
    assertEquals(1e9, read("uplink.up", "'1G'"));
    assertNull(read("stream.rate", "'2.5m'"));
    assertNull(read("stream.rate", "'-1M'"));
  }

  @Test
  void aSpanBeginsWithTheLeast() throws ScenarioText.BadTomlException {
    assertEquals(new Scenario.Span(1, 2.5), read("network.rtt_within", "[1, 2.5]"));
    assertNull(read("network.rtt_within", "[2, 1]"));
    assertNull(read("network.rtt_within", "[1, 2, 3]"));
  }
}
