package tv.martlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tv.martlet.config.Settings;
import tv.martlet.config.Sources;
import tv.martlet.config.Surroundings;
import tv.martlet.http.HttpSettings;

/** What of the image's build can be looked at in a second; check-boot tries the rest. */
class ImageBuildTest {
  private static final Path HERE = Path.of("image-build");
  private static final Pattern PARTITION =
      Pattern.compile("start=(\\d+), size=(\\d+), type=(\\w+).*");

  @TempDir private Path folder;

  /** Exit code and both outputs of a command. */
  private record Said(int code, String text) {}

  private Said run(String... command) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
    assertTrue(process.waitFor(20, TimeUnit.SECONDS), "does not end");
    return new Said(process.exitValue(), Files.readString(out));
  }

  static Stream<Path> shellScripts() throws IOException {
    try (Stream<Path> all = Files.walk(HERE)) {
      return all.filter(Files::isRegularFile).filter(ImageBuildTest::isShell).toList().stream();
    }
  }

  private static boolean isShell(Path file) {
    try {
      return file.toString().endsWith(".sh")
          || Files.readAllLines(file).stream()
              .limit(1)
              .anyMatch(line -> line.matches("#!.*/(env bash|bash|sh)"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("shellScripts")
  void scriptsAreWellFormed(Path script) throws Exception {
    Said said = run("bash", "-n", script.toString());
    assertEquals(0, said.code(), said.text());
    if (!script.toString().endsWith(".sh")) {
      assertTrue(Files.isExecutable(script), script + " can be executed");
    }
  }

  private static List<String> packages(String list) throws IOException {
    List<String> names = new ArrayList<>();
    for (String line : Files.readAllLines(HERE.resolve("packages").resolve(list))) {
      String name = line.replaceFirst("#.*", "").strip();
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    return names;
  }

  @Test
  void packagesAreNamedOnceAndWell() throws Exception {
    for (String flavour : List.of("relay", "tv")) {
      Set<String> seen = new HashSet<>();
      for (String name : Stream.of("common", flavour).flatMap(this::names).toList()) {
        assertTrue(name.matches("[a-z0-9][a-z0-9+.-]+"), name + " is a package's name");
        assertTrue(seen.add(name), name + " stands once");
      }
    }
    assertTrue(
        packages("common")
            .containsAll(List.of("linux-image-arm64", "raspi-firmware", "e2fsprogs", "polkitd")));
    assertTrue(packages("tv").contains("mpv"));
    assertFalse(packages("relay").contains("mpv"), "a relay has no player");
  }

  private Stream<String> names(String list) {
    try {
      return packages(list).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Partitions begin on whole MiB, in order, without overlap, and end where the card does. */
  @ParameterizedTest
  @ValueSource(ints = {64, 700, 3000})
  void partitionsFollowEachOther(int rootMib) throws Exception {
    Said said = library("disk", "disk_plan " + rootMib + "; disk_size " + rootMib);
    assertEquals(0, said.code(), said.text());
    List<String> types = new ArrayList<>();
    long end = 2048; // the partition table and what may stand behind it
    for (String line : said.text().lines().toList()) {
      Matcher partition = PARTITION.matcher(line);
      if (partition.matches()) {
        long start = Long.parseLong(partition.group(1));
        assertTrue(start >= end && start % 2048 == 0, line);
        end = start + Long.parseLong(partition.group(2));
        types.add(partition.group(3));
      }
    }
    assertEquals(List.of("c", "83", "83"), types);
    long cardMib = Long.parseLong(said.text().lines().reduce((first, last) -> last).orElseThrow());
    assertEquals(end, cardMib * 2048);
  }

  private Said library(String part, String command) throws IOException, InterruptedException {
    return run("bash", "-euc", ". image-build/lib/" + part + ".sh; " + command);
  }

  @Test
  void rootHasRoomForWhatIsInIt() throws Exception {
    Path root = Files.createDirectory(folder.resolve("root"));
    Files.write(root.resolve("file"), new byte[5 << 20]);
    Said said = library("disk", "root_size '" + root + "'");
    int mib = Integer.parseInt(said.text().strip());
    assertTrue(mib >= 5 + 32 && mib < 5 + 64, said.text());
  }

  @Test
  void whatIsMountedIsWhatIsMade() throws Exception {
    String table = Files.readString(HERE.resolve("root/common/etc/fstab"));
    String disk = Files.readString(HERE.resolve("lib/disk.sh"));
    assertTrue(table.contains("LABEL=FIRMWARE ") && disk.contains("-n FIRMWARE "));
    assertTrue(
        Pattern.compile("^LABEL=state +/state ", Pattern.MULTILINE).matcher(table).find()
            && disk.contains("\"$state_mib\" state"));
    assertTrue(table.contains("/var/lib/martlet ") && table.contains("/etc/martlet "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "--flavour desktop", "--flavour relay --compress 12", "--flavour", "--what x"})
  void wrongWordsAreExplained(String words) throws Exception {
    Said said = run("bash", "-c", "image-build/build " + words);
    assertEquals(2, said.code(), said.text());
    assertEquals(1, said.text().lines().count(), said.text());
  }

  @Test
  void kernelIsToldToLeaveTheRootAloneAndToCountMemory() throws Exception {
    Path firmware = Files.createDirectories(folder.resolve("root/boot/firmware"));
    Path line = firmware.resolve("cmdline.txt");
    Files.writeString(line, " console=tty0 root=LABEL=root rw net.ifnames=0  rootwait \n");
    Said said =
        library("install", "prepare_firmware '" + folder.resolve("root") + "' image-build relay");
    assertEquals(0, said.code(), said.text());
    List<String> words = List.of(Files.readString(line).strip().split(" +"));
    assertTrue(words.containsAll(List.of("root=LABEL=root", "ro", "cgroup_enable=memory")));
    assertFalse(words.contains("rw"), words.toString());
    assertEquals(1, Files.readAllLines(line).size());
    assertTrue(Files.exists(firmware.resolve("martlet.toml")));
  }

  /** An archive of classes that was made under other words is left aside without a sound. */
  @Test
  void archiveIsMadeUnderTheLaunchersWords() throws Exception {
    Said said = library("install", "printf '%s\\n' \"${archive_flags[@]}\"");
    assertEquals(0, said.code(), said.text());
    String launcher = Files.readString(Path.of("martlet"));
    said.text().lines().forEach(flag -> assertTrue(launcher.contains(flag), flag));
    assertTrue(said.text().lines().count() >= 4, said.text());
  }

  @Test
  void missingProgramsAreNamedByPackage() throws Exception {
    Said said = library("say", "need_programs no-such-package:no-such-program bash:bash");
    assertEquals(2, said.code());
    assertTrue(said.text().contains("apt-get install --no-install-recommends no-such-package"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "tv"})
  void settingsOfTheFlavoursAreGood(String flavour) throws Exception {
    Path file = HERE.resolve("firmware").resolve(flavour + ".toml").toAbsolutePath();
    Surroundings nothing = new Surroundings(folder, Map.of(), "nobody", folder);
    Settings settings = Settings.load(new Sources(nothing, Optional.of(file), List.of()));
    assertFalse(settings.get(HttpSettings.class).listen().getAddress().isLoopbackAddress());
  }
}
