package tv.martlet.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tv.martlet.chunk.ChunkAddressing;
import tv.martlet.chunk.ChunkUri;
import tv.martlet.chunk.SignatureAlgorithm;
import tv.martlet.chunk.SigningKey;

class KeygenVerbTest {
  @TempDir Path root;
  private Shell shell;
  private String file;

  @BeforeEach
  void open() {
    shell = new Shell(root);
    file = root.resolve("key.pem").toString();
  }

  private JsonObject json(String... words) {
    Shell.Result result = shell.run(words);
    assertEquals(0, result.code(), result.err());
    return JsonParser.parseString(result.out()).getAsJsonObject();
  }

  @ParameterizedTest
  @EnumSource
  void theAddressFitsTheKey(SignatureAlgorithm algorithm) throws IOException {
    JsonObject made =
        json("keygen", "--json", "--algorithm", algorithm.name(), "--tracker", "t.example:1", file);
    SigningKey key = SigningKey.load(Path.of(file));
    ChunkUri uri = ChunkUri.parse(made.get("uri").getAsString());
    assertEquals(key.publicKey().id(), uri.metadata().id());
    assertEquals(algorithm, uri.metadata().signature());
    assertTrue(uri.metadata().live());
    assertEquals("t.example", uri.trackers().get(0).getHostString());
    assertEquals(key.publicKey().id().toString(), made.get("swarm").getAsString());
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(file))));
    JsonObject seen = json("inspect", "--json", file);
    assertEquals(made.get("swarm"), seen.get("swarm"));
    assertEquals(algorithm.name(), seen.get("signature").getAsString());
    JsonObject told = json("inspect", "--json", made.get("uri").getAsString());
    assertEquals(made.get("swarm"), told.get("swarm"));
    assertEquals("live", told.get("content").getAsString());
  }

  @Test
  void theAddressFitsTheBroadcastSettings() {
    JsonObject made =
        json(
            "keygen",
            "--json",
            "--set",
            "broadcast.addressing=bins32",
            "--set",
            "broadcast.chunk_size=2048",
            "--set",
            "tracker.urls=https://tracker.example:99/x",
            file);
    ChunkUri uri = ChunkUri.parse(made.get("uri").getAsString());
    assertEquals(ChunkAddressing.BINS_32, uri.metadata().addressing());
    assertEquals(2048, uri.metadata().chunkSize());
    assertEquals(99, uri.trackers().get(0).getPort());
  }

  @Test
  void aKeyIsNeverOverwritten() throws IOException {
    Shell.Result made = shell.run("keygen", file);
    assertEquals(0, made.code());
    assertTrue(made.out().contains("address  ppsp://localhost:6779/0d"), made.out());
    assertTrue(made.err().contains("--tracker HOST:PORT"));
    byte[] before = Files.readAllBytes(Path.of(file));
    Shell.Result again = shell.run("keygen", file);
    assertEquals(1, again.code());
    assertTrue(again.err().contains("exists already"), again.err());
    assertEquals(1, again.err().lines().count());
    assertArrayEquals(before, Files.readAllBytes(Path.of(file)));
  }

  @Test
  void wrongWordsLeaveNothingBehind() {
    Shell.Result algorithm = shell.run("keygen", "--algorithm", "DSA", file);
    assertEquals(2, algorithm.code());
    assertTrue(algorithm.err().contains("ED25519"), algorithm.err());
    Shell.Result tracker = shell.run("keygen", "--tracker", "host:99999", file);
    assertEquals(2, tracker.code(), tracker.err());
    Shell.Result folder = shell.run("keygen", root.resolve("no/key.pem").toString());
    assertEquals(1, folder.code());
    assertEquals("martlet: /no/key.pem: there is no such file or folder\n", folder.err());
    assertFalse(Files.exists(Path.of(file)));
  }
}
