package tv.martlet.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A finished broadcast as static content (RFC 7574 §6.1.2.1), over real sockets. */
class RecordTest {
  private static final int CLIP_BYTES = 700 * 188; // 3 s

  @TempDir private Path dir;

  private Path clip() throws IOException {
    Path clip = dir.resolve("clip.ts");
    Files.write(clip, Arrays.copyOf(FakeFeed.CLIP, CLIP_BYTES));
    return clip;
  }

  private BroadcastNode broadcast(Path record) throws Exception {
    return BroadcastNode.start(
        Nodes.settings(dir.resolve("a"), "node.data_dir=" + dir.resolve("a")),
        new BroadcastNode.Wish(
            clip().toString(),
            "film",
            List.of("127.0.0.1:1"),
            Optional.empty(),
            Optional.of(record)));
  }

  @Test
  void whatWasBroadcastIsFetchedByItsRootHash() throws Exception {
    Path ours = Files.createDirectory(dir.resolve("ours")).resolve("film.ts");
    Path theirs = Files.createDirectory(dir.resolve("theirs")).resolve("film.ts");
    Path fetched = dir.resolve("fetched.ts");
    try (BroadcastNode source = broadcast(ours);
        ChannelNode viewer =
            ChannelNode.play(
                Nodes.settings(dir.resolve("b")),
                Nodes.at(source.uri(), source.peerPort()),
                theirs)) {
      Nodes.await(source::isEnded, () -> source.figures().toString());
      Recorded recorded = source.finish().get(10, TimeUnit.SECONDS).orElseThrow();
      String uri = recorded.uri().orElseThrow(() -> new AssertionError(recorded.sentence()));

      long bytes = Files.size(ours);
      assertEquals(0, bytes % 16_384, "whole munros");
      byte[] content = Files.readAllBytes(ours);
      int input = CLIP_BYTES - 188; // a file is broadcast from its first programme table on
      assertArrayEquals(
          Arrays.copyOfRange(FakeFeed.CLIP, 188, CLIP_BYTES), Arrays.copyOf(content, input));
      assertEquals(0x1f, content[input + 1], "null packets follow");

      Nodes.await(() -> viewer.recordedBytes() >= bytes, () -> viewer.figures().toString());
      Recorded kept = viewer.finishRecording().get(10, TimeUnit.SECONDS).orElseThrow();
      assertEquals(recorded.uri(), kept.uri(), kept.sentence());
      assertEquals(-1, Files.mismatch(ours, theirs));

      source.serveOn(recorded);
      try (FileNode leecher =
          FileNode.fetch(
              Nodes.settings(dir.resolve("c")), Nodes.at(uri, source.peerPort()), fetched)) {
        assertEquals(bytes, leecher.fetching().done().get(20, TimeUnit.SECONDS));
      }
      assertEquals(-1, Files.mismatch(ours, fetched));
    }
  }

  @Test
  void aFileThatIsThereIsNotOverwritten() throws Exception {
    Path there = Files.writeString(dir.resolve("precious.ts"), "precious");
    IOException refused = assertThrows(IOException.class, () -> broadcast(there).close());
    assertTrue(refused.getMessage().contains("move it away"), refused.getMessage());
    assertEquals("precious", Files.readString(there));
  }
}
