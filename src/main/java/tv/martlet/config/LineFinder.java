package tv.martlet.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds on which line of a TOML text each key stands, since the parser does not tell. It walks over
 * the text without judging it: where the text is wrong it stops, and the parser says why.
 */
final class LineFinder {
  /** Brackets in brackets that a value may have; deeper ones are refused before parsing. */
  static final int MAX_DEPTH = 8;

  private final String text;
  private final Map<String, Integer> lines = new HashMap<>();
  private final Map<String, String> values = new HashMap<>();
  private final Map<String, Integer> tables = new HashMap<>();
  private int at;
  private int line = 1;
  private int tooDeep;

  private LineFinder(String text) {
    this.text = text;
  }

  static LineFinder of(String text) {
    LineFinder finder = new LineFinder(text);
    finder.walk();
    return finder;
  }

  /** Line of the key, of the nearest key above it, or 0. */
  int line(String path) {
    String key = path;
    while (!lines.containsKey(key)) {
      int end = Math.max(key.lastIndexOf('.'), key.lastIndexOf('['));
      if (end <= 0) {
        return 0;
      }
      key = key.substring(0, end);
    }
    return lines.get(key);
  }

  /** The value of the key as it is written, or empty. */
  String written(String path) {
    return values.getOrDefault(path, "");
  }

  /** First line on which brackets are nested deeper than {@link #MAX_DEPTH}, or 0. */
  int tooDeep() {
    return tooDeep;
  }

  private void walk() {
    String table = "";
    while (skipBlank() && tooDeep == 0) {
      boolean header = peek() == '[';
      int start = line;
      if (header) {
        table = header();
      } else {
        String key = keys('=');
        String path = table.isEmpty() ? key : table + "." + key;
        at++;
        int from = Math.min(at, text.length());
        skipValue();
        note(path, start);
        values.putIfAbsent(path, text.substring(from, at).trim());
      }
    }
  }

  /** Reads {@code [a.b]} or {@code [[a]]}, which becomes {@code a[0]}, {@code a[1]}, … */
  private String header() {
    int start = line;
    boolean array = text.startsWith("[[", at);
    at += array ? 2 : 1;
    String name = keys(']');
    at += array ? 2 : 1;
    note(name, start);
    if (!array) {
      return name;
    }
    String path = name + "[" + (tables.merge(name, 1, Integer::sum) - 1) + "]";
    note(path, start);
    return path;
  }

  private void note(String path, int where) {
    lines.putIfAbsent(path, where);
    for (int dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
      lines.putIfAbsent(path.substring(0, dot), where);
    }
  }

  /** Reads a dotted key up to (not over) the mark or the end of the line. */
  private String keys(char mark) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    while (at < text.length() && peek() != mark && peek() != '\n') {
      char c = peek();
      if (c == '"' || c == '\'') {
        int from = at + 1;
        skipString();
        part.append(text, Math.min(from, at), Math.max(from, at - 1));
      } else {
        if (c == '.') {
          parts.add(part.toString().trim());
          part.setLength(0);
        } else {
          part.append(c);
        }
        at++;
      }
    }
    parts.add(part.toString().trim());
    return String.join(".", parts);
  }

  /** Skips white space, line ends and comments; false at the end of the text. */
  private boolean skipBlank() {
    while (at < text.length()) {
      if (peek() == '#') {
        skipComment();
      } else if (Character.isWhitespace(peek())) {
        step();
      } else {
        return true;
      }
    }
    return false;
  }

  private void skipComment() {
    while (at < text.length() && peek() != '\n') {
      at++;
    }
  }

  private void skipValue() {
    int depth = 0;
    while (at < text.length() && (depth > 0 || peek() != '\n')) {
      char c = peek();
      if (c == '"' || c == '\'') {
        skipString();
      } else if (c == '#') {
        skipComment();
      } else {
        depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
        if (depth > MAX_DEPTH && tooDeep == 0) {
          tooDeep = line;
        }
        step();
      }
    }
  }

  private void skipString() {
    char quote = peek();
    String three = String.valueOf(quote).repeat(3);
    boolean manyLines = text.startsWith(three, at);
    at += manyLines ? 3 : 1;
    while (at < text.length() && (manyLines || peek() != '\n')) {
      if (peek() == '\\' && quote == '"') {
        at++;
        step();
      } else if (manyLines ? text.startsWith(three, at) : peek() == quote) {
        at += manyLines ? 3 : 1;
        return;
      } else {
        step();
      }
    }
  }

  private char peek() {
    return text.charAt(at);
  }

  private void step() {
    if (at < text.length() && text.charAt(at) == '\n') {
      line++;
    }
    at = Math.min(at + 1, text.length());
  }
}
