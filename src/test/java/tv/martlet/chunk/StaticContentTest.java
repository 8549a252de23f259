package tv.martlet.chunk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tv.martlet.chunk.SharedFiles.LIMIT;
import static tv.martlet.chunk.SharedFiles.SHA256;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tv.martlet.chunk.Integrity.Verdict;

/** Files that are fetched chunk by chunk, each proven. */
class StaticContentTest {
  @TempDir Path folder;
  private SharedFiles shared;

  @BeforeEach
  void open() {
    shared = new SharedFiles(folder);
  }

  private void fetchAll(Content seed, Content target) throws IOException {
    List<Long> order = new ArrayList<>();
    for (long i = 0; i < seed.integrity().chunkCount(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, shared.random);
    Wire wire = new Wire(seed, target);
    for (long chunk : order) {
      assertEquals(Verdict.VERIFIED, wire.send(chunk), "chunk " + chunk);
    }
    assertFalse(wire.refused);
    assertEquals(seed.metadata().length(), target.integrity().contentLength());
    assertEquals(seed.integrity().chunkCount(), target.integrity().chunkCount());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 12, 1023, 1024, 1025, 2048, 3000, 7162, 8192, 65_535, 100_000, 262_144})
  void fetchesFilesOfAnySizeInAnyOrder(int bytes) throws IOException {
    Content seed = shared.seed(bytes, SHA256);
    Path file = folder.resolve("fetched");
    Content target = Content.fetchFile(file, seed.metadata().withLength(-1), LIMIT);
    fetchAll(seed, target);
    ChunkFile store = (ChunkFile) target.store();
    assertTrue(store.isComplete());
    assertFalse(Files.exists(file));
    store.complete();
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("seed" + bytes + ".SHA256")), Files.readAllBytes(file));
    assertFalse(Files.exists(folder.resolve("fetched.part")));
    ByteBuffer last = ByteBuffer.allocate(1024);
    store.copyTo(store.capacity() - 1, last);
    assertEquals((bytes - 1) % 1024 + 1, last.position());
  }

  @ParameterizedTest
  @EnumSource(HashFunction.class)
  void fetchesWithEachHashFunction(HashFunction hash) throws IOException {
    Content seed = shared.seed(50_000, SwarmMetadata.template(hash));
    assertEquals(hash.length(), seed.metadata().id().length());
    fetchAll(seed, shared.fetch(seed));
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 1000, 8192})
  void fetchesWithOtherChunkSizes(int chunkSize) throws IOException {
    Content seed = shared.seed(50_001, SHA256.withChunkSize(chunkSize));
    fetchAll(seed, shared.fetch(seed));
  }

  /** A relay of what it has fetched can prove it to others. */
  @Test
  void passesOnWhatItFetched() throws IOException {
    Content seed = shared.seed(77_000, SHA256);
    Content relay = shared.fetch(seed);
    fetchAll(seed, relay);
    fetchAll(
        new Content(seed.metadata(), relay.store(), relay.integrity(), null), shared.fetch(seed));
  }

  /** RFC 7574 Table 1: seven chunks fetched in order, against the root of a tree eight wide. */
  @Test
  void sendsTheHashesOfTheTable() {
    String[] expected = {"11 5 2", "", "6", "", "13 10", "", "14"};
    ChunkRanges known = new ChunkRanges(8);
    Proof proof = new Proof();
    int total = 0;
    for (int chunk = 0; chunk < 7; chunk++) {
      proof.clear();
      proof.addUncles(chunk, known, 7);
      List<String> bins = new ArrayList<>();
      for (int i = 0; i < proof.hashes; i++) {
        bins.add(Long.toString(proof.bins[i]));
      }
      assertEquals(expected[chunk], String.join(" ", bins), "chunk " + chunk);
      total += proof.hashes;
      known.add(chunk, chunk);
    }
    assertEquals(7, total);
  }

  /**
   * RFC 7574 Figure 4 and §5.6.2: peaks 3, 9 and 12 come first, then the uncles below the chunk's
   * peak.
   */
  @Test
  void sendsPeaksToWhoHasNothing() throws IOException {
    Content seed = shared.seed(7162, SHA256);
    Proof proof = new Proof();
    ChunkRanges known = new ChunkRanges(8);
    seed.integrity().proof(4, known, proof);
    assertEquals(List.of(3L, 9L, 12L, 10L), bins(proof));
    seed.integrity().proof(0, known, proof);
    assertEquals(List.of(3L, 9L, 12L, 5L, 2L), bins(proof));
    known.add(4, 4);
    seed.integrity().proof(0, known, proof);
    assertEquals(List.of(5L, 2L), bins(proof));
    seed.integrity().proof(6, known, proof);
    assertEquals(List.of(), bins(proof));
  }

  private static List<Long> bins(Proof proof) {
    List<Long> bins = new ArrayList<>();
    for (int i = 0; i < proof.hashes; i++) {
      bins.add(proof.bins[i]);
    }
    return bins;
  }

  /**
   * RFC 7574 §8.16: content of one chunk needs no INTEGRITY message. The hash begins 47a0 and ends
   * b03b.
   */
  @Test
  void fetchesHelloWorldWithoutHashes() throws IOException {
    Path file = folder.resolve("hello");
    Files.write(file, "Hello world!".getBytes(StandardCharsets.US_ASCII));
    Content seed = Content.seedFile(file, SHA256, done -> {});
    Content target = shared.fetch(seed);
    Wire wire = new Wire(seed, target);
    assertEquals(Verdict.VERIFIED, wire.send(0));
    assertEquals(0, wire.hashes);
    assertEquals(1, target.integrity().chunkCount());
    assertEquals(12, target.integrity().contentLength());
  }

  @Test
  void takesHashesFromDatagramsBefore() throws IOException {
    Content seed = shared.seed(200_000, SHA256);
    Content target = shared.fetch(seed);
    Wire wire = new Wire(seed, target);
    for (long chunk : new long[] {190, 3, 100, 101, 4}) {
      assertEquals(Verdict.VERIFIED, wire.sendApart(chunk));
    }
  }

  /**
   * A shared.random hash is lost now and then: the chunk is unproven, blames nobody, and can be had
   * later.
   */
  @Test
  void survivesLostHashes() throws IOException {
    Content seed = shared.seed(100_000, SHA256);
    Content target = shared.fetch(seed);
    Wire wire = new Wire(seed, target);
    int unproven = 0;
    for (int i = 0; i < 600 && target.store().available().size() < 98; i++) {
      long chunk = shared.random.nextInt(98);
      if (shared.random.nextInt(3) == 0) {
        wire.acknowledged.add(0, 97); // the sender wrongly believes that hashes have arrived
        Verdict verdict = target.store().contains(chunk) ? Verdict.VERIFIED : wire.send(chunk);
        unproven += verdict == Verdict.UNPROVEN ? 1 : 0;
        assertTrue(verdict == Verdict.UNPROVEN || verdict == Verdict.VERIFIED);
        wire.acknowledged.clear();
        addAll(target.store().available(), wire.acknowledged);
      } else {
        assertEquals(Verdict.VERIFIED, wire.send(chunk));
      }
    }
    assertEquals(98, target.store().available().size());
    assertTrue(unproven > 5);
  }

  private static void addAll(ChunkRanges from, ChunkRanges to) {
    for (int i = 0; i < from.count(); i++) {
      to.add(from.first(i), from.last(i));
    }
  }

  @Test
  void refusesContentOverTheLimitOrOfAnotherLength() throws IOException {
    Content seed = shared.seed(100_000, SHA256);
    SwarmMetadata unsized = seed.metadata().withLength(-1);
    Content small = Content.fetchFile(folder.resolve("small"), unsized, 99_000);
    assertEquals(Verdict.UNPROVEN, new Wire(seed, small).send(0));
    assertEquals(-1, small.store().capacity());
    Content other = Content.fetchFile(folder.resolve("other"), unsized.withLength(99_000), LIMIT);
    assertEquals(Verdict.UNPROVEN, new Wire(seed, other).send(0));
    Content near = Content.fetchFile(folder.resolve("near"), unsized.withLength(100_001), LIMIT);
    assertEquals(Verdict.FALSE, new Wire(seed, near).send(97));
    IOException e =
        assertThrows(
            IOException.class,
            () -> Content.fetchFile(folder.resolve("x"), seed.metadata(), 99_999));
    assertTrue(e.getMessage().contains("raise the limit"));
  }

  @Test
  void carriesUnprotectedContentOfKnownLength() throws IOException {
    SwarmMetadata plain =
        SHA256.with(IntegrityMethod.NONE, HashFunction.SHA256).withId(SwarmId.ofHex("0102"));
    Content seed = shared.seed(5000, plain);
    assertEquals("0102", seed.metadata().id().toString());
    Content target = Content.fetchFile(folder.resolve("plain"), seed.metadata(), LIMIT);
    fetchAll(seed, target);
    ByteBuffer data = ByteBuffer.allocate(2000);
    assertEquals(Verdict.FALSE, target.integrity().check(0, data, 0, 1023));
    assertEquals(Verdict.FALSE, target.integrity().check(4, data, 0, 1024));
    assertEquals(Verdict.FALSE, target.integrity().check(5, data, 0, 1024));
    assertFalse(target.integrity().hash(0, 0, data, 0));
    assertFalse(target.integrity().signature(0, 0, 0, data, 0, 0));
    assertThrows(
        IOException.class,
        () -> Content.fetchFile(folder.resolve("y"), plain.withLength(-1), LIMIT));
  }

  @Test
  void overwritesNoFileAndSharesNoEmptyOne() throws IOException {
    Path there = Files.write(folder.resolve("there"), new byte[1]);
    assertThrows(IOException.class, () -> ChunkFile.create(there, 1024));
    Path empty = Files.createFile(folder.resolve("empty"));
    assertThrows(IOException.class, () -> Content.seedFile(empty, SHA256, done -> {}));
    ChunkFile part = ChunkFile.create(folder.resolve("new"), 1024);
    assertThrows(IOException.class, part::complete);
    assertFalse(part.put(0, ByteBuffer.allocate(1024), 0, 1024), "no size yet");
  }

  @Test
  void reportsProgress() throws IOException {
    Path file = Files.write(folder.resolve("large"), new byte[5 << 20]);
    List<Long> heard = new ArrayList<>();
    Content.seedFile(file, SHA256, heard::add);
    assertEquals(List.of(4L << 20), heard);
  }
}
