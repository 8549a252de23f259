package tv.martlet.chunk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Swarm IDs, metadata, times, and the ring by itself. */
class MetadataTest {
  private static final SwarmMetadata FILE = SwarmMetadata.file(SwarmId.of(new byte[32]));

  @Test
  void theDefaultsAreThoseOfTheRfc() {
    assertEquals(IntegrityMethod.MERKLE_TREE, FILE.integrity());
    assertEquals(HashFunction.SHA256, FILE.hash());
    assertEquals(ChunkAddressing.CHUNKS_32, FILE.addressing());
    assertEquals(1024, FILE.chunkSize());
    assertEquals(32, FILE.hashLength());
    assertEquals(0, FILE.signatureLength());
    assertFalse(FILE.live());
    assertEquals(-1, FILE.chunkCount());
    assertEquals(7, FILE.withLength(7162).chunkCount());
    assertEquals(1, FILE.withLength(1).chunkCount());
    assertEquals(0, FILE.with(IntegrityMethod.NONE, HashFunction.SHA256).hashLength());
  }

  @Test
  void theCodesAreThoseOfTheTables() {
    for (int code = 0; code < 4; code++) {
      assertEquals(code, IntegrityMethod.ofCode(code).code());
    }
    assertNull(IntegrityMethod.ofCode(4));
    assertNull(IntegrityMethod.ofCode(-1));
    for (int code : new int[] {5, 8, 13, 14, 15}) {
      assertEquals(code, SignatureAlgorithm.ofCode(code).code());
    }
    assertNull(SignatureAlgorithm.ofCode(16));
  }

  @Test
  void refusesWhatDoesNotAgree() {
    assertThrows(IllegalArgumentException.class, () -> FILE.withChunkSize(511));
    assertThrows(IllegalArgumentException.class, () -> FILE.withChunkSize(8193));
    assertThrows(IllegalArgumentException.class, () -> FILE.withLength(0));
    assertThrows(IllegalArgumentException.class, () -> FILE.withLength(-2));
    assertThrows(IllegalArgumentException.class, () -> FILE.withLibswift(true));
    assertThrows(
        IllegalArgumentException.class,
        () -> FILE.with(IntegrityMethod.MERKLE_TREE, HashFunction.SHA1));
    assertThrows(
        IllegalArgumentException.class, () -> SwarmMetadata.live(SwarmId.of(new byte[65])));
  }

  @Test
  void idsAreValues() {
    SwarmId id = SwarmId.ofHex("00FF10");
    assertEquals("00ff10", id.toString());
    assertEquals(id, SwarmId.of(id.copy()));
    assertEquals(id.hashCode(), SwarmId.of(id.copy()).hashCode());
    assertNotEquals(id, SwarmId.ofHex("00ff11"));
    assertArrayEquals(new byte[] {0, -1, 16}, id.copy());
    assertTrue(id.matches(new byte[] {9, 0, -1, 16, 9}, 1, 3));
    assertFalse(id.matches(new byte[] {9, 0, -1, 16, 9}, 1, 4));
    assertEquals(1024, SwarmId.of(new byte[1024]).length());
    assertThrows(IllegalArgumentException.class, () -> SwarmId.of(new byte[1025]));
    assertThrows(IllegalArgumentException.class, () -> SwarmId.of(new byte[0]));
    assertThrows(IllegalArgumentException.class, () -> SwarmId.ofHex("0g"));
    assertThrows(IllegalArgumentException.class, () -> SwarmId.ofHex("012"));
  }

  /** RFC 5905 §6: 1970 is second 2,208,988,800; the era ends in 2036. */
  @Test
  void timesSurviveTheWayToNtpAndBack() {
    assertEquals(0x83AA7E80_00000000L, NtpTime.fromMicros(0));
    assertEquals(0x83AA7E80_80000000L, NtpTime.fromMicros(500_000));
    Random random = new Random(5905);
    for (int i = 0; i < 100_000; i++) {
      long micros = (long) (random.nextDouble() * 4_000_000_000L * 1_000_000L);
      assertEquals(micros, NtpTime.toMicros(NtpTime.fromMicros(micros)));
    }
    long endOfEra = ((1L << 32) - 2_208_988_800L) * 1_000_000;
    assertEquals(endOfEra - 1, NtpTime.toMicros(NtpTime.fromMicros(endOfEra - 1)));
    assertEquals(0, NtpTime.fromMicros(endOfEra));
    assertEquals(endOfEra, NtpTime.toMicros(0));
  }

  @Test
  void aRingKeepsTheNewest() {
    SwarmMetadata plain = FILE.with(IntegrityMethod.NONE, HashFunction.SHA256);
    ChunkRing ring = new ChunkRing(plain, 16 * 1024 + 1023);
    assertEquals(16, ring.capacity());
    ByteBuffer data = ByteBuffer.allocateDirect(3000);
    for (int chunk = 0; chunk < 100; chunk++) {
      data.putInt(8, chunk);
      assertTrue(ring.put(chunk, data, 8, 1024));
      assertFalse(ring.put(chunk, data, 8, 1024), "here already");
    }
    assertEquals("[84-99]", ring.available().toString());
    assertEquals(84, ring.oldestKept());
    assertFalse(ring.put(83, data, 0, 1024));
    assertFalse(ring.put(100, data, 0, 1023));
    assertFalse(ring.put(Long.MAX_VALUE, data, 0, 1024));
    ByteBuffer out = ByteBuffer.allocate(1100).position(10);
    ring.copyTo(84, out);
    assertEquals(84, out.getInt(10));
    assertEquals(1034, out.position());
    ring.copyTo(99, 1, 3, out.clear());
    assertEquals(99, out.get(2));
    assertThrows(IllegalArgumentException.class, () -> ring.copyTo(83, out.clear()));
    assertThrows(IndexOutOfBoundsException.class, () -> ring.copyTo(99, 1000, 25, out.clear()));
    assertThrows(IndexOutOfBoundsException.class, () -> ring.copyTo(99, -1, 2, out.clear()));
    assertThrows(IllegalArgumentException.class, () -> new ChunkRing(plain, 15 * 1024));
  }

  /** The order of things on the loop: nothing that comes late finds memory of somebody else. */
  @Test
  void aClosedRingHasNoMemoryAndTakesNothing() {
    SwarmMetadata plain = FILE.with(IntegrityMethod.NONE, HashFunction.SHA256);
    long before = direct();
    ChunkRing ring = new ChunkRing(plain, 8 << 20);
    ByteBuffer data = ByteBuffer.allocate(1024);
    ring.put(7, data, 0, 1024);
    assertTrue(direct() - before >= 8 << 20);
    ring.close();
    assertTrue(direct() - before < 8 << 20, "at once, not when the collector runs");
    assertFalse(ring.put(8, data, 0, 1024));
    assertFalse(ring.put(Bin.MAX_CHUNK, data, 0, 1024));
    assertFalse(ring.contains(7));
    assertThrows(IllegalArgumentException.class, () -> ring.copyTo(7, data));
    assertThrows(IndexOutOfBoundsException.class, () -> ring.write(7, 0, data, 0, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> ring.timestamp(7));
    ring.close();
  }

  @Test
  void aClosedRingKnowsNoHash() {
    SwarmMetadata live = SwarmMetadata.live(SwarmId.ofHex("0d" + "00".repeat(64)));
    ChunkRing ring = new ChunkRing(live, 8 << 20);
    byte[] hash = new byte[32];
    ring.tree().put(14, hash, 0);
    assertTrue(ring.tree().known(14));
    ring.close();
    assertFalse(ring.tree().known(14));
    assertThrows(IllegalArgumentException.class, () -> ring.tree().put(14, hash, 0));
    assertThrows(IllegalArgumentException.class, () -> ring.tree().get(14, hash, 0));
  }

  private static long direct() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  @Test
  void aRingForgetsTheSmallestRangesOverItsCap() {
    SwarmMetadata plain = FILE.with(IntegrityMethod.NONE, HashFunction.SHA256).withChunkSize(512);
    ChunkRing ring = new ChunkRing(plain, 10_000 * 512);
    ByteBuffer data = ByteBuffer.allocate(512);
    for (int i = 0; i < 4500; i++) {
      ring.put(2L * i, data, 0, 512);
    }
    assertEquals(4096, ring.available().count());
  }
}
