package tv.martlet.remote;

import java.util.LinkedHashMap;
import java.util.Map;

/** Commands that came lately, so that one that comes twice is carried out once. */
final class Seen {
  private static final int MAX = 1024;
  private static final long REMEMBERED_MILLIS = 300_000;

  private final Map<String, Long> commands = new LinkedHashMap<>();

  /** Whether the same came lately; remembers it otherwise. */
  boolean isRepeated(String key, long nowMillis) {
    Long before = commands.get(key);
    if (before != null && nowMillis - before < REMEMBERED_MILLIS) {
      return true;
    }
    commands.remove(key); // to stand at the end
    commands.put(key, nowMillis);
    if (commands.size() > MAX) {
      commands.remove(commands.keySet().iterator().next());
    }
    return false;
  }
}
