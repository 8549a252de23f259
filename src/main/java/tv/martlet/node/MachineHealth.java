package tv.martlet.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tv.martlet.http.BoardHealth;

/** How the machine under the node fares, as its kernel tells in small files. */
final class MachineHealth {
  private static final int MAX_BYTES = 8192;
  private final Path root;

  /**
   * Of a machine whose files are below a folder.
   *
   * @param root {@code /} for this one
   */
  MachineHealth(Path root) {
    this.root = root;
  }

  BoardHealth now() {
    tv.martlet.board.BoardHealth board = tv.martlet.board.BoardHealth.now();
    String memory = text("proc/meminfo");
    long total = kibibytes(memory, "MemTotal");
    long free = kibibytes(memory, "MemAvailable");
    long own = kibibytes(text("proc/self/status"), "VmRSS");
    return new BoardHealth(
        board.celsius(),
        throttling(board),
        new BoardHealth.Memory(own, total == 0 ? 0 : Math.max(0, total - free), total),
        seconds(text("proc/uptime")));
  }

  private static List<String> throttling(tv.martlet.board.BoardHealth board) {
    List<String> all = new ArrayList<>();
    if (board.underVoltage()) {
      all.add("too little voltage");
    }
    if (board.slowed()) {
      all.add("slowed down");
    }
    return all;
  }

  /** Bytes of a row such as {@code MemTotal: 123 kB}; 0 where there is none. */
  private static long kibibytes(String text, String key) {
    Matcher row = Pattern.compile("(?m)^" + key + ":\\s+(\\d{1,15}) kB").matcher(text);
    return row.find() ? Long.parseLong(row.group(1)) << 10 : 0;
  }

  private static long seconds(String uptime) {
    Matcher whole = Pattern.compile("^(\\d{1,12})\\.").matcher(uptime);
    return whole.find() ? Long.parseLong(whole.group(1)) : 0;
  }

  private String text(String file) {
    try (InputStream in = Files.newInputStream(root.resolve(file))) {
      return new String(in.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return ""; // not every machine tells
    }
  }
}
