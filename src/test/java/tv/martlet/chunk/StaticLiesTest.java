package tv.martlet.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tv.martlet.chunk.SharedFiles.LIMIT;
import static tv.martlet.chunk.SharedFiles.SHA256;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tv.martlet.chunk.Integrity.Verdict;

/** What a neighbour may send in place of a file's chunks and hashes. */
class StaticLiesTest {
  @TempDir Path folder;
  private SharedFiles shared;

  @BeforeEach
  void open() {
    shared = new SharedFiles(folder);
  }

  /** A datagram with the proof and bytes of a chunk, to be tampered with. */
  private static final class Datagram {
    final Proof proof = new Proof();
    final List<ByteBuffer> hashes = new ArrayList<>();
    final ByteBuffer data = ByteBuffer.allocate(8192);

    Datagram(Content seed, long chunk, ChunkRanges known) {
      seed.integrity().proof(chunk, known, proof);
      for (int i = 0; i < proof.hashes; i++) {
        ByteBuffer hash = ByteBuffer.allocate(64);
        seed.integrity().copyHash(proof.bins[i], hash);
        hashes.add(hash);
      }
      seed.store().copyTo(chunk, data);
    }

    Verdict give(Integrity to, long chunk, int length, Object source) {
      to.begin(source);
      for (int i = 0; i < proof.hashes; i++) {
        long bin = proof.bins[i];
        assertTrue(to.hash(Bin.first(bin), Bin.last(bin), hashes.get(i), 0));
      }
      Verdict verdict = to.check(chunk, data, 0, length);
      to.end();
      return verdict;
    }
  }

  private static void flip(ByteBuffer buffer, int at) {
    buffer.put(at, (byte) (buffer.get(at) ^ 1));
  }

  @Test
  void tellsLiesAndKeepsNothingOfThem() throws IOException {
    Content seed = shared.seed(100_000, SHA256);
    Content target = shared.fetch(seed);
    assertEquals(Verdict.VERIFIED, new Wire(seed, target).send(5));
    ChunkRanges known = new ChunkRanges(4);
    known.add(5, 5);
    Datagram honest = new Datagram(seed, 40, known);
    assertEquals(5, honest.proof.hashes);
    for (int i = 0; i < honest.proof.hashes; i++) {
      flip(honest.hashes.get(i), i);
      assertEquals(Verdict.FALSE, honest.give(target.integrity(), 40, 1024, "liar"));
      flip(honest.hashes.get(i), i);
    }
    flip(honest.data, 1000);
    assertEquals(Verdict.FALSE, honest.give(target.integrity(), 40, 1024, "liar"));
    flip(honest.data, 1000);
    assertEquals(Verdict.FALSE, honest.give(target.integrity(), 40, 1023, "liar"));
    assertEquals(Verdict.FALSE, honest.give(target.integrity(), 40, 1025, "liar"));
    assertEquals(Verdict.FALSE, honest.give(target.integrity(), 40, 0, "liar"));
    assertEquals(Verdict.UNPROVEN, honest.give(target.integrity(), 42, 1024, "mistaken"));
    assertEquals(Verdict.FALSE, honest.give(target.integrity(), 98, 1024, "beyond the end"));
    assertEquals(Verdict.FALSE, honest.give(target.integrity(), -1, 1024, "below"));
    assertEquals(Verdict.FALSE, honest.give(target.integrity(), Long.MAX_VALUE, 1024, "far off"));
    assertEquals(Verdict.VERIFIED, honest.give(target.integrity(), 40, 1024, "liar"));
    flip(honest.data, 0);
    assertEquals(Verdict.FALSE, honest.give(target.integrity(), 40, 1024, "a known chunk again"));
  }

  @Test
  void aLastChunkOfAnotherLengthIsFalse() throws IOException {
    Content seed = shared.seed(100_000, SHA256); // 98 chunks, the last of 672 bytes
    Content target = shared.fetch(seed);
    Datagram last = new Datagram(seed, 97, new ChunkRanges(1));
    assertEquals(Verdict.FALSE, last.give(target.integrity(), 97, 673, "longer"));
    assertEquals(Verdict.FALSE, last.give(target.integrity(), 97, 671, "shorter"));
    assertEquals(Verdict.VERIFIED, last.give(target.integrity(), 97, 672, "right"));
    assertEquals(100_000, target.integrity().contentLength());
  }

  @Test
  void refusesNodesThatAreNone() throws IOException {
    Content seed = shared.seed(7162, SHA256);
    Content target = shared.fetch(seed);
    ByteBuffer hash = ByteBuffer.allocate(32);
    target.integrity().begin("source");
    assertFalse(target.integrity().hash(1, 2, hash, 0));
    assertFalse(target.integrity().hash(3, 2, hash, 0));
    assertFalse(target.integrity().hash(-1, -1, hash, 0));
    assertFalse(target.integrity().signature(0, 1, 0, hash, 0, 0));
    assertEquals(Verdict.VERIFIED, new Wire(seed, target).send(0));
    assertFalse(target.integrity().hash(7, 7, hash, 0), "beyond the end");
    assertTrue(target.integrity().hash(4, 7, hash, 0), "an incomplete node is harmless");
  }

  @Test
  void takesNoMoreThan64HashesOfADatagram() throws IOException {
    Content target = shared.fetch(shared.seed(7162, SHA256));
    ByteBuffer hash = ByteBuffer.allocate(32);
    for (int datagram = 0; datagram < 10; datagram++) {
      target.integrity().begin("source");
      for (int i = 0; i < 64; i++) {
        long chunk = datagram * 100L + i;
        assertTrue(target.integrity().hash(chunk, chunk, hash, 0));
      }
      assertFalse(target.integrity().hash(1000, 1000, hash, 0));
    }
  }

  /**
   * Peaks of half or twice the size lead to the same root: no size is believed before a chunk is
   * proven.
   */
  @Test
  void believesNoSizeFromPeaksAlone() throws IOException {
    Content seed = shared.seed(8 * 1024, SHA256);
    for (int layer : new int[] {0, 1, 2, 3, 4, 5, 12, 40, 61}) {
      Content target = shared.fetch(seed);
      target.integrity().begin("liar");
      ByteBuffer root = ByteBuffer.wrap(seed.metadata().id().copy());
      assertTrue(target.integrity().hash(0, (1L << layer) - 1, root, 0));
      assertEquals(-1, target.integrity().chunkCount());
      Datagram honest = new Datagram(seed, 0, new ChunkRanges(1));
      Verdict verdict = honest.give(target.integrity(), 0, 1024, "liar");
      assertEquals(verdict == Verdict.VERIFIED ? 8 : -1, target.integrity().chunkCount());
      assertEquals(Verdict.VERIFIED, honest.give(target.integrity(), 0, 1024, "honest"));
      assertEquals(8, target.integrity().chunkCount());
    }
  }

  /**
   * An inner node's preimage is as long as two hashes: as a short last chunk it could pass for
   * content.
   */
  @Test
  void anInnerNodeDoesNotPassForAChunk() throws IOException {
    Content seed = shared.seed(8 * 1024, SHA256);
    Content target = shared.fetch(seed);
    ByteBuffer children = ByteBuffer.allocate(64);
    seed.integrity().copyHash(3, children);
    seed.integrity().copyHash(11, children);
    target.integrity().begin("liar");
    assertEquals(Verdict.UNPROVEN, target.integrity().check(0, children, 0, 64));
    assertEquals(-1, target.integrity().chunkCount());
    Content honest = shared.seed(64, SHA256);
    Content sized = Content.fetchFile(folder.resolve("sized"), honest.metadata(), LIMIT);
    assertEquals(Verdict.VERIFIED, new Wire(honest, sized).send(0));
  }
}
