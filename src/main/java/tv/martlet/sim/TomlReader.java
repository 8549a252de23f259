package tv.martlet.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the part of TOML that scenarios need, with the line of each key: {@code [table]}, {@code
 * [[table]]}, bare and dotted keys, texts on one line, numbers, booleans and lists. Whatever else
 * TOML has is refused with a sentence.
 */
final class TomlReader {
  /** Most keys and tables of a text. */
  static final int MAX_ENTRIES = 1_000;

  /** Longest dotted key of one line. */
  static final int MAX_KEY = 128;

  /** Lists in lists. */
  static final int MAX_DEPTH = 4;

  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_+.:-]{1,64}");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?\\d+(_\\d+)*(\\.\\d+(_\\d+)*)?([eE][+-]?\\d{1,4})?");
  private static final int LONG_DIGITS = 18;

  private final String text;
  private final List<Entry> entries = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private final Map<String, Integer> tables = new HashMap<>();
  private String table = "";
  private int at;
  private int line = 1;

  private TomlReader(String text) {
    this.text = text;
  }

  /**
   * A key or a table.
   *
   * @param path such as {@code network.jitter} or {@code uplink[0].share}
   * @param value a String, Long, Double, Boolean, List of these, or null for the head of a table
   */
  record Entry(String path, Object value, int line) {}

  /** A text that is no TOML, or more of it than is read here. */
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
    TomlReader reader = new TomlReader(text);
    while (reader.skipBlank()) {
      if (reader.peek() == '[') {
        reader.header();
      } else {
        reader.keyAndValue();
      }
      reader.endOfLine();
    }
    return reader.entries;
  }

  private void header() throws BadTomlException {
    boolean array = text.startsWith("[[", at);
    String close = array ? "]]" : "]";
    at += close.length();
    String name = key();
    if (!text.startsWith(close, at)) {
      throw bad("expected " + close + " after the table's name");
    }
    at += close.length();
    table = array ? name + "[" + (tables.merge(name, 1, Integer::sum) - 1) + "]" : name;
    add(table, null, line);
  }

  private void keyAndValue() throws BadTomlException {
    int start = line;
    String key = key();
    if (peek() != '=') {
      throw bad("expected = after the key " + key);
    }
    at++;
    skipSpace();
    add(table.isEmpty() ? key : table + "." + key, value(0), start);
  }

  private void add(String path, Object value, int where) throws BadTomlException {
    if (!seen.add(path)) {
      throw new BadTomlException(where, path + " is there twice: remove one");
    }
    if (entries.size() == MAX_ENTRIES) {
      throw new BadTomlException(where, "more than " + MAX_ENTRIES + " keys: remove some");
    }
    entries.add(new Entry(path, value, where));
  }

  /** Reads a dotted key and the space behind it. */
  private String key() throws BadTomlException {
    StringBuilder key = new StringBuilder();
    while (true) {
      skipSpace();
      key.append(word(BARE, "expected a key of letters, digits, _ and -"));
      if (key.length() > MAX_KEY) {
        throw bad("a key of more than " + MAX_KEY + " characters: shorten it");
      }
      skipSpace();
      if (peek() != '.') {
        return key.toString();
      }
      key.append('.');
      at++;
    }
  }

  private Object value(int depth) throws BadTomlException {
    char c = peek();
    if (c == '"' || c == '\'') {
      return string();
    }
    if (c == '[') {
      return list(depth + 1);
    }
    String word = word(PLAIN, "expected a number, a \"text\" or a [list]");
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      default -> number(word);
    };
  }

  private Object number(String word) throws BadTomlException {
    Matcher form = NUMBER.matcher(word);
    if (!form.matches()) {
      throw bad("expected a number, a \"text\" or a [list], found " + word);
    }
    String digits = word.replace("_", "");
    boolean whole = form.group(2) == null && form.group(4) == null;
    // What does not fit is out of every bound anyway.
    return whole && digits.length() <= LONG_DIGITS
        ? (Object) Long.valueOf(digits)
        : (Object) Double.valueOf(digits);
  }

  private List<Object> list(int depth) throws BadTomlException {
    if (depth > MAX_DEPTH) {
      throw bad("lists are nested deeper than " + MAX_DEPTH + ": flatten them");
    }
    List<Object> list = new ArrayList<>();
    at++;
    while (true) {
      needMore();
      if (peek() == ']') {
        at++;
        return list;
      }
      if (list.size() == MAX_ENTRIES) {
        throw bad("a list of more than " + MAX_ENTRIES + " values: shorten it");
      }
      list.add(value(depth));
      needMore();
      if (peek() == ',') {
        at++;
      } else if (peek() != ']') {
        throw bad("expected , or ] in the list");
      }
    }
  }

  private void needMore() throws BadTomlException {
    if (!skipBlank()) {
      throw bad("the list does not end: close it with ]");
    }
  }

  private String string() throws BadTomlException {
    char quote = peek();
    at++;
    StringBuilder string = new StringBuilder();
    while (peek() != quote) {
      if (peek() < ' ' && peek() != '\t') {
        throw bad("the text does not end on its line: close it with " + quote);
      }
      string.append(quote == '"' && peek() == '\\' ? escaped() : peek());
      at++;
    }
    at++;
    return string.toString();
  }

  private char escaped() throws BadTomlException {
    at++;
    return switch (peek()) {
      case '"' -> '"';
      case '\\' -> '\\';
      case 't' -> '\t';
      case 'n' -> '\n';
      default -> throw bad("expected \\\", \\\\, \\t or \\n after the backslash in a text");
    };
  }

  private String word(Pattern form, String expected) throws BadTomlException {
    Matcher word = form.matcher(text).region(at, text.length());
    if (!word.lookingAt()) {
      throw bad(expected);
    }
    at = word.end();
    return word.group();
  }

  private void endOfLine() throws BadTomlException {
    skipSpace();
    if (at < text.length() && peek() != '\n' && peek() != '#') {
      throw bad("expected the end of the line, found " + show(peek()));
    }
  }

  private static String show(char c) {
    return c < ' ' ? "a control character" : String.valueOf(c);
  }

  /** Skips space, line ends and comments; false at the end of the text. */
  private boolean skipBlank() {
    while (true) {
      skipSpace();
      if (at < text.length() && peek() == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      }
      if (at >= text.length()) {
        return false;
      }
      if (peek() != '\n') {
        return true;
      }
      line++;
      at++;
    }
  }

  private void skipSpace() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\r') {
      at++;
    }
  }

  /** The next character; NUL at the end of the text. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private BadTomlException bad(String message) {
    return new BadTomlException(line, message);
  }
}
