package tv.martlet.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayersTest {
  @TempDir Path root;
  private Tree tree;

  @BeforeEach
  void plant() {
    tree = new Tree(root);
  }

  private String show(String key, String... options) {
    Settings settings = tree.lenient(options);
    assertEquals(List.of(), settings.problems());
    Setting setting = settings.find(key).orElseThrow();
    return setting.text() + " " + setting.origin().toString().replace(root + "/", "/");
  }

  @Test
  void eachLayerOverridesTheOneBefore() {
    String key = "peer.max_neighbours";
    assertEquals("48 default", show(key));
    tree.write(Tree.MAIN, "# a comment\n[peer]\n\nmax_neighbours = 1\n");
    assertEquals("1 /etc/martlet/martlet.toml:4", show(key));
    tree.write("etc/martlet/martlet.d/20-b.toml", "peer.max_neighbours = 3");
    tree.write("etc/martlet/martlet.d/10-a.toml", "[peer]\nmax_neighbours = 2");
    tree.write("etc/martlet/martlet.d/99.txt", "not read");
    assertEquals("3 /etc/martlet/martlet.d/20-b.toml:1", show(key));
    tree.write(Tree.OVERRIDES, "[peer]\nmax_neighbours = 4\n");
    assertEquals("4 /var/lib/martlet/overrides.toml:2", show(key));
    tree.environment().put("MARTLET_PEER_MAX_NEIGHBOURS", "5");
    assertEquals("5 MARTLET_PEER_MAX_NEIGHBOURS", show(key));
    assertEquals("6 --set peer.max_neighbours=6", show(key, "peer.max_neighbours=6"));
    assertEquals("7 --set " + key + "=7", show(key, key + "=6", key + "=7"));
  }

  @Test
  void aNamedFileTakesThePlaceOfTheMainFileAndItsFolder() {
    tree.write(Tree.MAIN, "ring.bytes = '2MiB'");
    tree.write("etc/martlet/martlet.d/a.toml", "peer.pex = false");
    Path other = tree.write("home/my.toml", "ring.bytes = '3MiB'");
    tree.write("home/martlet.d/a.toml", "http.max_clients = 9");
    Settings settings =
        Settings.lenient(new Sources(tree.surroundings(), Optional.of(other), List.of()));
    assertEquals(3 << 20, settings.ring().bytes());
    assertEquals(9, settings.http().maxClients());
    assertTrue(settings.peer().pex());
  }

  @Test
  void aNamedFileMustBeThere() {
    Path missing = root.resolve("missing.toml");
    Settings settings =
        Settings.lenient(new Sources(tree.surroundings(), Optional.of(missing), List.of()));
    assertEquals(missing + ": there is no such file", settings.problems().get(0).toString());
  }

  @Test
  void everyKindOfValueCanComeFromAVariable() throws BadSettingsException {
    tree.environment()
        .putAll(
            Map.of(
                "MARTLET_PEER_PEX", "no",
                "MARTLET_PEER_UPLOAD_LIMIT", "1.5M",
                "MARTLET_PEER_KEEPALIVE", "5s",
                "MARTLET_TRACKER_URLS", "http://a/ http://b/",
                "MARTLET_TRACKER_SERVER_MAX_SWARMS", "12",
                "MARTLET_LOG_LEVELS", "peer=trace net=error",
                "MARTLET_BROADCAST_KEY", "/k",
                "MARTLET_JAVA_OPTS", "-Xmx32m",
                "HOME", "/root"));
    Settings settings = Settings.load(tree.sources());
    assertEquals(false, settings.peer().pex());
    assertEquals(1_500_000, settings.peer().uploadLimit());
    assertEquals(5, settings.peer().keepalive().toSeconds());
    assertEquals(List.of("http://a/", "http://b/"), settings.tracker().urls());
    assertEquals(12, settings.trackerServer().maxSwarms());
    assertEquals(LogSettings.Level.TRACE, settings.log().levels().get("peer"));
    assertEquals(Optional.of(Path.of("/k")), settings.broadcast().key());
  }

  @Test
  void channelsAndLevelsOfAllLayersAddUp() {
    tree.write(
        Tree.MAIN,
        """
        [[channel]]
        id = "a"
        uri = "ppsp://t:1/01"
        [[channel]]
        id = "b"
        uri = "ppsp://t:1/02"
        [log.levels]
        "tv.martlet.net" = "debug"
        """);
    tree.write(
        "etc/martlet/martlet.d/more.toml",
        """
        [[channel]]
        id = "b"
        uri = "ppsp://t:1/03"
        [[channel]]
        id = "c"
        uri = "ppsp://t:1/04"
        [log.levels]
        peer = "off"
        """);
    Settings settings = tree.lenient();
    assertEquals(
        List.of("a ppsp://t:1/01", "b ppsp://t:1/03", "c ppsp://t:1/04"),
        settings.channels().channel().stream().map(c -> c.id() + " " + c.uri()).toList());
    assertEquals(
        "[{ id = \"a\", uri = \"ppsp://t:1/01\" }, { id = \"b\", uri = \"ppsp://t:1/03\" },"
            + " { id = \"c\", uri = \"ppsp://t:1/04\" }]"
            + " /etc/martlet/martlet.toml:1 + /etc/martlet/martlet.d/more.toml:1",
        show("channel"));
    assertEquals(
        "{ \"tv.martlet.net\" = \"debug\", peer = \"off\" }"
            + " /etc/martlet/martlet.toml:7 + /etc/martlet/martlet.d/more.toml:7",
        show("log.levels"));
  }

  @Test
  void theIdComesFromTheMachineAndStaysTheSame() {
    tree.write("etc/hostname", "Living_Room.local\n");
    tree.write("etc/machine-id", "0123456789abcdef0123456789abcdef\n");
    String id = tree.lenient().node().id();
    assertTrue(id.matches("living-room-local-[0-9a-f]{6}"), id);
    assertEquals(id, tree.lenient().node().id());
    assertEquals(id, tree.lenient().node().name());
    tree.write("etc/machine-id", "1123456789abcdef0123456789abcdef\n");
    assertTrue(!id.equals(tree.lenient().node().id()));
  }

  @Test
  void whoeverCannotWriteTheSystemsFolderHasOneOfTheirOwn() {
    Path home = root.resolve("home/u");
    Map<String, String> none = Map.of();
    assertEquals(
        home.resolve(".local/share/martlet"),
        new Surroundings(root, none, "u", home).stateFolder());
    assertEquals(
        Path.of("/data/martlet"),
        new Surroundings(root, Map.of("XDG_DATA_HOME", "/data"), "u", home).stateFolder());
    assertEquals(
        Path.of("/var/lib/x"),
        new Surroundings(root, Map.of("STATE_DIRECTORY", "/var/lib/x:/y"), "u", home)
            .stateFolder());
    tree.write(Tree.OVERRIDES, "");
    assertEquals(
        root.resolve("var/lib/martlet"), new Surroundings(root, none, "u", home).stateFolder());
  }

  @Test
  void strictLoadingTellsAllProblemsAndLenientLoadingGoesOn() {
    tree.write(
        Tree.MAIN,
        "[peer]\nmax_neighbours = 0\nkeepalive = 3\npexx = true\n[ring]\nbytes='4MiB'\n");
    tree.environment().put("MARTLET_HTTP_LISTEN", "nowhere");
    BadSettingsException e =
        assertThrows(BadSettingsException.class, () -> Settings.load(tree.sources("a.b=1")));
    assertEquals(5, e.problems().size(), e.getMessage());
    assertEquals(5, e.getMessage().lines().count());
    Settings settings = tree.lenient("a.b=1");
    assertEquals(e.problems(), settings.problems());
    assertEquals(48, settings.peer().maxNeighbours());
    assertEquals(4 << 20, settings.ring().bytes());
    assertEquals(8778, settings.http().listen().getPort());
  }

  @Test
  void aBadValueLeavesTheOneBelow() {
    tree.write(Tree.MAIN, "peer.max_neighbours = 20");
    tree.write(Tree.OVERRIDES, "peer.max_neighbours = -1");
    assertEquals(20, tree.lenient().peer().maxNeighbours());
  }

  @Test
  void onlySectionsMakeRecords() {
    Settings settings = tree.lenient();
    assertThrows(IllegalArgumentException.class, () -> settings.get(Problem.class));
  }
}
