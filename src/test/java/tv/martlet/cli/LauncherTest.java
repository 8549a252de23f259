package tv.martlet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script with stand-ins for Java and Maven, which print how they were called. */
class LauncherTest {
  @TempDir Path root;
  private Path home;
  private Path bin;

  @BeforeEach
  void install() throws IOException {
    bin = Files.createDirectories(root.resolve("bin"));
    home = Files.createDirectories(root.resolve("checkout"));
    Files.copy(Path.of("martlet"), home.resolve("martlet"));
    java("17.0.1");
    script("mvn", "echo mvn \"$@\"; mkdir -p target/lib; touch target/martlet.jar; exit ${MVN:-0}");
    String tools = "readlink dirname find mkdir rm touch mv flock sed";
    for (String tool : tools.split(" ", -1)) {
      script(tool, "exec /usr/bin/" + tool + " \"$@\"");
    }
  }

  private void java(String version) throws IOException {
    Files.writeString(root.resolve("release"), "A=\"1\"\nJAVA_VERSION=\"" + version + "\"\n");
    script("java", "echo java \"$@\"");
    script("javac", "");
  }

  private void script(String name, String text) throws IOException {
    Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + text + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }

  private void checkout() throws IOException {
    Files.createDirectories(home.resolve("src/main"));
    Files.writeString(home.resolve("pom.xml"), "");
  }

  private record Result(int code, String out, String err) {}

  private Result run(Path script, String... args) throws IOException, InterruptedException {
    return run(Map.of(), script, args);
  }

  private Result run(Map<String, String> environment, Path script, String... args)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("/usr/bin/bash", script.toString()));
    words.addAll(List.of(args));
    Path out = root.resolve("out");
    Path err = root.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(words).directory(root.toFile());
    builder.environment().keySet().removeIf(name -> !name.equals("HOME"));
    builder.environment().put("PATH", bin.toString());
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    } finally {
      process.destroyForcibly();
    }
    return new Result(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  @Test
  void buildsWhatIsMissingOrOlderThanTheSources() throws Exception {
    checkout();
    Result first = run(home.resolve("martlet"), "run", "a b");
    assertEquals(0, first.code(), first.err());
    assertTrue(first.err().startsWith("building Martlet (once, about a minute)…\n"), first.err());
    assertTrue(first.out().endsWith("-jar " + home + "/target/martlet.jar run a b\n"), first.out());
    Result second = run(home.resolve("martlet"), "run");
    assertEquals("", second.err());
    Path source = Files.writeString(home.resolve("src/main/A.java"), "");
    Files.setLastModifiedTime(
        source,
        FileTime.fromMillis(
            Files.getLastModifiedTime(home.resolve("target/martlet.jar")).toMillis() + 2000));
    assertTrue(run(home.resolve("martlet"), "run").err().contains("building Martlet"));
  }

  @Test
  void saysWhenTheBuildFailed() throws Exception {
    checkout();
    Result result = run(Map.of("MVN", "1"), home.resolve("martlet"));
    assertEquals(2, result.code());
    assertTrue(result.err().endsWith("martlet: the build failed: what Maven says is above\n"));
  }

  @Test
  void namesThePackagesThatAreMissing() throws Exception {
    checkout();
    Files.delete(bin.resolve("mvn"));
    assertEquals(
        "martlet: building needs a JDK and Maven: sudo apt-get install default-jdk-headless maven\n",
        run(home.resolve("martlet")).err());
    java("11.0.2");
    assertTrue(
        run(home.resolve("martlet")).err().contains("is Java 11.0.2, but 17 or newer is needed"));
    Files.delete(bin.resolve("java"));
    Result none = run(home.resolve("martlet"));
    assertEquals(2, none.code());
    assertEquals(
        "martlet: Java 17 or newer is missing: sudo apt-get install default-jre-headless\n",
        none.err());
  }

  @Test
  void needsNoMavenWhereItIsInstalledAndFollowsLinks() throws Exception {
    Files.delete(bin.resolve("mvn"));
    Path lib = Files.createDirectories(root.resolve("lib/martlet"));
    Files.copy(Path.of("martlet"), bin.resolve("martlet"));
    Path link = Files.createSymbolicLink(root.resolve("link"), bin.resolve("martlet"));
    Files.writeString(lib.resolve("martlet.jar"), "");
    Result result = run(Map.of("MARTLET_JAVA_OPTS", "-Xmx32m -Da=b"), link, "run");
    assertEquals("", result.err());
    assertTrue(result.out().contains(" -Xmx32m -Da=b -jar "), result.out());
    assertTrue(result.out().endsWith("/../lib/martlet/martlet.jar run\n"), result.out());
    assertTrue(!result.out().contains("--sun-misc-unsafe-memory-access"));
    java("25");
    assertTrue(run(link, "run").out().contains("--sun-misc-unsafe-memory-access=allow"));
    Files.delete(lib.resolve("martlet.jar"));
    Result gone = run(Map.of("MARTLET_HOME", root.resolve("x").toString()), link);
    assertEquals(2, gone.code());
    assertTrue(gone.err().contains("x/martlet.jar is missing"), gone.err());
  }

  @Test
  void keepsTheClassesOfARehearsalForTheNextStart() throws Exception {
    Path lib = Files.createDirectories(root.resolve("lib/martlet"));
    Files.copy(Path.of("martlet"), bin.resolve("martlet"));
    Files.writeString(lib.resolve("martlet.jar"), "");
    script(
        "java",
        "echo \"$@\" >>%s; for word; do case $word in -XX:ArchiveClassesAtExit=*) : >\"${word#*=}\" ;; esac; done"
            .formatted(root.resolve("calls")));
    Result result = run(bin.resolve("martlet"), "run");
    assertEquals("", result.err());
    List<String> calls = Files.readAllLines(root.resolve("calls"));
    assertTrue(calls.get(0).endsWith("/martlet.jar rehearse"), calls::toString);
    assertTrue(calls.get(1).contains("-XX:SharedArchiveFile="), calls::toString);
    assertTrue(calls.get(1).endsWith("/martlet.jar run"), calls::toString);
    assertTrue(Files.exists(lib.resolve("martlet-17.0.1.jsa")));
    run(bin.resolve("martlet"), "run");
    assertEquals(3, Files.readAllLines(root.resolve("calls")).size(), "once");
  }
}
