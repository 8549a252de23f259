package tv.martlet.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemsTest {
  private static final String FILE = "/etc/martlet/martlet.toml";

  @TempDir Path root;
  private Tree tree;

  @BeforeEach
  void plant() {
    tree = new Tree(root);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("a = 1", ":1: unknown key a"),
        mistake(
            "[peer]\n\nmax_neighbors = 3",
            ":3: unknown key peer.max_neighbors; did you mean peer.max_neighbours?"),
        mistake("# x\n[pear]\nlisten='[::]:1'", ":2: unknown section pear; did you mean peer?"),
        mistake(
            "[peer]\nmax_clients = 3",
            ":2: unknown key peer.max_clients; did you mean peer.max_content?"),
        mistake("[wholly_different_thing]", ":1: unknown section wholly_different_thing"),
        mistake("peer = 3", ":1: peer: expected a section [peer], found a value"),
        mistake("[channel]\nid='a'", ":1: channel: expected [[channel]] tables"),
        mistake(
            "[peer]\nmax_neighbours = 1001",
            ":2: peer.max_neighbours: expected a whole number from 1 to 1000, found 1001"),
        mistake(
            "[peer]\nmax_neighbours = \"48\"",
            ":2: peer.max_neighbours: expected a whole number from 1 to 1000, found \"48\""),
        mistake(
            "[peer]\nmax_neighbours = 18446744073709551617",
            "expected a whole number from 1 to 1000, found \"18446744073709551617\""),
        mistake(
            "[ring]\nbytes = '2GiB'",
            ":2: ring.bytes: expected a size from \"1MiB\" to \"1GiB\", found \"2GiB\""),
        mistake("ring.bytes = '1 MiBx'", "found \"1 MiBx\""),
        mistake("ring.bytes = '1048576.5'", "found \"1048576.5\""),
        mistake("ring.bytes = 5", "found 5"),
        mistake("ring.bytes = true", "found true"),
        mistake(
            "peer.ledbat_target = '101ms'",
            "expected a duration from \"1ms\" to \"100ms\", found \"101ms\""),
        mistake("peer.ledbat_target = 60", "found 60"),
        mistake("peer.ledbat_target = '60'", "found \"60\""),
        mistake("peer.ledbat_target = '0.5ms'", "found \"0.5ms\""),
        mistake("peer.keepalive = 1979-05-27", "found 1979-05-27"),
        mistake("peer.upload_limit = '8MiB'", "expected a bit rate from 0 to \"100G\""),
        mistake("peer.pex = 1", "peer.pex: expected true or false, found 1"),
        mistake("peer.congestion = 'fast'", "expected \"deadline\" or \"ledbat\", found \"fast\""),
        mistake("http.listen = 8778", "expected an address and port such as"),
        mistake("http.listen = 'localhost'", "found \"localhost\""),
        mistake("http.listen = '127.0.0.1:65536'", "found \"127.0.0.1:65536\""),
        mistake("http.listen = '300.0.0.1:1'", "found \"300.0.0.1:1\""),
        mistake("http.listen = '[::g]:1'", "found"),
        mistake("http.listen = '[1:2:3]:1'", "found"),
        mistake("broadcast.munro = 24", "a power of two from 2 to 1024, found 24"),
        mistake("broadcast.chunk_size = 511", "from 512 to 8192, found 511"),
        mistake("node.id = 'a/b'", "node.id: expected an id of at most 64 letters"),
        mistake("node.name = \"a\\u0007\"", "found \"a?\""),
        mistake("node.data_dir = \"a\\u0000b\"", "expected the path of a file or folder"),
        mistake("tracker.urls = 'http://a'", "expected a list, each entry an http://"),
        mistake("tracker.urls = ['http://a', 'ftp://b']", "tracker.urls: entry 2: expected an"),
        mistake("tracker.urls = ['" + "http://a', '".repeat(16) + "http://a']", "at most 16"),
        mistake("log.levels = 3", "expected a table"),
        mistake(
            "[log.levels]\nnet='info'\npeer='loud'", ":3: log.levels: peer: expected \"trace\""),
        mistake(
            "[[channel]]\nid='a'\nuri='ppsp://x:1/00'\n[[channel]]\nid='a'\nuri='ppsp://x:1/01'",
            ":4: channel: table 2: the id \"a\" is taken: choose another"),
        mistake("[[channel]]\nid='a'", ":1: channel: table 1: uri is missing: expected an address"),
        mistake("[[channel]]\nid='a'\nuri='http://x'", ":3: channel: table 1: uri: expected"),
        mistake("[[channel]]\nid='a'\nurl='x'", ":3: channel: table 1: url: unknown key \"url\""),
        mistake("channel = ['a']", "expected [[channel]] tables"),
        mistake("tracker.cert = 'c'", "is set, but tracker.key is not: set both or neither"),
        mistake("tracker.password_file = 'c'", "is set, but tracker.user is not"),
        mistake("tracker_server.client_ca = 'c'", "but tracker_server.tls_cert is not"),
        mistake("peer.dead_after = '20s'", "expected more than peer.keepalive, which is 20000ms"));
  }

  private static Arguments mistake(String text, String problem) {
    return Arguments.of(text, problem);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void namesLineKeyExpectedAndFound(String text, String problem) {
    String found = tree.problemOf(text);
    assertTrue(found.startsWith(FILE + ":"), found);
    assertTrue(found.contains(problem), found);
    assertEquals(1, found.lines().count());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[peer]~pex = tru~|2",
        "[peer]~pex =~|2",
        "x~|1",
        "[peer~pex=true|1",
        "a=1~a=2~|2",
        "[peer]~pex=true~[peer]~|3",
        "node.name = \"abc~|1",
        "~tracker.urls = ['a'~|2",
      })
  void tellsTheLineOfWhatIsNotToml(String text, int line) {
    String found = tree.problemOf(text.replace('~', '\n'));
    assertTrue(found.startsWith(FILE + ":" + line + ": not TOML: "), found);
    assertEquals(1, found.lines().count());
  }

  @Test
  void refusesWhatIsTooLargeTooDeepOrNotText() throws IOException {
    assertEquals(
        FILE + ": larger than 1 MiB: make it smaller",
        tree.problemOf("#".repeat(TomlFile.MAX_BYTES + 1)));
    assertTrue(tree.lenient().problems().size() == 1);
    assertEquals(
        FILE + ":2: brackets are nested deeper than 8: flatten the value",
        tree.problemOf("\nx = " + "[".repeat(100_000)));
    Files.write(root.resolve(Tree.MAIN), "x='\u00fc'".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(FILE + ": not UTF-8 text: save it as UTF-8", tree.problem());
    Files.delete(root.resolve(Tree.MAIN));
    Files.createDirectory(root.resolve(Tree.MAIN));
    assertEquals(FILE + ": cannot be read: check that it is a readable file", tree.problem());
  }

  @Test
  void takesOfTooManyFilesTheFirst() {
    for (int i = 0; i <= Layering.MAX_FILES; i++) {
      tree.write(String.format("etc/martlet/martlet.d/%04d.toml", i), "");
    }
    assertEquals("/etc/martlet/martlet.d: expected at most 256 files, found 257", tree.problem());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MARTLET_PEER_MAX_NEIGHBOUR|3|no setting has this name; did you mean"
            + " MARTLET_PEER_MAX_NEIGHBOURS?",
        "MARTLET_PEER_MAX_NEIGHBOURS|many|peer.max_neighbours: expected a whole number from 1 to"
            + " 1000, found \"many\"",
        "MARTLET_PEER_MAX_NEIGHBOURS|99999999999|peer.max_neighbours: expected a whole number from"
            + " 1 to 1000, found \"99999999999\"",
        "MARTLET_PEER_PEX|maybe|peer.pex: expected true or false, found \"maybe\"",
        "MARTLET_LOG_LEVELS|debug|log.levels: expected words such as name=value, found \"debug\"",
        "MARTLET_CHANNEL|a|channel: channels can only be set in a file, as [[channel]] tables",
      })
  void namesTheVariable(String name, String value, String problem) {
    tree.environment().put(name, value);
    assertEquals(name + ": " + problem, tree.problem());
  }

  @Test
  void namesTheOption() {
    assertEquals("--set peer.pex: expected --set section.key=value", tree.problem("peer.pex"));
    assertEquals(
        "--set peer.pax=1: unknown key peer.pax; did you mean peer.pex?",
        tree.problem("peer.pax=1"));
    assertEquals(
        "--set peer.pex=x: peer.pex: expected true or false, found \"x\"",
        tree.problem("peer.pex=x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[::]:0", "[2001:db8::1]:6778", "0.0.0.0:1", "a-b.example:65535"})
  void addressesComeBackAsTheyWere(String text) throws BadValueException {
    Address type = new Address();
    assertEquals(text, type.write(type.read(text)));
  }

  @ParameterizedTest
  @CsvSource({"ab,ab,0", "ab,ba,1", "abc,ac,1", "kitten,sitting,3", "'',abc,3", "abcd,badc,2"})
  void countsEdits(String a, String b, int distance) {
    assertEquals(distance, Nearest.distance(a, b));
  }

  @Test
  void linesAreFoundBehindStringsCommentsAndArrays() {
    LineFinder finder =
        LineFinder.of(
            """
            a = \"\"\"
            x = 1 \\\"\"\"
            \"\"\" # [b]
            'q.r' = '''
            y = 2
            '''
            list = [ # ]
              "]", # "
              1,
            ]
            [ s . "t" ]
            k . l = { m = 1 }
            [[u]]
            n = 'it\\'
            [[u]]
            n = 2
            """);
    assertEquals(1, finder.line("a"));
    assertEquals(0, finder.line("x"));
    assertEquals(4, finder.line("q.r"));
    assertEquals(7, finder.line("list"));
    assertEquals(11, finder.line("s.t"));
    assertEquals(12, finder.line("s.t.k.l"));
    assertEquals(12, finder.line("s.t.k.l.m"));
    assertEquals(14, finder.line("u[0].n"));
    assertEquals(16, finder.line("u[1].n"));
    assertEquals(15, finder.line("u[1].missing"));
    assertEquals(0, finder.line("missing"));
  }
}
