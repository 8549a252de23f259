package tv.martlet.media;

/** How many null packets (PID 8191) bring a stream up to a wanted rate. */
final class NullPadder {
  /** The highest rate that can be asked for, in bits a second. */
  static final long MAX_RATE = 200_000_000;

  private final long bitRate;
  private double owed;

  /**
   * @param bitRate bits a second, 0 for no padding
   */
  NullPadder(long bitRate) {
    if (bitRate < 0 || bitRate > MAX_RATE) {
      throw new IllegalArgumentException(
          "rate " + bitRate + " bit/s is not between 0 and " + MAX_RATE);
    }
    this.bitRate = bitRate;
  }

  /**
   * Null packets to go with {@code packets} packets that take {@code ticks} of 27 MHz. Where the
   * stream alone is faster than the rate, the next stretches get fewer, so that the mean is right.
   */
  int nulls(int packets, long ticks) {
    if (bitRate == 0) {
      return 0;
    }
    owed += bitRate / 8.0 / TsPacket.SIZE * ticks / 27_000_000.0 - packets;
    // A stream above the rate must not run up a debt that silences the padding for ever.
    owed = Math.max(owed, -bitRate / 8.0 / TsPacket.SIZE * 2);
    int nulls = (int) Math.max(owed, 0);
    owed -= nulls;
    return nulls;
  }
}
