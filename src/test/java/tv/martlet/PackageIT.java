package tv.martlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Debian package that the build made. Installing, upgrading and purging it in a clean root is
 * {@code image-build/check-package}.
 */
@Tag("package")
class PackageIT {
  @TempDir static Path root;
  private static Path deb;

  @BeforeAll
  static void unpack() throws Exception {
    try (DirectoryStream<Path> debs =
        Files.newDirectoryStream(Path.of("target"), "martlet_*_all.deb")) {
      for (Path found : debs) {
        if (deb == null || modified(found) > modified(deb)) {
          deb = found;
        }
      }
    }
    assertTrue(deb != null, "no package in target");
    Program.of("dpkg-deb", "-x", deb.toString(), root.toString()).run().good();
  }

  private static long modified(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toMillis();
  }

  private static String field(String name) throws Exception {
    return Program.of("dpkg-deb", "-f", deb.toString(), name).run().good().strip();
  }

  private static Program martlet(String... words) {
    Stream<String> launcher = Stream.of(root.resolve("usr/bin/martlet").toString());
    return Program.of(Stream.concat(launcher, Stream.of(words)).toArray(String[]::new));
  }

  @Test
  void needsJavaOfAnyOfTheseReleases() throws Exception {
    assertEquals("all", field("Architecture"));
    assertTrue(
        field("Depends")
            .startsWith(
                "openjdk-17-jre-headless | openjdk-21-jre-headless | openjdk-25-jre-headless"));
    assertEquals("mpv", field("Recommends"));
  }

  @Test
  void runsFromWhereItLies() throws Exception {
    String version = martlet("--version").run().good();
    assertTrue(version.startsWith("Martlet " + field("Version") + "\n"), version);
    String settings = root.resolve("etc/martlet/martlet.toml").toString();
    martlet("config", "check", "--config", settings).run().good();
  }

  @Test
  void keepsConffiles() throws Exception {
    String list = Program.of("dpkg-deb", "-I", deb.toString(), "conffiles").run().good();
    assertEquals("/etc/martlet/martlet.toml\n", list);
  }

  @Test
  void bringsNativesOfBothArchitectures() throws Exception {
    Path lib = root.resolve("usr/share/martlet/lib");
    for (String name : List.of("*epoll*linux-x86_64.jar", "*epoll*linux-aarch_64.jar")) {
      try (DirectoryStream<Path> jars = Files.newDirectoryStream(lib, name)) {
        assertTrue(jars.iterator().hasNext(), name);
      }
    }
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(lib, "conscrypt-*.jar")) {
      String list = String.join("\n", entries(jars.iterator().next()));
      assertTrue(list.contains("linux-x86_64.so"), list);
      assertTrue(list.contains("linux-aarch_64.so"), list);
      assertFalse(list.contains("windows"), list);
    }
  }

  private static List<String> entries(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream().map(JarEntry::getName).toList();
    }
  }

  @Test
  void bringsUnitsManualAndCompletion() {
    for (String file :
        List.of(
            "usr/lib/systemd/system/martlet.service",
            "usr/lib/systemd/system/martlet-tracker.service",
            "usr/lib/systemd/system/martlet-broadcast@.service",
            "usr/lib/systemd/system/martlet-firstboot.service",
            "usr/share/man/man1/martlet.1.gz",
            "usr/share/bash-completion/completions/martlet",
            "usr/share/doc/martlet/copyright",
            "usr/share/doc/martlet/changelog.gz")) {
      assertTrue(Files.isRegularFile(root.resolve(file)), file);
    }
    assertTrue(Files.isExecutable(root.resolve("usr/lib/martlet/firstboot")));
    assertTrue(Files.isDirectory(root.resolve("etc/martlet/martlet.d")));
  }

  @Test
  void lintianFindsNoError() throws Exception {
    Program.of("lintian", "--allow-root", "--fail-on", "error,warning", deb.toString())
        .run()
        .good();
  }
}
