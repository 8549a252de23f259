package tv.martlet.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tv.martlet.chunk.SwarmId;

/** Quick zapping in a process that may have four rings of direct memory and no more. */
class ZapMemoryTest {
  private static final int CHANNELS = 25;
  private static final int ZAPS = 50;

  @TempDir Path dir;

  @Test
  void fiftyZapsFitInSixtyFourMebibytes() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx48m",
                "-XX:MaxDirectMemorySize=64m",
                "-XX:+DisableExplicitGC", // which Java tries when direct memory is short
                "-cp",
                System.getProperty("java.class.path"),
                Zapper.class.getName(),
                dir.toString())
            .redirectErrorStream(true)
            .start();
    try {
      String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(child.waitFor(60, TimeUnit.SECONDS), said);
      assertEquals(0, child.exitValue(), said);
      assertTrue(said.contains(ZAPS + " zaps"), said);
    } finally {
      child.destroyForcibly();
    }
  }

  /** The child: a box with a screen of straw and a list of channels that nobody sends. */
  static final class Zapper {
    private Zapper() {}

    public static void main(String[] words) throws Exception {
      Path dir = Path.of(words[0]);
      List<String> list = new ArrayList<>(List.of("#EXTM3U"));
      for (int i = 0; i < CHANNELS; i++) {
        list.add("#EXTINF:-1 tvg-id=\"c%d\",Channel %d".formatted(i, i));
        list.add("ppsp://127.0.0.1:9/%s?ci=0".formatted(SwarmId.ofHex("%040x".formatted(i + 1))));
      }
      String file = "channels.list=" + Files.write(dir.resolve("list.m3u"), list);
      FakePlayer player = new FakePlayer();
      try (BoxNode box =
          BoxNode.run(Nodes.settings(dir, file, "node.data_dir=" + dir), Screen.of(player))) {
        Nodes.await(() -> box.channels().size() == CHANNELS, () -> "no list");
        for (int i = 1; i <= ZAPS; i++) {
          String next = "c" + i % CHANNELS;
          box.channel(next);
          Nodes.await(
              () -> box.streams().containsKey(next) || box.state().problem().contains("memory"),
              box.state()::problem);
          assertTrue(box.streams().containsKey(next), box.state().problem());
        }
      }
      System.out.println(ZAPS + " zaps");
    }
  }
}
