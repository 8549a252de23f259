package tv.martlet.media;

/** The bit rate of a stream, from the bytes between PCRs about a second apart. */
final class PcrRate {
  private static final long MEASURE = 27_000_000L / 2;

  /** A step between two PCRs above this is a jump: §2.7.2 allows 100 ms, the wild more. */
  static final long LONGEST_STEP = 27_000_000L * 2;

  private long lastPcr = TsPacket.NONE;
  private long anchorOffset;
  private long elapsed;
  private long rate;

  /** Takes a PCR of the clock's PID; returns whether it jumped. */
  boolean add(long pcr, long offset, boolean announced) {
    long step = lastPcr < 0 ? -1 : TsPacket.difference(pcr, lastPcr, TsPacket.PCR_WRAP);
    boolean first = lastPcr < 0;
    lastPcr = pcr;
    if (first || announced || step < 0 || step > LONGEST_STEP) {
      restart(offset);
      return !first;
    }
    elapsed += step;
    if (elapsed >= MEASURE) {
      rate = (long) ((offset - anchorOffset) * 8.0 * 27_000_000 / elapsed);
      restart(offset);
    }
    return false;
  }

  /** Forgets the last PCR, after a hole in the stream. */
  void reset() {
    lastPcr = TsPacket.NONE;
  }

  private void restart(long offset) {
    anchorOffset = offset;
    elapsed = 0;
  }

  /** Bits a second, 0 while unknown. */
  long bitsPerSecond() {
    return rate;
  }
}
