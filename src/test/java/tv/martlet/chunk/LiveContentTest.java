package tv.martlet.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tv.martlet.chunk.Integrity.Verdict;

class LiveContentTest {
  private static final SigningKey KEY =
      SigningKey.generate(SignatureAlgorithm.ECDSAP256SHA256, new SecureRandom());
  private static final SwarmMetadata UNIFIED = SwarmMetadata.live(KEY.publicKey().id());
  private static final int RING = 600_000;

  @TempDir Path folder;
  private final Random random = new Random(7574);
  private final List<Boolean> outcomes = new ArrayList<>();

  private Content receiver(SwarmMetadata metadata) {
    return Content.live(
        metadata,
        RING,
        SignatureChecker.inline(),
        (first, last, ntp, genuine, source) -> outcomes.add(genuine));
  }

  private ByteBuffer bytes(int chunks, SwarmMetadata metadata) {
    byte[] bytes = new byte[chunks * metadata.chunkSize()];
    random.nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  private void assertSame(Content a, Content b, long chunk) {
    ByteBuffer left = ByteBuffer.allocate(8192);
    ByteBuffer right = ByteBuffer.allocate(8192);
    a.store().copyTo(chunk, left);
    b.store().copyTo(chunk, right);
    assertEquals(left.flip(), right.flip());
  }

  @ParameterizedTest
  @EnumSource(HashFunction.class)
  void carriesAUnifiedStreamInAnyOrderWithEachHash(HashFunction hash) {
    SwarmMetadata metadata = UNIFIED.with(IntegrityMethod.UNIFIED_MERKLE_TREE, hash);
    Content source = Content.inject(metadata, KEY, RING, 32, 0);
    Content target = receiver(metadata);
    source.writer().append(bytes(256, metadata), 1_000_000);
    List<Long> order = new ArrayList<>();
    for (long i = 0; i < 256; i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    Wire wire = new Wire(source, target);
    for (long chunk : order) {
      assertEquals(Verdict.VERIFIED, wire.send(chunk), "chunk " + chunk);
      assertSame(source, target, chunk);
    }
    assertFalse(wire.refused);
    assertEquals(256, target.store().available().size());
    assertEquals(8, outcomes.size());
    assertEquals(32, target.integrity().munroWidth());
    assertEquals(224, target.integrity().rightmostMunro());
    // Each node is sent at most once: 8 munros and, below each, half of the other 62 nodes.
    assertEquals(8 * (1 + 31), wire.hashes);
  }

  static Stream<Arguments> signers() {
    return Stream.of(SignatureAlgorithm.values())
        .flatMap(
            each ->
                Stream.of(IntegrityMethod.SIGN_ALL, IntegrityMethod.UNIFIED_MERKLE_TREE)
                    .map(method -> Arguments.of(each, method)));
  }

  @ParameterizedTest
  @MethodSource("signers")
  void carriesStreamsOfEachAlgorithmAndMethod(
      SignatureAlgorithm algorithm, IntegrityMethod method) {
    SigningKey key = SigningKey.generate(algorithm, new SecureRandom());
    for (ChunkAddressing addressing : ChunkAddressing.values()) {
      SwarmMetadata metadata =
          SwarmMetadata.live(key.publicKey().id())
              .with(method, HashFunction.SHA256)
              .with(addressing);
      Content source = Content.inject(metadata, key, RING, 4, 64);
      Content target = receiver(metadata);
      source.writer().append(bytes(8, metadata), 1_000_000);
      Wire wire = new Wire(source, target);
      for (long chunk = 71; chunk >= 64; chunk--) {
        assertEquals(Verdict.VERIFIED, wire.send(chunk));
        assertSame(source, target, chunk);
        assertEquals(1_000_000, target.integrity().timestampMicros(chunk));
      }
      assertFalse(wire.refused);
      long width = method == IntegrityMethod.SIGN_ALL ? 1 : 4;
      assertEquals(width, target.integrity().munroWidth());
      assertEquals(72 - width, target.integrity().rightmostMunro());
      // What was received can be proven to the next.
      Content relay = new Content(metadata, target.store(), target.integrity(), null);
      Wire onwards = new Wire(relay, receiver(metadata));
      for (long chunk = 64; chunk < 72; chunk++) {
        assertEquals(Verdict.VERIFIED, onwards.send(chunk));
      }
    }
    assertFalse(outcomes.contains(false));
  }

  @Test
  void carriesAnUnprotectedStream() {
    SwarmMetadata metadata = UNIFIED.with(IntegrityMethod.NONE, HashFunction.SHA256);
    Content source = Content.inject(metadata, null, RING, 1, 7);
    Content target = receiver(metadata);
    source.writer().append(bytes(5, metadata), 0);
    Wire wire = new Wire(source, target);
    for (long chunk = 7; chunk < 12; chunk++) {
      assertEquals(Verdict.VERIFIED, wire.send(chunk));
      assertSame(source, target, chunk);
    }
    ByteBuffer data = ByteBuffer.allocate(2048);
    assertEquals(Verdict.FALSE, target.integrity().check(12, data, 0, 1023));
    assertEquals(Verdict.FALSE, target.integrity().check(-1, data, 0, 1024));
    assertEquals(-1, target.integrity().chunkCount());
  }

  /** RFC 7574 Figures 5 and 6: two chunks a signature; munros 1, 5 and 9. */
  @Test
  void sendsTheMunrosOfTheFigures() {
    Content source = Content.inject(UNIFIED, KEY, RING, 2, 0);
    List<String> heard = new ArrayList<>();
    source.writer().listener((first, last) -> heard.add(first + "-" + last));
    source.writer().append(bytes(6, UNIFIED), 0);
    assertEquals(List.of("0-1", "2-3", "4-5"), heard);
    Proof proof = new Proof();
    ChunkRanges known = new ChunkRanges(8);
    known.add(0, 3);
    source.integrity().proof(4, known, proof);
    // "the signed munro hash of node 9 …, followed by an INTEGRITY message with the hash of node
    // 10"
    assertEquals(2, proof.hashes);
    assertEquals(9, proof.bins[0]);
    assertEquals(10, proof.bins[1]);
    assertTrue(proof.signed);
    assertEquals(4, proof.signedFirst);
    assertEquals(5, proof.signedLast);
    known.add(4, 4);
    source.integrity().proof(5, known, proof);
    assertEquals(0, proof.hashes);
    assertFalse(proof.signed);
    source.integrity().rightmost(proof);
    assertEquals(1, proof.hashes);
    assertEquals(9, proof.bins[0]);
  }

  @Test
  void announcesNothingBeforeItIsSigned() {
    Content source = Content.inject(UNIFIED, KEY, RING, 4, 0);
    LiveWriter writer = source.writer();
    writer.append(ByteBuffer.wrap(new byte[4 * 1024 - 1]), 0);
    assertTrue(source.store().available().isEmpty());
    assertEquals(-1, source.integrity().rightmostMunro());
    assertEquals(4095, writer.pendingBytes());
    assertEquals(4096, writer.signedBytes());
    assertEquals(3, writer.nextChunk());
    writer.append(ByteBuffer.wrap(new byte[2]), 0);
    assertEquals("[0-3]", source.store().available().toString());
    assertEquals(1, writer.pendingBytes());
    assertEquals(4, writer.nextChunk());
  }

  /** RFC 7574 §6.1.2.1: when the broadcast ends, it can be had under its final root hash. */
  @Test
  void aFinishedBroadcastHasTheRootOfTheSameBytes() throws IOException {
    for (int munros : new int[] {1, 2, 3, 7, 11}) {
      Content source = Content.inject(UNIFIED, KEY, RING, 8, 0);
      byte[] all = new byte[munros * 8 * 1024];
      random.nextBytes(all);
      Path file = Files.write(folder.resolve("m" + munros), all);
      source.writer().append(ByteBuffer.wrap(all), 0);
      Content seed =
          Content.seedFile(file, SwarmMetadata.template(HashFunction.SHA256), done -> {});
      assertEquals(seed.metadata().id(), source.writer().finalRoot());
    }
    assertNull(Content.inject(UNIFIED, KEY, RING, 8, 8).writer().finalRoot());
    assertNull(Content.inject(UNIFIED, KEY, RING, 8, 0).writer().finalRoot());
  }

  @Test
  void tunesInByTheRightmostMunroAlone() {
    Content source = Content.inject(UNIFIED, KEY, RING, 16, 1024);
    Content target = receiver(UNIFIED);
    source.writer().append(bytes(48, UNIFIED), 1_000_000);
    Wire wire = new Wire(source, target);
    assertEquals(Verdict.VERIFIED, wire.sendRightmost());
    assertEquals(1056, target.integrity().rightmostMunro());
    assertEquals(16, target.integrity().munroWidth());
    assertEquals(1, outcomes.size());
    assertEquals(Verdict.VERIFIED, wire.sendRightmost());
    assertEquals(1, outcomes.size(), "a known munro costs no second check");
    Proof proof = new Proof();
    target.integrity().rightmost(proof);
    assertTrue(proof.signed);
    assertEquals(1056, proof.signedFirst);
  }

  @Test
  void hashesAndDataMayComeInDatagramsOfTheirOwn() {
    for (IntegrityMethod method :
        new IntegrityMethod[] {IntegrityMethod.SIGN_ALL, IntegrityMethod.UNIFIED_MERKLE_TREE}) {
      SwarmMetadata metadata = UNIFIED.with(method, HashFunction.SHA256);
      Content source = Content.inject(metadata, KEY, RING, 16, 0);
      source.writer().append(bytes(32, metadata), 1_000_000);
      Wire wire = new Wire(source, receiver(metadata));
      for (long chunk = 0; chunk < 32; chunk++) {
        assertEquals(Verdict.VERIFIED, wire.sendApart(chunk));
      }
    }
  }

  /** A stream that has run for long, and one that jumps ahead. */
  @Test
  void theRingWrapsForMonths() {
    long start = (1L << 40) - 2048;
    Content source = Content.inject(UNIFIED, KEY, RING, 32, start);
    Content target = receiver(UNIFIED);
    Wire wire = new Wire(source, target);
    ChunkRanges sourceHas = source.store().available();
    for (int i = 0; i < 128; i++) {
      source.writer().append(bytes(32, UNIFIED), 1_000_000L + i);
      long first = start + i * 32L;
      for (long chunk = first; chunk < first + 32; chunk++) {
        assertEquals(Verdict.VERIFIED, wire.send(chunk));
      }
      assertEquals(sourceHas.toString(), target.store().available().toString());
      wire.acknowledged.removeBelow(first);
    }
    long capacity = target.store().capacity();
    assertTrue(capacity >= 256 && capacity < 600);
    long end = start + 128 * 32;
    assertEquals(end - capacity, target.store().oldestKept());
    assertEquals(capacity, target.store().available().size());
    for (long chunk = end - capacity; chunk < end; chunk++) {
      assertSame(source, target, chunk);
      wire.acknowledged.clear();
    }
    ByteBuffer data = ByteBuffer.allocate(1024);
    target.integrity().begin("late");
    assertEquals(Verdict.STALE, target.integrity().check(end - capacity - 1, data, 0, 1024));
    assertFalse(target.store().put(end - capacity - 1, data, 0, 1024));
  }

  @Test
  void aJumpForwardForgetsAllButTheNew() {
    Content target = receiver(UNIFIED);
    for (long start : new long[] {0, 64, 1L << 20, (1L << 61) - 1024}) {
      Content source = Content.inject(UNIFIED, KEY, RING, 32, start);
      source.writer().append(bytes(32, UNIFIED), 1_000_000);
      assertEquals(Verdict.VERIFIED, new Wire(source, target).send(start + 5));
      assertTrue(target.store().contains(start + 5));
      assertSame(source, target, start + 5);
    }
    assertEquals(1, target.store().available().size());
    assertEquals(0, target.integrity().timestamp(5));
  }

  @Test
  void refusesWhatIsTooOld() {
    Content source = Content.inject(UNIFIED, KEY, RING, 2, 0);
    Content target = receiver(UNIFIED);
    long second = 1_000_000;
    source.writer().append(bytes(2, UNIFIED), 100 * second);
    source.writer().append(bytes(2, UNIFIED), 200 * second);
    Wire wire = new Wire(source, target);
    wire.nowMicros = 260 * second + 1;
    assertEquals(Verdict.STALE, wire.send(2));
    assertEquals(Verdict.STALE, wire.sendRightmost());
    assertEquals(-1, target.integrity().rightmostMunro());
    wire.nowMicros = 260 * second - 1;
    assertEquals(Verdict.VERIFIED, wire.send(2));
    wire.nowMicros = 100 * second; // our clock is set back: the newest munro still tells the time
    assertEquals(Verdict.STALE, wire.send(0));
    assertFalse(outcomes.contains(false));
    Content patient =
        Content.live(
            UNIFIED, RING, SignatureChecker.inline(), (a, b, c, d, e) -> {}, Long.MAX_VALUE);
    assertEquals(Verdict.VERIFIED, new Wire(source, patient).send(2));
    assertEquals(Verdict.VERIFIED, new Wire(source, patient).send(0));
  }

  @Test
  void aClockSetBackDoesNotMakeNewChunksLookOld() {
    Content source = Content.inject(UNIFIED, KEY, RING, 2, 0);
    source.writer().append(bytes(2, UNIFIED), 900_000_000);
    source.writer().append(bytes(2, UNIFIED), 1_000_000);
    assertEquals(900_000_000, source.integrity().timestampMicros(2));
  }

  /** Below a known munro, neither proof nor check nor store may allocate. */
  @Test
  void aChunkOfAKnownMunroAllocatesNothing() {
    Content source = Content.inject(UNIFIED, KEY, 2 << 20, 256, 0);
    Content target =
        Content.live(UNIFIED, 2 << 20, SignatureChecker.inline(), (a, b, c, d, e) -> {});
    source.writer().append(bytes(1024, UNIFIED), 1_000_000);
    Wire wire = new Wire(source, target);
    for (long chunk = 0; chunk < 770; chunk++) {
      assertEquals(Verdict.VERIFIED, wire.send(chunk));
    }
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = memory.getCurrentThreadAllocatedBytes();
    for (long chunk = 770; chunk < 1024; chunk++) {
      wire.send(chunk);
    }
    long allocated = memory.getCurrentThreadAllocatedBytes() - before;
    assertEquals(1024, target.store().available().size());
    assertTrue(allocated < 254, allocated + " bytes for 254 chunks");
  }
}
