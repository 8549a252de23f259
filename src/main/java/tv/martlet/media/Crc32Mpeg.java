package tv.martlet.media;

/** The CRC of sections (ISO/IEC 13818-1 annex A): 0x04C11DB7, most significant bit first. */
final class Crc32Mpeg {
  private static final int[] TABLE = table();

  private Crc32Mpeg() {}

  private static int[] table() {
    int[] table = new int[256];
    for (int i = 0; i < 256; i++) {
      int crc = i << 24;
      for (int bit = 0; bit < 8; bit++) {
        crc = crc < 0 ? (crc << 1) ^ 0x04C11DB7 : crc << 1;
      }
      table[i] = crc;
    }
    return table;
  }

  /** The CRC of {@code length} bytes; 0 if they end with their own CRC and are sound. */
  static int of(byte[] bytes, int length) {
    int crc = -1;
    for (int i = 0; i < length; i++) {
      crc = (crc << 8) ^ TABLE[(crc >>> 24) ^ (bytes[i] & 0xFF)];
    }
    return crc;
  }
}
