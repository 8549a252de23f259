package tv.martlet.board;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How the board itself fares, as its kernel says.
 *
 * @param celsius of the processor; empty where unknown
 * @param throttled the firmware's bits; empty where unknown
 */
public record BoardHealth(OptionalDouble celsius, OptionalInt throttled) {
  private static final String TEMPERATURE = "sys/class/thermal/thermal_zone0/temp";
  private static final String THROTTLED = "sys/devices/platform/soc/soc:firmware/get_throttled";
  private static final int MAX_BYTES = 32;
  private static final int MAX_SENSORS = 16;
  private static final double COLDEST = -60;
  private static final double HOTTEST = 200;

  // The bits of get_throttled: now in the low half, since the start in the high half.
  private static final int UNDER_VOLTAGE = 1;
  private static final int SLOWED =
      2 | 4 | 8; // frequency capped, throttled, soft temperature limit
  private static final int SEEN = 16;

  /** This machine's; reads three small files. */
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
        bits.isPresent() ? bits : alarm(root.resolve("sys/class/hwmon")));
  }

  /** Newer kernels hide the firmware's bits, but tell under-voltage as an alarm of a sensor. */
  private static OptionalInt alarm(Path sensors) {
    for (int i = 0; i < MAX_SENSORS; i++) {
      Path sensor = sensors.resolve("hwmon" + i);
      if (text(sensor.resolve("name")).equals("rpi_volt")) {
        OptionalInt alarm = number(sensor.resolve("in0_lcrit_alarm"), 10);
        return alarm.isEmpty() ? alarm : OptionalInt.of(alarm.getAsInt() == 0 ? 0 : UNDER_VOLTAGE);
      }
    }
    return OptionalInt.empty();
  }

  private static OptionalInt number(Path file, int radix) {
    try {
      return OptionalInt.of(Integer.parseInt(text(file).replaceFirst("^0[xX]", ""), radix));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  private static String text(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII).trim();
    } catch (IOException e) {
      return "";
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
