package tv.martlet.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tv.martlet.sim.Scenario.Arrivals;
import tv.martlet.sim.Scenario.Crowd;
import tv.martlet.sim.Scenario.Network;
import tv.martlet.sim.Scenario.Sessions;
import tv.martlet.sim.Scenario.Span;
import tv.martlet.sim.Scenario.Uplink;

/** Scenarios from a user's file, and what is wrong with it. */
class ScenarioFileTest {
  @TempDir Path folder;

  private Scenario read(String text) throws BadScenarioException {
    return ScenarioFile.read(write("mine.toml", text));
  }

  private Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String complaint(String text) {
    Path file = write("mine.toml", text);
    BadScenarioException bad =
        assertThrows(BadScenarioException.class, () -> ScenarioFile.read(file));
    return bad.getMessage().replace(file.toString(), "FILE");
  }

  @Test
  void aFileSaysOnlyWhatDiffers() throws BadScenarioException {
    Scenario mine = read("[network]\njitter = 7.5\n");
    Network network = new Network(5, new Span(10, 30), new Span(40, 120), 7.5, 0.001, 0.005, 1, 0);
    assertEquals(network, mine.network());
    assertEquals("mine", mine.name());
    assertEquals("A scenario without a title", mine.title());
    assertEquals(BuiltInScenariosTest.BASE.stream(), mine.stream());
    assertEquals(BuiltInScenariosTest.BASE.uplinks(), mine.uplinks());
    assertEquals(BuiltInScenariosTest.BASE.arrivals(), mine.arrivals());
    assertEquals(BuiltInScenariosTest.BASE.sessions(), mine.sessions());
    assertEquals(BuiltInScenariosTest.BASE.crowd(), mine.crowd());
    assertEquals(mine.network(), read("network.jitter = 7.5").network());
  }

  @Test
  void anEmptyFileIsTheBase() throws BadScenarioException {
    Scenario mine = read("");
    assertEquals(BuiltInScenariosTest.BASE.network(), mine.network());
    assertEquals(BuiltInScenariosTest.BASE.peers(), mine.peers());
    assertEquals(BuiltInScenariosTest.BASE.seconds(), mine.seconds());
  }

  @Test
  void everyKeyGoesWhereItBelongs() throws BadScenarioException {
    String text =
        """
        title = "All"
        peers = 11
        seconds = 90.5
        stream.rate = "3M"
        stream.gop_seconds = 2
        stream.channels = 3
        stream.source_uplink = 4
        [network]
        regions = 6
        rtt_within = [1, 2]
        rtt_between = [3, 4]
        jitter = 5
        loss_within = 0.06
        loss_between = 0.07
        burst = 8
        lan_uplink = "9M"
        [[uplink]]
        share = 0.25
        up = "1M"
        down = "2M"
        [[uplink]]
        share = 0.75
        [arrivals]
        initial = 1
        from = 3
        over = 4
        [sessions]
        median = 5
        sigma = 2
        crash = 0.1
        zap = 6
        [crowd]
        free_riders = 0.2
        polluters = 0.3
        nat = 0.4
        """;
    assertEquals(
        new Scenario(
            "mine",
            "All",
            11,
            90.5,
            new Scenario.Stream(3e6, 2, 3, 4),
            List.of(new Uplink(0.25, 1e6, 2e6), new Uplink(0.75, 1.25e6, 50e6)),
            new Network(6, new Span(1, 2), new Span(3, 4), 5, 0.06, 0.07, 8, 9e6),
            new Arrivals(1, 3, 4),
            new Sessions(5, 2, 0.1, 6),
            new Crowd(0.2, 0.3, 0.4)),
        read(text));
  }

  @Test
  void fewViewersAllComeAtFirst() throws BadScenarioException {
    assertEquals(new Arrivals(0, 0, 5), read("peers = 5\nseconds = 10").arrivals());
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments(
            "\n[network]\njiter = 3",
            "FILE:3: unknown key network.jiter; did you mean network.jitter?"),
        arguments("jitter = 3", "FILE:1: unknown key jitter; did you mean network.jitter?"),
        arguments("wholly_different = 3", "FILE:1: unknown key wholly_different"),
        arguments("\n[netwrk]\njitter = 3", "FILE:2: unknown table netwrk; did you mean network?"),
        arguments("[network.more]\njitter = 3", "FILE:1: unknown table network.more"),
        arguments("[[network]]", "FILE:1: network: expected [network]"),
        arguments("[uplink]\nshare = 1", "FILE:1: uplink: expected [[uplink]]"),
        arguments("uplink.share = 1", "FILE:1: uplink.share: expected it below [[uplink]]"),
        arguments("uplink = [1]", "FILE:1: uplink: expected a table [[uplink]], found [1]"),
        arguments("network = 3", "FILE:1: network: expected a table [network], found 3"),
        arguments(
            "# few\npeers = 0", "FILE:2: peers: expected a whole number from 1 to 20000, found 0"),
        arguments(
            "peers = 2.5", "FILE:1: peers: expected a whole number from 1 to 20000, found 2.5"),
        arguments(
            "peers = \"10\"",
            "FILE:1: peers: expected a whole number from 1 to 20000, found \"10\""),
        arguments(
            "peers = 18446744073709551617",
            "FILE:1: peers: expected a whole number from 1 to 20000, found 1.8446744073709552E19"),
        arguments(
            "seconds = true", "FILE:1: seconds: expected a number from 1 to 86400, found true"),
        arguments(
            "sessions.zap = 0.5",
            "FILE:1: sessions.zap: expected 0 or a number from 1 to 86400, found 0.5"),
        arguments(
            "network.loss_within = 0.51",
            "FILE:1: network.loss_within: expected a number from 0 to 0.5, found 0.51"),
        arguments(
            "stream.rate = \"2.5 Mbit\"",
            "FILE:1: stream.rate: expected a bit rate from \"64k\" to \"100M\", found \"2.5 Mbit\""),
        arguments(
            "network.lan_uplink = 5",
            "FILE:1: network.lan_uplink: expected 0 or a bit rate from \"1k\" to \"10G\", found 5"),
        arguments(
            "network.rtt_within = [30, 10]",
            "FILE:1: network.rtt_within: expected [least, most], each a number from 0 to 10000 and"
                + " the least first, found [30, 10]"),
        arguments(
            "title = \"\"",
            "FILE:1: title: expected a text of 1 to 200 characters on one line, found \"\""),
        arguments(
            "[[uplink]]\nshare = 0.5\n[[uplink]]\nshare = 1.5",
            "FILE:4: uplink[1].share: expected a number from 0 to 1, found 1.5"),
        arguments(
            "\n[[uplink]]\nshare = 0.5\n[[uplink]]\nshare = 0.4",
            "FILE:2: uplink.share: expected shares that sum to 1, found a sum of 0.9"),
        arguments(
            "[arrivals]\ninitial = 101",
            "FILE:2: arrivals.initial: expected no more than peers, found 101 of 100: lower it or"
                + " raise peers"),
        arguments(
            "seconds = 60\n[arrivals]\nover = 61",
            "FILE:3: arrivals.from + arrivals.over: the last viewer comes at 61 s, after the end:"
                + " lower them or raise seconds above 60"),
        arguments(
            "[sessions]\nzap = 5",
            "FILE:2: sessions.zap: there is one channel only: set stream.channels to 2 or more, or"
                + " zap to 0"),
        arguments(
            "[network]\nlan_uplink = '1M'\nregions = 1",
            "FILE:2: network.lan_uplink: joins region 0 to others: set network.regions to 2 or"
                + " more"),
        arguments(
            "[[sessions]]\n[uplinks]",
            "FILE:1: sessions: expected [sessions]\nFILE:2: unknown table uplinks; did you mean uplink?"),
        arguments(
            "network = { jiter = 3 }",
            "FILE:1: unknown key network.jiter; did you mean network.jitter?"),
        arguments(
            "title = 'a'\nseconds = 1979-05-27",
            "FILE:2: seconds: expected a number from 1 to 86400, found 1979-05-27"),
        arguments("seconds = nan", "FILE:1: seconds: expected a number from 1 to 86400, found NaN"),
        arguments(
            "[network]\nrtt_within = [\n1,\n18446744073709551617]\n",
            "FILE:2: network.rtt_within: expected [least, most], each a number from 0 to 10000 and"
                + " the least first, found [1, 1.8446744073709552E19]"),
        arguments("\npeers == 3", "FILE:2: not TOML: Invalid integer: = 3"),
        arguments(
            "\npeers = 3\npeers = 4\n",
            "FILE:3: not TOML: entry \"[peers]\" defined twice in its table."),
        arguments(
            "\npeers = 3\n[network", "FILE:3: not TOML: Invalid separator ' ' in table name."),
        arguments(
            "\npeers = [3",
            "FILE:2: not TOML: the file ends in the middle of something: close what is open"),
        arguments(
            "title = 'x\npeers = 3",
            "FILE:1: not TOML: Invalid newline in literal string, you should use a multiline string. The string is 'x'"),
        arguments("peers\n\n", "FILE:1: not TOML: Invalid character ' ' after key [peers]"),
        arguments(
            "peers = 3 seconds = 4",
            "FILE:1: not TOML: Invalid sequence 115e in number3 seconds = 4"),
        arguments("peers = " + "[".repeat(30_000), "FILE:1: nested deeper than 8: flatten it"),
        arguments(
            "peers = 3\n" + "a.".repeat(30_000) + "a = 1",
            "FILE:2: nested deeper than 8: flatten it"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void saysWhatToChange(String text, String complaint) {
    assertEquals(complaint, complaint(text));
  }

  @Test
  void whateverTheTextItIsReadOrComplainedAbout() throws IOException {
    Random random = new Random(1);
    String parts = "[]{}=.,#\"'\\\n\n 019eE_-+:azT\t\r\0\u00e9";
    String whole =
        "[network]\njitter = 3\n[[uplink]]\nshare = 1.0\nup = \"2M\"\n[stream]\nrate = 3e6\n";
    for (int i = 0; i < 800; i++) {
      StringBuilder text = new StringBuilder(whole);
      for (int edits = random.nextInt(6); edits >= 0; edits--) {
        int at = random.nextInt(text.length());
        text.replace(
            at,
            at + random.nextInt(2),
            parts.substring(random.nextInt(parts.length())).substring(0, 1));
      }
      try {
        assertEquals("mine", read(text.toString()).name());
      } catch (BadScenarioException e) {
        assertTrue(e.getMessage().contains("mine.toml"), e.getMessage());
      }
    }
  }

  @Test
  void saysAllThatIsWrong() {
    assertEquals(
        "FILE:1: unknown key peer; did you mean peers?\n"
            + "FILE:3: stream.channels: expected a whole number from 1 to 64, found 0",
        complaint("peer = 3\n[stream]\nchannels = 0"));
  }

  @Test
  void cutsWhatWasFound() {
    String long61 = "y".repeat(61);
    assertEquals(
        "FILE:1: peers: expected a whole number from 1 to 20000, found \"" + "y".repeat(59) + "…",
        complaint("peers = '" + long61 + "'"));
  }

  @Test
  void hasSixteenClassesOfLinksAtMost() throws BadScenarioException {
    String one = "[[uplink]]\nshare = 0.0625\n";
    assertEquals(16, read(one.repeat(16)).uplinks().size());
    assertEquals("FILE:33: uplink: more than 16 classes: remove some", complaint(one.repeat(17)));
  }

  @Test
  void aFileMustBeThereAndOfABoundedSize() throws IOException {
    Path none = folder.resolve("none.toml");
    assertEquals(
        none + ": there is no such file",
        assertThrows(BadScenarioException.class, () -> ScenarioFile.read(none)).getMessage());
    assertTrue(complaint("#".repeat(ScenarioFile.MAX_BYTES + 1)).contains("larger than 64 KiB"));
    Path directory = Files.createDirectory(folder.resolve("directory"));
    assertEquals(
        directory + ": cannot be read: check that it is a readable file",
        assertThrows(BadScenarioException.class, () -> ScenarioFile.read(directory)).getMessage());
    Path latin = folder.resolve("latin.toml");
    Files.write(latin, "# \u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(
        latin + ": not UTF-8 text: save it as UTF-8",
        assertThrows(BadScenarioException.class, () -> ScenarioFile.read(latin)).getMessage());
  }

  @Test
  void theLargestFileIsRead() throws BadScenarioException {
    assertEquals(
        BuiltInScenariosTest.BASE.peers(), read("#".repeat(ScenarioFile.MAX_BYTES)).peers());
  }

  @ParameterizedTest
  @ValueSource(strings = {".toml", "two words.toml", "ü.toml"})
  void aNameIsOneWord(String name) {
    Path file = folder.resolve(name);
    assertEquals(
        file + ": expected a file name of letters, digits, '.', _ and -: rename it",
        assertThrows(BadScenarioException.class, () -> ScenarioFile.read(file)).getMessage());
  }
}
