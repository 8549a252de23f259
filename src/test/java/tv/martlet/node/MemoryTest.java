package tv.martlet.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What survives a restart. */
class MemoryTest {
  private static final Remembered SOME = new Remembered("a", "b", 40, true);

  @TempDir Path dir;

  private final Clerk clerk = new Clerk();

  @AfterEach
  void end() {
    clerk.close();
  }

  private Memory open() {
    return new Memory(dir.resolve("new folder/kept.json"), clerk);
  }

  @Test
  void isWrittenAWhileLaterAndReadBack() {
    Memory memory = open();
    assertEquals(Remembered.DEFAULT, memory.get());
    clerk.call(() -> memory.remember(SOME.withSound(1, false)));
    clerk.call(() -> memory.remember(SOME));
    assertFalse(Files.exists(dir.resolve("new folder/kept.json")), "not at once");
    Nodes.await(() -> open().get().equals(SOME), () -> open().get().toString());
  }

  @Test
  void isWrittenAtTheEndAndNotWithoutNeed() throws Exception {
    Memory memory = open();
    memory.remember(SOME);
    memory.close();
    assertEquals(SOME, open().get());
    Path file = dir.resolve("new folder/kept.json");
    FileTime before = FileTime.fromMillis(1_000);
    Files.setLastModifiedTime(file, before);
    Memory again = open();
    again.remember(SOME.withChannel("x", "y"));
    again.remember(SOME);
    again.close();
    assertEquals(before, Files.getLastModifiedTime(file));
  }

  @Test
  void aBadFileGivesDefaults() throws Exception {
    Path file = dir.resolve("bad");
    for (String bad :
        List.of(
            "",
            "null",
            "[]",
            "{",
            "{\"volume\":50}",
            "{\"channel\":\"a\",\"play\":\"\",\"volume\":101,\"muted\":false}",
            "{\"channel\":\"a\",\"play\":\"\",\"volume\":-1,\"muted\":false}",
            "{\"channel\":{},\"play\":\"\",\"volume\":1,\"muted\":false}",
            " ".repeat(Memory.MAX_BYTES) + "{}")) {
      Files.writeString(file, bad);
      assertEquals(Remembered.DEFAULT, new Memory(file, clerk).get(), bad);
    }
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
    assertEquals(Remembered.DEFAULT, new Memory(file, clerk).get());
    assertEquals(Remembered.DEFAULT, new Memory(dir, clerk).get());
  }
}
