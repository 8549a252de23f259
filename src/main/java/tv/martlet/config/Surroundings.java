package tv.martlet.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * What of the machine and the process settings depend on; a test passes a temporary folder as root.
 *
 * @param root the root of the file system
 * @param environment the environment variables
 * @param user the user's name
 * @param home the user's home folder
 */
public record Surroundings(Path root, Map<String, String> environment, String user, Path home) {
  private static final int ID_LENGTH = 48;

  /** Copies the variables. */
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Those of this process. */
  public static Surroundings ofProcess() {
    return new Surroundings(
        Path.of("/"),
        System.getenv(),
        System.getProperty("user.name", ""),
        Path.of(System.getProperty("user.home", "/")));
  }

  /** The main settings file where the command line names no other. */
  public Path mainFile() {
    return root.resolve("etc/martlet/martlet.toml");
  }

  /**
   * Folder for what a node keeps: {@code /var/lib/martlet} for root and for whoever can write it,
   * what systemd names in {@code STATE_DIRECTORY}, else a folder of the user's own.
   */
  public Path stateFolder() {
    Path system = root.resolve("var/lib/martlet");
    String given = environment.getOrDefault("STATE_DIRECTORY", "").split(":", 2)[0];
    if (!given.isEmpty()) {
      return Path.of(given);
    }
    if (user.equals("root") || Files.isWritable(system)) {
      return system;
    }
    String data = environment.getOrDefault("XDG_DATA_HOME", "");
    Path own = data.startsWith("/") ? Path.of(data) : home.resolve(".local/share");
    return own.resolve("martlet");
  }

  /**
   * An id that stays the same and differs from board to board: the host name and six digits made of
   * the machine id, which itself must not be shown to others (machine-id(5)).
   */
  String nodeId() {
    String host = line("etc/hostname").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
    host = host.replaceAll("^-+", "");
    host = host.substring(0, Math.min(ID_LENGTH, host.length()));
    String machine = line("etc/machine-id");
    String base = host.isEmpty() ? "martlet" : host;
    return machine.isEmpty() ? base : base + "-" + digits(machine);
  }

  private static String digits(String machineId) {
    try {
      byte[] bytes = ("martlet " + machineId).getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(hash, 0, 3);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private String line(String file) {
    try (var lines = Files.lines(root.resolve(file), StandardCharsets.ISO_8859_1)) {
      return lines.findFirst().orElse("").trim();
    } catch (IOException | java.io.UncheckedIOException e) {
      return "";
    }
  }
}
