package tv.martlet.node;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.tinylog.core.LogEntry;
import org.tinylog.core.LogEntryValue;
import org.tinylog.writers.Writer;

/**
 * The newest lines of the log, for those who read it from afar. The log makes one of these by its
 * name in {@code tinylog.properties}; the log is one a process, and so are its lines.
 */
public final class LogRing implements Writer {
  static final int MAX_LINES = 500;
  private static final int MAX_LENGTH = 500;
  private static final Deque<String> LINES = new ArrayDeque<>();

  /** What tinylog calls, with the writer's settings. */
  public LogRing(Map<String, String> properties) {}

  @Override
  public Collection<LogEntryValue> getRequiredLogEntryValues() {
    return EnumSet.of(
        LogEntryValue.DATE, LogEntryValue.LEVEL, LogEntryValue.CLASS, LogEntryValue.MESSAGE);
  }

  @Override
  public void write(LogEntry entry) {
    String place = entry.getClassName();
    String line =
        entry.getTimestamp().toInstant()
            + " "
            + entry.getLevel()
            + " "
            + place.substring(place.lastIndexOf('.') + 1)
            + ": "
            + entry.getMessage();
    synchronized (LINES) {
      LINES.addLast(line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) + "…" : line);
      if (LINES.size() > MAX_LINES) {
        LINES.removeFirst();
      }
    }
  }

  /** The newest lines, the oldest of them first. */
  static List<String> newest(int lines) {
    synchronized (LINES) {
      return LINES.stream().skip(Math.max(0, LINES.size() - lines)).toList();
    }
  }

  @Override
  public void flush() {
    // Nothing is held back.
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
