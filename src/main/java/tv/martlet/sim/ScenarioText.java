package tv.martlet.sim;

import com.electronwill.nightconfig.core.UnmodifiableConfig;
import com.electronwill.nightconfig.core.io.ParsingException;
import com.electronwill.nightconfig.toml.TomlParser;
import java.io.FilterReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys and tables of a TOML text in the order of their lines. */
final class ScenarioText {
  /** Tables and lists in one another. */
  static final int MAX_DEPTH = 8;

  /** The parser lets whole numbers beyond 64 bits wrap around; written so, they are large. */
  private static final Pattern HUGE =
      Pattern.compile(TomlLines.ASIDE + "|(?<![\\w.+-])[+-]?\\d[\\d_]{18,}+(?![\\w.])");

  private final TomlLines lines;
  private final List<Entry> entries = new ArrayList<>();

  private ScenarioText(TomlLines lines) {
    this.lines = lines;
  }

  /**
   * A key or a table.
   *
   * @param path such as {@code network.jitter} or {@code uplink[0].share}
   * @param value a String, Long, Double, Boolean, a time, a List of these, or null for a table
   */
  record Entry(String path, Object value, int line) {}

  /** A text that is no TOML, or nested too deep. */
  static final class BadTomlException extends Exception {
    private static final long serialVersionUID = 1;
    private final int line;

    private BadTomlException(int line, String message) {
      super(message);
      this.line = line;
    }

    int line() {
      return line;
    }
  }

  static List<Entry> read(String text) throws BadTomlException {
    TomlLines lines = TomlLines.of(text);
    if (lines.deeperThan(MAX_DEPTH) > 0) {
      throw tooDeep(lines.deeperThan(MAX_DEPTH));
    }
    ScenarioText found = new ScenarioText(lines);
    found.table(parse(text), "", 0);
    found.entries.sort(Comparator.comparingInt(Entry::line));
    return found.entries;
  }

  private static BadTomlException tooDeep(int line) {
    return new BadTomlException(line, "nested deeper than " + MAX_DEPTH + ": flatten it");
  }

  private static UnmodifiableConfig parse(String text) throws BadTomlException {
    String plain = HUGE.matcher(text).replaceAll(m -> Matcher.quoteReplacement(large(m.group())));
    // The parser wants a line end after the last table's head.
    Counting reader = new Counting(plain + "\n");
    try {
      return new TomlParser().parse(reader);
    } catch (ParsingException e) {
      throw new BadTomlException(
          Math.min(reader.line, Math.max(1, (int) text.stripTrailing().lines().count())),
          "not TOML: " + reason(e));
    }
  }

  private static String large(String token) {
    return "\"'#".indexOf(token.charAt(0)) < 0 ? token + ".0" : token;
  }

  private static String reason(ParsingException e) {
    String message = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    return message.equals("Not enough data available")
        ? "the file ends in the middle of something: close what is open"
        : message.replaceFirst("^Invalid TOML data: ", "");
  }

  private void table(UnmodifiableConfig table, String path, int depth) throws BadTomlException {
    if (depth > MAX_DEPTH) {
      throw tooDeep(lines.line(path));
    }
    for (UnmodifiableConfig.Entry entry : table.entrySet()) {
      String key = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
      add(key, entry.getRawValue(), depth);
    }
  }

  private void add(String path, Object value, int depth) throws BadTomlException {
    if (value instanceof UnmodifiableConfig table) {
      // What dotted keys alone make has no head.
      if (lines.has(path)) {
        entries.add(new Entry(path, null, lines.line(path)));
      }
      table(table, path, depth + 1);
    } else if (value instanceof List<?> list && isOfTables(list)) {
      for (int i = 0; i < list.size(); i++) {
        String each = path + "[" + i + "]";
        entries.add(new Entry(each, null, lines.line(each)));
        table((UnmodifiableConfig) list.get(i), each, depth + 1);
      }
    } else {
      entries.add(new Entry(path, plain(value), lines.line(path)));
    }
  }

  private static boolean isOfTables(List<?> list) {
    return !list.isEmpty() && list.stream().allMatch(each -> each instanceof UnmodifiableConfig);
  }

  private static Object plain(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(ScenarioText::plain).toList();
    }
    return value instanceof Integer whole ? (Object) whole.longValue() : value;
  }

  /** Counts the lines that the parser has read, which tells where it gave up. */
  private static final class Counting extends FilterReader {
    private int line = 1;
    private boolean ended;

    Counting(String text) {
      super(new StringReader(text));
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count(read);
      return read;
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
      // One at a time: what is read ahead would count too early.
      int read = length == 0 ? 0 : read();
      if (read >= 0 && length > 0) {
        into[offset] = (char) read;
      }
      return length == 0 ? 0 : read < 0 ? -1 : 1;
    }

    /** A line is counted when the first character of the next one is read. */
    private void count(int read) {
      line += ended ? 1 : 0;
      ended = read == '\n';
    }
  }
}
