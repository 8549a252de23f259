package tv.martlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The import of martlet.toml from the boot partition, with the real {@code martlet config check}.
 */
class FirstBootTest {
  private static final String GOOD = "[ring]\nbytes = \"8MiB\"\n";

  @TempDir Path root;
  private Path boot;
  private Path imported;

  @BeforeEach
  void machine() throws IOException {
    boot = Files.createDirectories(root.resolve("boot/firmware"));
    imported = root.resolve("etc/martlet.d/50-boot.toml");
    Path martlet = Files.createDirectories(root.resolve("bin")).resolve("martlet");
    String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
    String classes = new File("target/classes").getAbsolutePath();
    Files.writeString(
        martlet,
        "#!/bin/sh\nexec %s -XX:TieredStopAtLevel=1 -cp '%s' tv.martlet.cli.Martlet \"$@\"\n"
            .formatted(java, classes + ":" + System.getProperty("java.class.path")));
    assertTrue(martlet.toFile().setExecutable(true));
  }

  private Program.Result run() throws Exception {
    return Program.of(
            "systemd/firstboot",
            root.resolve("etc").toString(),
            root.resolve("boot/none").toString(),
            boot.toString())
        .with("PATH", root.resolve("bin") + ":/usr/bin:/bin")
        .run();
  }

  private Path offer(String text) throws IOException {
    return Files.writeString(boot.resolve("martlet.toml"), text);
  }

  @Test
  void takesGoodFileOnce() throws Exception {
    Path offered = offer("\ufeff" + GOOD.replace("\n", "\r\n"));
    run().good();
    assertEquals(GOOD.replace("\n", "\r\n"), Files.readString(imported));
    assertFalse(Files.exists(offered));
    assertTrue(Files.exists(boot.resolve("martlet.toml.imported")));
    Files.writeString(imported, "# changed later\n");
    assertEquals("", run().good());
    assertEquals("# changed later\n", Files.readString(imported));
    offer("[ring]\nbytes = \"4MiB\"\n");
    run().good();
    assertTrue(Files.readString(imported).contains("4MiB"), "a second file counts as well");
  }

  @Test
  void saysBesideBadFileWhatIsWrong() throws Exception {
    Path offered = offer("[ring]\nbites = \"8MiB\"\n");
    Program.Result result = run();
    assertEquals(1, result.code());
    assertTrue(Files.exists(offered));
    assertFalse(Files.exists(imported));
    Path problems = boot.resolve("martlet-problems.txt");
    String said = Files.readString(problems);
    assertTrue(said.contains("\r\nmartlet.toml:2"), said);
    assertTrue(said.contains("did you mean ring.bytes?"), said);
    assertTrue(result.said().contains("did you mean ring.bytes?"), result.said());
    offer(GOOD);
    run().good();
    assertFalse(Files.exists(problems), "what was mended is no longer complained of");
    assertEquals(GOOD, Files.readString(imported));
  }

  /** What cannot be renamed is known by its sum. */
  @Test
  void takesFileOfReadOnlyPartitionOnce() throws Exception {
    offer(GOOD);
    run().good();
    Files.move(boot.resolve("martlet.toml.imported"), boot.resolve("martlet.toml"));
    Files.writeString(imported, "# changed later\n");
    assertEquals("", run().good());
    assertEquals("# changed later\n", Files.readString(imported));
  }

  @Test
  void refusesWhatIsNoSettingsFile() throws Exception {
    Files.write(boot.resolve("martlet.toml"), GOOD.getBytes(StandardCharsets.UTF_16));
    assertEquals(1, run().code());
    Files.write(boot.resolve("martlet.toml"), new byte[3 << 20]);
    assertEquals(1, run().code());
    assertFalse(Files.exists(imported));
    assertTrue(Files.size(boot.resolve("martlet-problems.txt")) < 4096);
  }

  @Test
  void nothingThereIsNothingToDo() throws Exception {
    assertEquals("", run().good());
  }
}
