package tv.martlet.chunk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Hashers, trees, peaks, regions: what proofs are made of. */
class HashesTest {
  @TempDir Path folder;

  /** FIPS 180-4's example "abc". */
  @ParameterizedTest
  @CsvSource({
    "SHA1, 0, 20, a9993e364706816aba3e25717850c26c9cd0d89d",
    "SHA224, 1, 28, 23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
    "SHA256, 2, 32, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "SHA384, 3, 48, cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
        + "8086072ba1e7cc2358baeca134c825a7",
    "SHA512, 4, 64, ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
  })
  void hashesFromHeapAndDirectBuffers(HashFunction f, int code, int length, String hex) {
    assertEquals(code, f.code());
    assertEquals(length, f.length());
    assertEquals(f, HashFunction.ofCode(code));
    assertNull(HashFunction.ofCode(5));
    byte[] text = "xabcx".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer direct = ByteBuffer.allocateDirect(5).put(text);
    Hasher hasher = new Hasher(f);
    byte[] out = new byte[length + 2];
    hasher.hash(direct, 1, 3, out, 1);
    assertEquals(hex, HexFormat.of().formatHex(out, 1, 1 + length));
    hasher.hash(ByteBuffer.wrap(text).position(2), 1, 3, out, 2);
    assertEquals(hex, HexFormat.of().formatHex(out, 2, 2 + length));
    assertEquals(5, direct.position());
  }

  /** RFC 7574 §5.1. */
  @ParameterizedTest
  @EnumSource(HashFunction.class)
  void theParentOfEmptyHashesIsEmpty(HashFunction f) {
    Hasher hasher = new Hasher(f);
    byte[] zeros = new byte[f.length()];
    byte[] out = new byte[f.length()];
    out[3] = 1;
    hasher.hashPair(zeros, 0, zeros, 0, out, 0);
    assertArrayEquals(zeros, out);
    byte[] other = new byte[f.length()];
    other[f.length() - 1] = 1;
    hasher.hashPair(zeros, 0, other, 0, out, 0);
    byte[] both = new byte[2 * f.length()];
    both[2 * f.length() - 1] = 1;
    byte[] expected = new byte[f.length()];
    hasher.hash(ByteBuffer.wrap(both), 0, both.length, expected, 0);
    assertArrayEquals(expected, out);
  }

  /**
   * RFC 7574 §8.16's root hash 47a0…b03b: it is the SHA-1 hash of "Hello world!" and a line feed.
   */
  @Test
  void helloWorldHasTheRootOfTheExample() throws Exception {
    Path file = Files.writeString(folder.resolve("hello"), "Hello world!\n");
    Content seed = Content.seedFile(file, SwarmMetadata.template(HashFunction.SHA1), done -> {});
    assertEquals("47a013e660d408619d894b20806b1d5086aab03b", seed.metadata().id().toString());
  }

  /** RFC 7574 Figure 4: 7 chunks have the peaks 3, 9 and 12. */
  @Test
  void sevenChunksHaveThePeaksOfTheFigure() {
    PeakHashes peaks = new PeakHashes(HashFunction.SHA1);
    byte[] hash = new byte[20];
    for (int i = 0; i < 7; i++) {
      hash[0] = (byte) (i + 1);
      peaks.append(0, hash, 0);
    }
    assertEquals(3, peaks.count());
    assertEquals(3, peaks.bin(0));
    assertEquals(9, peaks.bin(1));
    assertEquals(12, peaks.bin(2));
    assertEquals(7, peaks.chunks());
    long[] above = {3, 3, 3, 3, 9, 9, 12};
    for (int chunk = 0; chunk < 7; chunk++) {
      assertEquals(above[chunk], PeakHashes.peakOf(chunk, 7));
    }
    assertThrows(IllegalArgumentException.class, () -> PeakHashes.peakOf(7, 7));
  }

  /** The root from peaks against the definition of §5.1: the whole tree with empty leaves. */
  @Test
  void theRootIsThatOfTheWholeTree() {
    Random random = new Random(5);
    Hasher hasher = new Hasher(HashFunction.SHA256);
    for (int chunks = 1; chunks <= 40; chunks++) {
      int width = Integer.highestOneBit(2 * chunks - 1);
      byte[] level = new byte[width * 32];
      PeakHashes peaks = new PeakHashes(HashFunction.SHA256);
      byte[] leaf = new byte[32];
      for (int i = 0; i < chunks; i++) {
        random.nextBytes(leaf);
        System.arraycopy(leaf, 0, level, i * 32, 32);
        peaks.append(0, leaf, 0);
      }
      for (int nodes = width / 2; nodes >= 1; nodes /= 2) {
        for (int i = 0; i < nodes; i++) {
          hasher.hashPair(level, 64 * i, level, 64 * i + 32, level, 32 * i);
        }
      }
      byte[] root = new byte[32];
      peaks.root(root, 0);
      assertArrayEquals(java.util.Arrays.copyOf(level, 32), root, chunks + " chunks");
      assertTrue(peaks.provenBy(root));
      PeakHashes received = new PeakHashes(HashFunction.SHA256);
      for (int i = 0; i < peaks.count(); i++) {
        peaks.get(i, leaf, 0);
        assertTrue(received.add(peaks.bin(i), leaf, 0));
        assertFalse(received.add(peaks.bin(0), leaf, 0), "not the next peak");
      }
      assertEquals(chunks, received.chunks());
      assertTrue(received.provenBy(root));
    }
    assertFalse(new PeakHashes(HashFunction.SHA256).provenBy(new byte[32]));
  }

  @Test
  void aTreeKnowsWhatWasPutInsideItsWindow() {
    HashTree tree = new HashTree(Region.allocate(16 * 40, 40), 20, 16);
    byte[] hash = new byte[20];
    for (long bin = 0; bin < 31; bin++) {
      assertFalse(tree.known(bin));
      hash[0] = (byte) bin;
      tree.put(bin, hash, 0);
      assertTrue(tree.known(bin));
    }
    byte[] got = new byte[20];
    for (long bin = 0; bin < 31; bin++) {
      tree.get(bin, got, 0);
      assertEquals(bin, got[0]);
    }
    assertFalse(tree.known(32));
    assertFalse(tree.known(-1));
    assertFalse(tree.known(Bin.ALL));
    assertThrows(IllegalArgumentException.class, () -> tree.put(32, hash, 0));
    assertThrows(IllegalArgumentException.class, () -> tree.get(33, got, 0));
    tree.slide(4);
    assertFalse(tree.known(6));
    assertTrue(tree.known(8));
    assertTrue(tree.known(Bin.of(2, 1)));
    assertFalse(tree.known(Bin.of(3, 0)));
    assertFalse(tree.known(Bin.ofChunk(16)));
    tree.put(Bin.ofChunk(16), hash, 0);
    assertTrue(tree.known(Bin.ofChunk(16)));
    tree.slide(1L << 50);
    for (long chunk = 0; chunk < 16; chunk++) {
      assertFalse(tree.known(Bin.ofChunk((1L << 50) + chunk)));
      assertFalse(tree.known(Bin.ofChunk(chunk)));
    }
  }

  @Test
  void boundsTheSizeOfATreeAndOfARegion() {
    Region region = Region.allocate(40, 40);
    assertThrows(IllegalArgumentException.class, () -> new HashTree(region, 20, 0));
    assertThrows(
        IllegalArgumentException.class, () -> new HashTree(region, 20, HashTree.MAX_CAPACITY + 1));
    assertThrows(IllegalArgumentException.class, () -> Region.allocate(0, 1));
    assertThrows(IllegalArgumentException.class, () -> Region.allocate(Long.MAX_VALUE, 1));
    assertThrows(IllegalArgumentException.class, () -> Region.allocate(1, 0));
  }

  /** A sparse file of 3 GiB: units of 1,000 bytes straddle no segment. */
  @Test
  void aRegionReachesBeyondOneBuffer() throws Exception {
    Path file = Files.createFile(folder.resolve("large"));
    long bytes = 3_000_000_000L;
    Region region = Region.map(file, bytes, 1000, true);
    assertEquals(bytes, Files.size(file));
    byte[] unit = new byte[1000];
    for (long i = 0; i < 3_000_000; i += 29_999) {
      java.util.Arrays.fill(unit, (byte) i);
      region.put(i * 1000, unit, 0, 1000);
    }
    ByteBuffer read = ByteBuffer.allocate(1000);
    Region again = Region.map(file, bytes, 1000, false);
    for (long i = 0; i < 3_000_000; i += 29_999) {
      again.copyTo(i * 1000, 1000, read.clear());
      assertEquals((byte) i, read.get(0));
      assertEquals((byte) i, read.get(999));
    }
  }

  @Test
  void aLargeScratchRegionIsInAFile() throws Exception {
    Region region = Region.scratch(65L << 20, 64);
    region.putLong(64L << 20, 7);
    assertEquals(7, region.getLong(64L << 20));
  }
}
