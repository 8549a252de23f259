package tv.martlet.chunk;

/**
 * The 64-bit NTP timestamp of signatures (RFC 5905 §6): seconds since 1900 and 32 bits of fraction.
 * The 32 bits of seconds wrap in 2036; times from 1968 to 2104 are told apart by the top bit.
 */
public final class NtpTime {
  private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;
  private static final long MICROS = 1_000_000L;

  private NtpTime() {}

  /** Returns the timestamp of a time in microseconds since 1970. */
  public static long fromMicros(long unixMicros) {
    long seconds = Math.floorDiv(unixMicros, MICROS) + SECONDS_1900_TO_1970;
    long micros = Math.floorMod(unixMicros, MICROS);
    // Rounded up, so that the way back, rounded down, gives the same microsecond.
    return (seconds << 32) | (((micros << 32) + MICROS - 1) / MICROS);
  }

  /** Returns a timestamp's time in microseconds since 1970. */
  public static long toMicros(long ntp) {
    long seconds = ntp >>> 32;
    if (ntp >= 0) {
      seconds += 1L << 32; // the era that begins in 2036
    }
    return (seconds - SECONDS_1900_TO_1970) * MICROS + (((ntp & 0xffffffffL) * MICROS) >>> 32);
  }
}
