package tv.martlet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigVerbTest {
  @TempDir Path root;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(root);
  }

  private void main(String text) throws IOException {
    Path file = root.resolve("etc/martlet/martlet.toml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void checkNamesEveryMistake() throws IOException {
    assertEquals("The settings are good.\n", shell.run("config", "check").out());
    main("[peer]\nmax_neighbours = 0\npexx = 1\n");
    Shell.Result result = shell.run("config", "check", "--set", "http.max_clients=x");
    assertEquals(2, result.code());
    assertEquals(
        """
        /etc/martlet/martlet.toml:2: peer.max_neighbours: expected a whole number from 1 to 1000, \
        found 0
        /etc/martlet/martlet.toml:3: unknown key peer.pexx; did you mean peer.pex?
        --set http.max_clients=x: http.max_clients: expected a whole number from 1 to 10000, \
        found "x"
        """,
        result.out());
  }

  @Test
  void checkSpeaksJson() throws IOException {
    main("peer.pex = 3");
    JsonObject problem =
        JsonParser.parseString(shell.run("config", "check", "--json").out())
            .getAsJsonObject()
            .getAsJsonArray("problems")
            .get(0)
            .getAsJsonObject();
    assertTrue(problem.get("origin").getAsString().endsWith("etc/martlet/martlet.toml:1"));
    assertEquals("peer.pex", problem.get("key").getAsString());
    assertEquals("expected true or false, found 3", problem.get("message").getAsString());
  }

  @Test
  void showSaysWhereEachValueCameFrom() throws IOException {
    main("[http]\nmax_clients = 8\n");
    shell.environment.put("MARTLET_HTTP_LISTEN", "[::]:80");
    Shell.Result result =
        shell.run("config", "show", "http", "--origin", "--set", "http.allowed_hosts=a b");
    assertEquals(0, result.code());
    assertEquals(
        """
        http.listen = "[::]:80"  # MARTLET_HTTP_LISTEN
        http.max_clients = 8  # /etc/martlet/martlet.toml:2
        http.allowed_hosts = ["a", "b"]  # --set http.allowed_hosts=a b
        http.token_file = ""  # default
        """,
        result.out());
    assertEquals("ring.bytes = \"16MiB\"\n", shell.run("config", "show", "ring.bytes").out());
  }

  @Test
  void showGoesOnWithWhatIsGood() throws IOException {
    main("[http]\nmax_clients = 0\n");
    Shell.Result result = shell.run("config", "show", "http.max_clients");
    assertEquals(2, result.code());
    assertEquals("http.max_clients = 64\n", result.out());
    assertTrue(result.err().startsWith("martlet: /etc/martlet/martlet.toml:2: http.max_clients:"));
  }

  @Test
  void showSpeaksJson() {
    JsonObject plain =
        JsonParser.parseString(shell.run("config", "show", "--json").out()).getAsJsonObject();
    assertEquals(48, plain.get("peer.max_neighbours").getAsInt());
    JsonObject origin =
        JsonParser.parseString(shell.run("config", "show", "--json", "--origin").out())
            .getAsJsonObject()
            .getAsJsonObject("peer.pex");
    assertTrue(origin.get("value").getAsBoolean());
    assertEquals("default", origin.get("origin").getAsString());
  }

  @Test
  void aMissingFileIsNamed() {
    Shell.Result result = shell.run("config", "check", "--config", root + "/none.toml");
    assertEquals(2, result.code());
    assertEquals("/none.toml: there is no such file\n", result.out());
  }

  @Test
  void exampleAndSchemaAreWhatTheySay() throws IOException {
    main(shell.run("config", "example").out());
    assertEquals(0, shell.run("config", "check").code());
    JsonObject schema =
        JsonParser.parseString(shell.run("config", "schema").out()).getAsJsonObject();
    assertTrue(schema.getAsJsonObject("properties").has("tracker_server"));
  }
}
