package tv.martlet.config;

import com.electronwill.nightconfig.core.UnmodifiableConfig;
import com.electronwill.nightconfig.core.io.ParsingException;
import com.electronwill.nightconfig.toml.TomlParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One settings file: its raw values and the line of each. */
final class TomlFile {
  /** Largest settings file, in bytes. */
  static final int MAX_BYTES = 1 << 20;

  private static final int LONG_DIGITS = 18;

  private final Path path;
  private final LineFinder finder;
  private final Map<String, Object> values;

  private TomlFile(Path path, LineFinder finder, Map<String, Object> values) {
    this.path = path;
    this.finder = finder;
    this.values = values;
  }

  /** A file that cannot be used, with the problem. */
  static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Problem problem;

    UnusableException(Path file, int line, String message) {
      super(message);
      this.problem = new Problem(new Origin.FileLine(file, line), "", message);
    }

    Problem problem() {
      return problem;
    }
  }

  static TomlFile read(Path path) throws UnusableException {
    String text = text(path);
    LineFinder finder = LineFinder.of(text);
    if (finder.tooDeep() > 0) {
      throw new UnusableException(
          path,
          finder.tooDeep(),
          "brackets are nested deeper than " + LineFinder.MAX_DEPTH + ": flatten the value");
    }
    // The parser wants a line end after the last table header.
    CountingReader reader = new CountingReader(text + "\n");
    try {
      TomlFile file = new TomlFile(path, finder, new LinkedHashMap<>());
      file.values.putAll(file.plain(new TomlParser().parse(reader), ""));
      return file;
    } catch (ParsingException e) {
      throw new UnusableException(path, reader.line(), "not TOML: " + oneLine(e));
    }
  }

  private static String oneLine(ParsingException e) {
    String message = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    return message.equals("Not enough data available")
        ? "the file ends in the middle of something: close what is open"
        : message.replaceFirst("^Invalid TOML data: ", "");
  }

  private static String text(Path path) throws UnusableException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new UnusableException(path, 0, "larger than 1 MiB: make it smaller");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new UnusableException(path, 0, "not UTF-8 text: save it as UTF-8");
    } catch (NoSuchFileException e) {
      throw new UnusableException(path, 0, "there is no such file");
    } catch (IOException e) {
      throw new UnusableException(path, 0, "cannot be read: check that it is a readable file");
    }
  }

  /** Top-level keys and their raw values. */
  Map<String, Object> values() {
    return values;
  }

  Origin origin(String key) {
    return new Origin.FileLine(path, finder.line(key));
  }

  private Map<String, Object> plain(UnmodifiableConfig config, String path) {
    Map<String, Object> plain = new LinkedHashMap<>();
    Map<String, Object> values = new HashMap<>();
    for (UnmodifiableConfig.Entry entry : config.entrySet()) {
      values.put(entry.getKey(), entry.getRawValue());
    }
    String above = path.isEmpty() ? "" : path + ".";
    // The parser forgets the order of the lines.
    values.keySet().stream()
        .sorted(Comparator.comparingInt((String key) -> finder.line(above + key)))
        .forEach(key -> plain.put(key, plain(values.get(key), above + key)));
    return plain;
  }

  private Object plain(Object value, String path) {
    if (value instanceof UnmodifiableConfig config) {
      return plain(config, path);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(element -> plain(element, path)).toList();
    }
    // The parser lets numbers beyond 64 bits wrap around: show such a one as it is written.
    String written = finder.written(path).split("[\\s#]", 2)[0];
    return value instanceof Number && written.length() > LONG_DIGITS ? written : value;
  }

  /** Counts the lines that the parser has read, which tells where it gave up. */
  private static final class CountingReader extends Reader {
    private final String text;
    private int at;

    CountingReader(String text) {
      this.text = text;
    }

    /** Line of the character read last, blank lines at the end left aside. */
    int line() {
      int last = Math.max(0, Math.min(at - 1, text.stripTrailing().length() - 1));
      return 1 + (int) text.substring(0, last).chars().filter(c -> c == '\n').count();
    }

    @Override
    public int read() {
      return at < text.length() ? text.charAt(at++) : -1;
    }

    @Override
    public int read(char[] into, int offset, int length) {
      int count = Math.min(length, text.length() - at);
      if (count <= 0) {
        return -1;
      }
      text.getChars(at, at + count, into, offset);
      at += count;
      return count;
    }

    @Override
    public void close() {
      // nothing is held
    }
  }
}
