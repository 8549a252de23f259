package tv.martlet.sim;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Scenarios written as TOML. A file says only what differs from the base scenario: 100 viewers of
 * one stream of 2.5 Mbit/s for a minute, who stay once they have come. Rates are bit/s, or texts
 * such as {@code "2.5M"}; spans are {@code [least, most]}; the units are those of {@link Scenario}.
 */
public final class ScenarioFile {
  /** Largest file, in bytes. */
  static final int MAX_BYTES = 1 << 16;

  private static final String SUFFIX = ".toml";
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
  private static final List<String> NAMES =
      List.of(
          "steady",
          "flash-crowd",
          "flash-crowd-big",
          "churn",
          "churn-10",
          "free-riders",
          "nat",
          "lossy",
          "polluters",
          "zapping",
          "neighbourhood");

  private ScenarioFile() {}

  /**
   * Reads a file; the scenario has the file's name without {@code .toml}.
   *
   * @throws BadScenarioException naming file, line, key and what was expected, for all that is
   *     wrong
   */
  public static Scenario read(Path file) throws BadScenarioException {
    String name = String.valueOf(file.getFileName());
    String stem = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    if (!stem.matches(NAME)) {
      throw new BadScenarioException(
          file + ": expected a file name of letters, digits, '.', _ and -: rename it");
    }
    return ScenarioReader.read(stem, file.toString(), text(file));
  }

  /** The scenarios that come with Martlet, the base first, always in the same order. */
  public static List<Scenario> builtIn() {
    List<Scenario> scenarios = new ArrayList<>();
    for (String name : NAMES) {
      scenarios.add(resource(name));
    }
    return scenarios;
  }

  /**
   * The scenario of that name that comes with Martlet.
   *
   * @throws BadScenarioException naming those that there are
   */
  public static Scenario named(String name) throws BadScenarioException {
    if (NAMES.contains(name)) {
      return resource(name);
    }
    String unknown = "there is no scenario " + name.replaceAll("\\p{Cntrl}", "?");
    throw new BadScenarioException(
        unknown + Nearest.question(name, NAMES) + "\nthere are: " + String.join(", ", NAMES));
  }

  /** What comes with Martlet is whole: that it cannot be read is our fault, not the user's. */
  private static Scenario resource(String name) {
    String file = name + SUFFIX;
    try (InputStream in = ScenarioFile.class.getResourceAsStream(file)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return ScenarioReader.read(name, file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (BadScenarioException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(Path file) throws BadScenarioException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new BadScenarioException(file + ": larger than 64 KiB: make it smaller");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new BadScenarioException(file + ": not UTF-8 text: save it as UTF-8");
    } catch (NoSuchFileException e) {
      throw new BadScenarioException(file + ": there is no such file");
    } catch (IOException e) {
      throw new BadScenarioException(file + ": cannot be read: check that it is a readable file");
    }
  }
}
