package tv.martlet.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverridesTest {
  @TempDir Path root;
  private Tree tree;
  private Overrides overrides;

  @BeforeEach
  void plant() {
    tree = new Tree(root);
    overrides = new Overrides(tree.sources().overrides());
  }

  @Test
  void whatIsSetIsReadAgainUntilItIsReset() throws IOException, BadSettingsException {
    overrides.set("peer.max_neighbours", "7");
    overrides.set("node.name", "Aunt \"Käthe\" \\ #1");
    overrides.set("tracker.urls", "http://a/ http://b/");
    overrides.set("log.levels", "tv.martlet.peer=debug net=info");
    overrides.set("peer.max_neighbours", "8");
    Settings settings = Settings.load(tree.sources());
    assertEquals(8, settings.peer().maxNeighbours());
    assertEquals("Aunt \"Käthe\" \\ #1", settings.node().name());
    assertEquals(List.of("http://a/", "http://b/"), settings.tracker().urls());
    assertEquals(2, settings.log().levels().size());
    assertTrue(overrides.reset("peer.max_neighbours"));
    assertFalse(overrides.reset("peer.max_neighbours"));
    settings = Settings.load(tree.sources());
    assertEquals(48, settings.peer().maxNeighbours());
    assertEquals(2, settings.tracker().urls().size());
    try (var files = Files.list(tree.sources().overrides().getParent())) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void refusesWhatTheSettingsWouldRefuse() {
    assertEquals(
        "unknown key peer.pax; did you mean peer.pex?",
        assertThrows(IllegalArgumentException.class, () -> overrides.set("peer.pax", "true"))
            .getMessage());
    assertEquals(
        "peer.pex: expected true or false, found \"perhaps\"",
        assertThrows(IllegalArgumentException.class, () -> overrides.set("peer.pex", "perhaps"))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> overrides.reset("peer"));
    assertFalse(Files.exists(tree.sources().overrides()));
  }

  @Test
  void aBrokenFileIsSetAside() throws IOException, BadSettingsException {
    tree.write(Tree.OVERRIDES, "[[[");
    assertEquals(1, tree.lenient().problems().size());
    overrides.set("peer.pex", "false");
    assertFalse(Settings.load(tree.sources()).peer().pex());
    assertEquals("[[[", Files.readString(root.resolve(Tree.OVERRIDES + ".broken")));
  }

  @Test
  void whatIsHandWrittenIsKept() throws IOException {
    tree.write(
        Tree.OVERRIDES,
        "[peer]\npex = false\n[[channel]]\nid = \"a\"\nuri = \"ppsp://t:1/00\"\n[log.levels]\nnet='off'");
    overrides.set("ring.bytes", "2MiB");
    Settings settings = tree.lenient();
    assertEquals(List.of(), settings.problems());
    assertFalse(settings.peer().pex());
    assertEquals(1, settings.channels().channel().size());
    assertEquals(LogSettings.Level.OFF, settings.log().levels().get("net"));
    assertEquals(2 << 20, settings.ring().bytes());
  }

  @Test
  void severalAreSetTogetherOrNotAtAll() throws IOException {
    overrides.set("peer.pex", "false");
    overrides.change(
        Map.of("mqtt.prefix", Optional.of("site"), "peer.pex", Optional.<String>empty()));
    assertEquals("site", tree.lenient().mqtt().prefix());
    assertTrue(tree.lenient().peer().pex());
    Map<String, Optional<String>> half =
        Map.of("mqtt.user", Optional.of("u"), "mqtt.prefix", Optional.of("#"));
    assertThrows(IllegalArgumentException.class, () -> overrides.change(half));
    assertEquals("", tree.lenient().mqtt().user());
  }

  @Test
  void whatIsOnTrialIsGivenBackOrStays() throws IOException {
    assertFalse(overrides.giveBack());
    overrides.keep();
    overrides.set("mqtt.prefix", "bad");
    assertTrue(new Overrides(tree.sources().overrides()).giveBack()); // as after a power cut
    assertEquals("martlet", tree.lenient().mqtt().prefix());
    overrides.set("mqtt.prefix", "old");
    overrides.keep();
    overrides.set("mqtt.prefix", "new");
    overrides.confirm();
    assertFalse(overrides.giveBack());
    assertEquals("new", tree.lenient().mqtt().prefix());
  }
}
