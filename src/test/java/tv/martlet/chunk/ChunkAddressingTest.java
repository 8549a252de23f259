package tv.martlet.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChunkAddressingTest {
  @ParameterizedTest
  @CsvSource({
    "BINS_32, 0, 4, 4",
    "BYTES_64, 1, 16, 8",
    "CHUNKS_32, 2, 8, 4",
    "BINS_64, 3, 8, 8",
    "CHUNKS_64, 4, 16, 8"
  })
  void hasTheCodesAndLengthsOfTheTable(ChunkAddressing each, int code, int spec, int value) {
    assertEquals(code, each.code());
    assertEquals(each, ChunkAddressing.ofCode(code));
    assertEquals(spec, each.specLength());
    assertEquals(value, each.valueLength());
    assertNull(ChunkAddressing.ofCode(5));
    assertNull(ChunkAddressing.ofCode(-1));
  }

  @ParameterizedTest
  @CsvSource({
    "BINS_32, 4, 7, 0000000b",
    "BYTES_64, 4, 7, 00000000000010000000000000001fff",
    "CHUNKS_32, 4, 7, 0000000400000007",
    "BINS_64, 4, 7, 000000000000000b",
    "CHUNKS_64, 4, 7, 00000000000000040000000000000007",
    "CHUNKS_32, 4294967295, 4294967295, ffffffffffffffff",
    "BINS_32, 2147483647, 2147483647, fffffffe"
  })
  void writesAndReadsTheseBytes(ChunkAddressing each, long first, long last, String hex) {
    ByteBuffer buffer = ByteBuffer.allocate(each.specLength() + 3).position(3);
    each.put(buffer, first, last, 1024);
    assertEquals(hex, HexFormat.of().formatHex(buffer.array(), 3, 3 + each.specLength()));
    assertEquals(first, each.first(buffer, 3, 1024));
    assertEquals(last, each.last(buffer, 3, 1024));
  }

  @ParameterizedTest
  @EnumSource(ChunkAddressing.class)
  void readsBackWhatItCanExpress(ChunkAddressing each) {
    Random random = new Random(11);
    ByteBuffer buffer = ByteBuffer.allocateDirect(16);
    for (int i = 0; i < 20_000; i++) {
      long first = (random.nextLong() & Bin.MAX_CHUNK) >>> random.nextInt(62);
      long last = Math.min(Bin.MAX_CHUNK, first + (random.nextLong() >>> (1 + random.nextInt(62))));
      long end = last < first ? first : each.expressibleLast(first, last);
      if (end == ChunkAddressing.INVALID) {
        assertTrue(first > each.maxChunk());
      } else if (end >= first && first <= each.maxChunk()) {
        assertTrue(each.canExpress(first, end));
        each.put(buffer.clear(), first, end, 1024);
        assertEquals(first, each.first(buffer, 0, 1024));
        assertEquals(end, each.last(buffer, 0, 1024));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "BINS_32, ffffffff, the empty interval",
    "BINS_64, ffffffffffffffff, the empty interval",
    "BINS_64, 8000000000000000, bit 63",
    "CHUNKS_32, 0000000500000004, end before start",
    "CHUNKS_64, 00000000000000050000000000000004, end before start",
    "CHUNKS_64, 80000000000000008000000000000000, bit 63",
    "CHUNKS_64, 00000000000000004000000000000000, beyond the last bin",
    "BYTES_64, 00000000000000010000000000000fff, not the start of a chunk",
    "BYTES_64, 000000000000040000000000000003ff, end before start",
    "BYTES_64, 00000000000000007fffffffffffffff, end overflows",
    "BYTES_64, 8000000000000000ffffffffffffffff, bit 63"
  })
  void refusesMalformedOnes(ChunkAddressing each, String hex, String why) {
    ByteBuffer buffer = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    assertEquals(ChunkAddressing.INVALID, each.first(buffer, 0, 1024), why);
    assertEquals(ChunkAddressing.INVALID, each.last(buffer, 0, 1024), why);
  }

  @Test
  void readsEverythingAndAShortLastChunk() {
    ByteBuffer all = ByteBuffer.wrap(HexFormat.of().parseHex("7fffffffffffffff"));
    assertEquals(0, ChunkAddressing.BINS_64.first(all, 0, 1024));
    assertEquals(Bin.MAX_CHUNK, ChunkAddressing.BINS_64.last(all, 0, 1024));
    assertEquals((1L << 31) - 1, ChunkAddressing.BINS_32.last(all, 0, 1024));
    ByteBuffer short7162 =
        ByteBuffer.wrap(HexFormat.of().parseHex("00000000000018000000000000001bf9"));
    assertEquals(6, ChunkAddressing.BYTES_64.first(short7162, 0, 1024));
    assertEquals(6, ChunkAddressing.BYTES_64.last(short7162, 0, 1024));
  }

  @Test
  void binsExpressAlignedRangesOnly() {
    assertFalse(ChunkAddressing.BINS_32.canExpress(1, 2));
    assertTrue(ChunkAddressing.BINS_32.canExpress(2, 3));
    assertEquals(2, ChunkAddressing.BINS_64.expressibleLast(2, 2));
    assertEquals(3, ChunkAddressing.BINS_64.expressibleLast(2, 9));
    assertTrue(ChunkAddressing.CHUNKS_32.canExpress(1, 2));
    assertFalse(ChunkAddressing.CHUNKS_32.canExpress(1, 1L << 32));
    assertFalse(ChunkAddressing.CHUNKS_32.canExpress(-1, 2));
    assertFalse(ChunkAddressing.BINS_32.canExpress(1L << 31, 1L << 31));
    assertEquals(-1, ChunkAddressing.BINS_32.expressibleLast(1L << 31, 1L << 32));
  }
}
