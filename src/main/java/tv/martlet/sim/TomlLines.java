package tv.martlet.sim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds on which line of a TOML text each key and table stands, since the parser does not tell. */
final class TomlLines {
  /** Texts and comments: what is in them is neither a key nor a bracket. */
  static final String ASIDE =
      "\"(?:[^\"\\\\\\n]*+\\\\.){0,200}+[^\"\\\\\\n]*+\"|'[^'\\n]*+'|#[^\\n]*+";

  private static final Pattern HEAD =
      Pattern.compile("\\s*+(\\[\\[?+)([^\\[\\]#]++)]{1,2}\\s*+(#.*)?");
  private static final Pattern KEY = Pattern.compile("\\s*+([\\w\"'.-][\\w\"'.\\s-]*+)=.*");
  private static final Pattern NAME_ASIDE = Pattern.compile("[\\s\"']");
  private static final Pattern TEXTS = Pattern.compile(ASIDE);

  private final Map<String, Integer> lines = new HashMap<>();
  private final Map<String, Integer> several = new HashMap<>();
  private final List<String> text;
  private String table = "";

  private TomlLines(String text) {
    this.text = text.lines().toList();
  }

  static TomlLines of(String text) {
    TomlLines lines = new TomlLines(text);
    for (int i = 0; i < lines.text.size(); i++) {
      lines.take(lines.text.get(i), i + 1);
    }
    return lines;
  }

  private void take(String line, int number) {
    Matcher head = HEAD.matcher(line);
    Matcher key = KEY.matcher(line);
    if (head.matches()) {
      String name = name(head.group(2));
      boolean one = head.group(1).length() == 1;
      table = one ? name : name + "[" + (several.merge(name, 1, Integer::sum) - 1) + "]";
      lines.putIfAbsent(table, number);
    } else if (key.matches()) {
      String name = name(key.group(1));
      lines.putIfAbsent(table.isEmpty() ? name : table + "." + name, number);
    }
  }

  private static String name(String written) {
    return NAME_ASIDE.matcher(written).replaceAll("");
  }

  /** Whether a line is about this key or table itself. */
  boolean has(String path) {
    return lines.containsKey(path);
  }

  /** Line of the key, of the nearest table above it, or 0. */
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

  /** The first line on which more brackets are open, or more tables in one another, or 0. */
  int deeperThan(int most) {
    int depth = 0;
    for (int i = 0; i < text.size(); i++) {
      Matcher key = KEY.matcher(text.get(i));
      if (key.matches() && key.group(1).chars().filter(c -> c == '.').count() > most) {
        return i + 1;
      }
      String bare = TEXTS.matcher(text.get(i)).replaceAll("");
      for (int at = 0; at < bare.length(); at++) {
        char c = bare.charAt(at);
        depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
        if (depth > most) {
          return i + 1;
        }
      }
    }
    return 0;
  }
}
