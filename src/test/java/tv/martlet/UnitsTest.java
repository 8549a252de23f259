package tv.martlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The systemd units, read by the real systemd-analyze. */
class UnitsTest {
  private static final Path UNITS = Path.of("systemd");
  private static final Path SYSTEM = Path.of("/usr/lib/systemd/system");

  @TempDir Path root;

  /** A root of a machine: the units, what they start, and the targets that they refer to. */
  private Path machine() throws IOException {
    Path folder = Files.createDirectories(root.resolve("usr/lib/systemd/system"));
    copy(SYSTEM, "*.{target,slice,mount,socket}", folder);
    copy(UNITS, "*.service", folder);
    for (String program : List.of("usr/bin/martlet", "usr/lib/martlet/firstboot")) {
      Path file = root.resolve(program);
      Files.createDirectories(file.getParent());
      assertTrue(Files.createFile(file).toFile().setExecutable(true));
    }
    return folder;
  }

  private static void copy(Path from, String which, Path to) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(from, which)) {
      for (Path file : files) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private Program.Result verify() throws Exception {
    return Program.of(
            "systemd-analyze",
            "verify",
            "--man=no",
            "--root=" + root,
            "martlet.service",
            "martlet-tracker.service",
            "martlet-broadcast@news.service",
            "martlet-firstboot.service")
        .run();
  }

  @Test
  void verifyHasNothingToSay() throws Exception {
    machine();
    // It ends with 0 on keys that it does not know: only silence is good.
    assertEquals("", verify().good());
  }

  @Test
  void verifyWouldSaySomething() throws Exception {
    Path unit = machine().resolve("martlet.service");
    Files.writeString(unit, Files.readString(unit).replace("WatchdogSec=", "WatchdogSeconds="));
    assertTrue(verify().said().contains("WatchdogSeconds"));
  }

  /** In tenths. The figures depend on systemd's version: 1.3, 1.3, 1.8 and 1.7 with 252. */
  @ParameterizedTest
  @CsvSource({
    "martlet-tracker.service, 20",
    "martlet-broadcast@.service, 20",
    "martlet.service, 35",
    "martlet-firstboot.service, 35",
  })
  void exposesLittle(String unit, int threshold) throws Exception {
    Program.of(
            "systemd-analyze",
            "security",
            "--no-pager",
            "--offline=true",
            "--threshold=" + threshold,
            UNITS.resolve(unit).toString())
        .run()
        .good();
  }

  /** A box that nobody looks after comes back from everything; the watchdog is fed by its loop. */
  @Test
  void boxIsAlwaysStartedAgain() throws IOException {
    String unit = Files.readString(UNITS.resolve("martlet.service"));
    for (String line :
        List.of("Type=notify", "WatchdogSec=30", "Restart=always", "StartLimitIntervalSec=0")) {
      assertTrue(unit.lines().anyMatch(line::equals), line);
    }
  }
}
