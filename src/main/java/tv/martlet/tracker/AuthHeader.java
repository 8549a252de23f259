package tv.martlet.tracker;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parameters of one {@code Digest} header field (RFC 7616 §3.3, §3.4). */
record AuthHeader(Map<String, String> parameters) {
  private static final int MOST_CHARS = 2048;

  /** Possessive throughout, so that no text makes it go back and forth. */
  private static final Pattern PARAMETER =
      Pattern.compile(
          "\\s*+([A-Za-z0-9*_-]++)\\s*+=\\s*+(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s,\"]++))"
              + "\\s*+(?:,|$)");

  /** Empty for another scheme, for what is too long, doubled or not in the grammar. */
  static Optional<AuthHeader> parse(String header) {
    if (header == null
        || header.length() > MOST_CHARS
        || !header.regionMatches(true, 0, "Digest ", 0, 7)) {
      return Optional.empty();
    }
    Map<String, String> parameters = new HashMap<>();
    Matcher matcher = PARAMETER.matcher(header);
    int at = 7;
    while (at < header.length()) {
      matcher.region(at, header.length());
      if (!matcher.lookingAt()) {
        return Optional.empty();
      }
      String value = matcher.group(3) == null ? unquoted(matcher.group(2)) : matcher.group(3);
      if (parameters.put(matcher.group(1).toLowerCase(Locale.ROOT), value) != null) {
        return Optional.empty();
      }
      at = matcher.end();
    }
    return Optional.of(new AuthHeader(parameters));
  }

  private static String unquoted(String quoted) {
    return quoted.indexOf('\\') < 0 ? quoted : quoted.replaceAll("\\\\(.)", "$1");
  }

  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  String get(String name) {
    return parameters.getOrDefault(name, "");
  }
}
