package tv.martlet.board;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the board itself fares, as its kernel tells in small files.
 *
 * @param celsius of the processor; empty where unknown
 * @param throttled the firmware's bits; empty where unknown
 * @param uptimeSeconds since the board began; 0 where unknown
 */
public record BoardHealth(
    OptionalDouble celsius, OptionalInt throttled, Memory memory, long uptimeSeconds) {
  private static final String TEMPERATURE = "sys/class/thermal/thermal_zone0/temp";
  private static final String THROTTLED = "sys/devices/platform/soc/soc:firmware/get_throttled";
  private static final int MAX_NUMBER = 32;
  private static final int MAX_TABLE = 8192;
  private static final int MAX_SENSORS = 16;
  private static final double COLDEST = -60;
  private static final double HOTTEST = 200;

  // The bits of get_throttled: now in the low half, since the start in the high half.
  private static final int UNDER_VOLTAGE = 1;
  private static final int SLOWED =
      2 | 4 | 8; // frequency capped, throttled, soft temperature limit
  private static final int SEEN = 16;

  private static final Pattern UPTIME = Pattern.compile("(\\d{1,12})\\.\\d+ .*");

  /**
   * Bytes; each 0 where unknown.
   *
   * @param process resident memory of this process
   * @param used of the board, without what caches would give back
   * @param total of the board
   */
  public record Memory(long process, long used, long total) {
    private static Memory of(String board, String process) {
      long total = bytes(board, "MemTotal");
      long free = bytes(board, "MemAvailable");
      return new Memory(bytes(process, "VmRSS"), Math.max(0, total - free), total);
    }

    /** Of a row such as {@code MemTotal: 123 kB}. */
    private static long bytes(String table, String key) {
      Matcher row = Pattern.compile("(?m)^" + key + ":\\s+(\\d{1,15}) kB").matcher(table);
      return row.find() ? Long.parseLong(row.group(1)) << 10 : 0;
    }
  }

  /** This machine's; reads a few small files. */
  public static BoardHealth now() {
    return read(Path.of("/"));
  }

  /** That of a machine whose files are below {@code root}. */
  static BoardHealth read(Path root) {
    OptionalInt milli = number(root.resolve(TEMPERATURE), 10);
    double celsius = milli.orElse(0) / 1e3;
    boolean known = milli.isPresent() && celsius >= COLDEST && celsius <= HOTTEST;
    OptionalInt bits = number(root.resolve(THROTTLED), 16);
    return new BoardHealth(
        known ? OptionalDouble.of(celsius) : OptionalDouble.empty(),
        bits.isPresent() ? bits : alarm(root.resolve("sys/class/hwmon")),
        Memory.of(
            text(root.resolve("proc/meminfo"), MAX_TABLE),
            text(root.resolve("proc/self/status"), MAX_TABLE)),
        uptime(text(root.resolve("proc/uptime"), MAX_NUMBER)));
  }

  private static long uptime(String text) {
    Matcher row = UPTIME.matcher(text);
    return row.matches() ? Long.parseLong(row.group(1)) : 0;
  }

  /** Newer kernels hide the firmware's bits, but tell under-voltage as an alarm of a sensor. */
  private static OptionalInt alarm(Path sensors) {
    for (int i = 0; i < MAX_SENSORS; i++) {
      Path sensor = sensors.resolve("hwmon" + i);
      if (text(sensor.resolve("name"), MAX_NUMBER).equals("rpi_volt")) {
        OptionalInt alarm = number(sensor.resolve("in0_lcrit_alarm"), 10);
        return alarm.isEmpty() ? alarm : OptionalInt.of(alarm.getAsInt() == 0 ? 0 : UNDER_VOLTAGE);
      }
    }
    return OptionalInt.empty();
  }

  private static OptionalInt number(Path file, int radix) {
    try {
      return OptionalInt.of(
          Integer.parseInt(text(file, MAX_NUMBER).replaceFirst("^0[xX]", ""), radix));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  private static String text(Path file, int mostBytes) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(mostBytes), StandardCharsets.US_ASCII).trim();
    } catch (IOException e) {
      return ""; // not every machine tells
    }
  }

  private boolean has(int bits) {
    return (throttled.orElse(0) & bits) != 0;
  }

  /** The supply is too weak now. */
  public boolean underVoltage() {
    return has(UNDER_VOLTAGE);
  }

  /** It was too weak at some time since the start. */
  public boolean wasUnderVoltage() {
    return has(UNDER_VOLTAGE << SEEN);
  }

  /** The processor is slowed down now, by heat or a weak supply. */
  public boolean slowed() {
    return has(SLOWED);
  }

  /** It was slowed down at some time since the start. */
  public boolean wasSlowed() {
    return has(SLOWED << SEEN);
  }

  /** What holds the board back now, in a few words each. */
  public List<String> throttling() {
    List<String> all = new ArrayList<>();
    if (underVoltage()) {
      all.add("too little voltage");
    }
    if (slowed()) {
      all.add("slowed down");
    }
    return all;
  }

  /** What to do about it as a sentence; empty when all is well. */
  public String problem() {
    if (underVoltage()) {
      return "the board gets too little voltage: use the supply and cable made for it";
    }
    if (slowed()) {
      return "the board slows itself down because it is hot: give it a heat sink or more air";
    }
    return "";
  }
}
