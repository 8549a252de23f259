package tv.martlet.config;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes raw values as TOML. */
final class TomlText {
  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_-]+");

  private TomlText() {}

  static String value(Object raw) {
    if (raw instanceof List<?> list) {
      return list.stream().map(TomlText::value).collect(Collectors.joining(", ", "[", "]"));
    }
    if (raw instanceof Map<?, ?> map) {
      return map.isEmpty()
          ? "{}"
          : map.entrySet().stream()
              .map(e -> key(e.getKey().toString()) + " = " + value(e.getValue()))
              .collect(Collectors.joining(", ", "{ ", " }"));
    }
    return raw instanceof String text ? quote(text) : String.valueOf(raw);
  }

  static String key(String name) {
    return BARE.matcher(name).matches() ? name : quote(name);
  }

  private static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ' || c == 0x7f) {
            quoted.append(String.format("\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
