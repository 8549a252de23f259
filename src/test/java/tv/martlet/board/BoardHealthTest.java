package tv.martlet.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Temperature and power out of trees of files as boards have them. */
class BoardHealthTest {
  private static final String TEMPERATURE = "sys/class/thermal/thermal_zone0/temp";
  private static final String THROTTLED = "sys/devices/platform/soc/soc:firmware/get_throttled";

  @TempDir Path root;

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  @Test
  void nothingIsKnownWhereThereIsNothing() {
    BoardHealth health = BoardHealth.read(root);
    BoardHealth.Memory none = new BoardHealth.Memory(0, 0, 0);
    assertEquals(new BoardHealth(OptionalDouble.empty(), OptionalInt.empty(), none, 0), health);
    assertEquals("", health.problem());
  }

  @Test
  void aBoardThatIsWell() throws IOException {
    write(TEMPERATURE, "48312\n");
    write(THROTTLED, "0\n");
    BoardHealth health = BoardHealth.read(root);
    assertEquals(48.312, health.celsius().orElseThrow());
    assertEquals("", health.problem());
    assertFalse(health.slowed() || health.underVoltage() || health.wasSlowed());
  }

  @Test
  void theFirmwaresBits() throws IOException {
    write(THROTTLED, "50005\n"); // under-voltage and throttled, now and before
    BoardHealth health = BoardHealth.read(root);
    assertTrue(health.underVoltage() && health.wasUnderVoltage());
    assertTrue(health.slowed() && health.wasSlowed());
    assertTrue(health.problem().contains("use the supply"), health.problem());
    assertEquals(List.of("too little voltage", "slowed down"), health.throttling());
    write(THROTTLED, "0x80008");
    assertTrue(BoardHealth.read(root).problem().contains("heat sink"));
    write(THROTTLED, "10000");
    health = BoardHealth.read(root);
    assertTrue(health.wasUnderVoltage());
    assertFalse(health.underVoltage());
    assertEquals("", health.problem());
  }

  @Test
  void underVoltageAsASensorsAlarm() throws IOException {
    write("sys/class/hwmon/hwmon0/name", "cpu_thermal\n");
    write("sys/class/hwmon/hwmon3/name", "rpi_volt\n");
    write("sys/class/hwmon/hwmon3/in0_lcrit_alarm", "0\n");
    assertEquals(OptionalInt.of(0), BoardHealth.read(root).throttled());
    write("sys/class/hwmon/hwmon3/in0_lcrit_alarm", "1\n");
    assertTrue(BoardHealth.read(root).underVoltage());
    write("sys/class/hwmon/hwmon3/in0_lcrit_alarm", "2147483647");
    assertFalse(BoardHealth.read(root).slowed());
  }

  @Test
  void onlySoManySensorsAreLookedAt() throws IOException {
    write("sys/class/hwmon/hwmon16/name", "rpi_volt\n");
    write("sys/class/hwmon/hwmon16/in0_lcrit_alarm", "1\n");
    assertEquals(OptionalInt.empty(), BoardHealth.read(root).throttled());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hot", "99999999999", "-60001", "200001", "1 2", "\0"})
  void nonsenseIsUnknown(String text) throws IOException {
    write(TEMPERATURE, text);
    assertEquals(OptionalDouble.empty(), BoardHealth.read(root).celsius());
  }

  @Test
  void memoryAndTimeSinceTheStart() throws IOException {
    write("proc/meminfo", "MemTotal:  1000 kB\nMemFree: 1 kB\nMemAvailable:  400 kB\n");
    write("proc/self/status", "Name:\tjava\nVmRSS:\t   80 kB\n");
    write("proc/uptime", "12345.67 1.0\n");
    BoardHealth health = BoardHealth.read(root);
    assertEquals(new BoardHealth.Memory(80 << 10, 600 << 10, 1000 << 10), health.memory());
    assertEquals(12345, health.uptimeSeconds());
    write("proc/meminfo", "MemTotal: " + "9".repeat(16) + " kB\nMemAvailable: -1 kB\n");
    write("proc/uptime", "soon");
    assertEquals(0, BoardHealth.read(root).memory().total());
    assertEquals(0, BoardHealth.read(root).uptimeSeconds());
    assertTrue(BoardHealth.now().memory().process() > 1 << 20, "this one tells");
  }

  @Test
  void aHugeFileIsNotRead() throws IOException {
    write(TEMPERATURE, "4".repeat(1 << 20));
    assertEquals(OptionalDouble.empty(), BoardHealth.read(root).celsius());
  }
}
