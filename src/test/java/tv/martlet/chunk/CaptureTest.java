package tv.martlet.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tv.martlet.chunk.Integrity.Verdict;

/**
 * Real traffic of libswift, the reference implementation, must prove genuine (see the vectors'
 * README).
 */
class CaptureTest {
  private static final int UDP_PAYLOAD = 14 + 20 + 8;
  private static final int HASH = 20;

  @TempDir Path folder;
  private final List<Verdict> verdicts = new ArrayList<>();
  private Integrity integrity;
  private ChunkStore store;
  private int signatures;
  private int signatureLength;
  private long lastMicros;

  private static List<ByteBuffer> datagrams(String name) throws IOException {
    try (InputStream in = CaptureTest.class.getResourceAsStream("/tv/martlet/vectors/" + name)) {
      ByteBuffer file = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
      List<ByteBuffer> datagrams = new ArrayList<>();
      file.position(24);
      while (file.remaining() > 16) {
        int length = file.getInt(file.position() + 8);
        int start = file.position() + 16;
        datagrams.add(file.slice(start + UDP_PAYLOAD, length - UDP_PAYLOAD));
        file.position(start + length);
      }
      return datagrams;
    }
  }

  /** Reads as much of a datagram as this test needs and gives it to the receiver's proof. */
  private void give(ByteBuffer d) {
    integrity.begin("seeder");
    int at = 4;
    while (at < d.limit()) {
      int first = at + 9 <= d.limit() ? d.getInt(at + 1) : 0;
      int last = at + 9 <= d.limit() ? d.getInt(at + 5) : 0;
      switch (d.get(at)) {
        case 1 -> {
          Verdict verdict = integrity.check(first, d, at + 17, d.limit() - at - 17);
          verdicts.add(verdict);
          if (verdict == Verdict.VERIFIED && !store.contains(first)) {
            assertTrue(store.put(first, d, at + 17, d.limit() - at - 17));
          }
          at = d.limit();
        }
        case 2 -> at += 17;
        case 3, 8, 9 -> at += 9;
        case 4 -> {
          assertTrue(integrity.hash(first, last, d, at + 9));
          at += 9 + HASH;
        }
        case 7 -> {
          lastMicros = d.getLong(at + 9);
          assertTrue(integrity.signature(first, last, lastMicros, d, at + 17, lastMicros));
          signatures++;
          at += 17 + signatureLength;
        }
        case 6, 10, 11 -> at += 1;
        default -> at = d.limit(); // a handshake, or what this test does not need
      }
    }
    assertEquals(Verdict.VERIFIED, integrity.end());
  }

  /** Returns the swarm ID of the first handshake: option 2 with its length. */
  private static SwarmId swarmId(ByteBuffer handshake) {
    int at = 4 + 1 + 4 + 2 + 2;
    assertEquals(2, handshake.get(at));
    byte[] id = new byte[handshake.getShort(at + 1)];
    handshake.get(at + 3, id);
    return SwarmId.of(id);
  }

  @Test
  void staticContentIsGenuine() throws IOException {
    List<ByteBuffer> datagrams = datagrams("libswift-static-first60.pcap");
    SwarmId root = swarmId(datagrams.get(0));
    SwarmMetadata metadata = SwarmMetadata.template(HashFunction.SHA1).withId(root);
    Content content = Content.fetchFile(folder.resolve("file"), metadata, 1L << 30);
    integrity = content.integrity();
    store = content.store();
    datagrams.forEach(this::give);
    assertEquals(4098, integrity.chunkCount());
    assertTrue(verdicts.size() > 10, "DATA seen: " + verdicts.size());
    assertEquals(List.of(), verdicts.stream().filter(each -> each != Verdict.VERIFIED).toList());
    assertEquals(verdicts.size(), store.available().size());
    content.close();
  }

  @Test
  void liveStreamIsGenuine() throws IOException {
    List<ByteBuffer> datagrams = datagrams("libswift-live-first80.pcap");
    SwarmMetadata metadata =
        SwarmMetadata.live(swarmId(datagrams.get(0)))
            .with(IntegrityMethod.UNIFIED_MERKLE_TREE, HashFunction.SHA1)
            .with(ChunkAddressing.CHUNKS_32)
            .withLibswift(true);
    List<Boolean> outcomes = new ArrayList<>();
    Content content =
        Content.live(
            metadata,
            4 << 20,
            SignatureChecker.inline(),
            (first, last, ntp, genuine, source) -> outcomes.add(genuine));
    integrity = content.integrity();
    store = content.store();
    signatureLength = metadata.signatureLength();
    datagrams.forEach(this::give);
    assertTrue(signatures > 3, "signatures seen: " + signatures);
    assertFalse(outcomes.isEmpty());
    assertFalse(outcomes.contains(false));
    assertEquals(32, integrity.munroWidth());
    assertTrue(verdicts.size() > 10, "DATA seen: " + verdicts.size());
    assertEquals(List.of(), verdicts.stream().filter(each -> each != Verdict.VERIFIED).toList());
    assertEquals(0, integrity.rightmostMunro() % 32);
    assertTrue(integrity.timestampMicros(integrity.rightmostMunro()) > 0);
    assertTrue(integrity.timestampMicros(integrity.rightmostMunro()) <= lastMicros);
  }
}
