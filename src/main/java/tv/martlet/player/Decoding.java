package tv.martlet.player;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * Which decoder is tried, and when it is given up: a chip that gets its data but gives no picture
 * is left alone until the next start. No I/O and no clock.
 */
final class Decoding {
  static final String SOFTWARE = "no";

  /** Share of the waiting time that must have come as media, lest a poor line look like a chip. */
  private static final double ENOUGH_DATA = 0.5;

  private final Duration patience;
  private String hwdec;
  private String note = "";
  private boolean waiting;
  private long sinceNanos;
  private OptionalDouble base = OptionalDouble.empty();

  /**
   * @param patience how long the first picture may take while data comes in
   */
  Decoding(String hwdec, Duration patience) {
    this.hwdec = hwdec;
    this.patience = patience;
  }

  /** The decoder to be used now, as mpv calls it. */
  String hwdec() {
    return hwdec;
  }

  /** Why it is not the one that was wished for; empty when it is. */
  String note() {
    return note;
  }

  /** How often {@link #isOverdue} wants to be asked. */
  long lookEveryMillis() {
    return Math.max(1, patience.toMillis() / 5);
  }

  boolean isHardware() {
    return !hwdec.equals(SOFTWARE);
  }

  /** A stream was opened; its first picture is waited for. */
  void opened(long nanos) {
    waiting = isHardware();
    sinceNanos = nanos;
    base = OptionalDouble.empty();
  }

  /** The picture is there, or nobody waits for it any more. */
  void settled() {
    waiting = false;
  }

  boolean isWaiting() {
    return waiting;
  }

  /**
   * Whether the picture should have been there.
   *
   * @param received the time stamp in seconds of the newest media that has come
   */
  boolean isOverdue(long nanos, OptionalDouble received) {
    if (!waiting || received.isEmpty()) {
      return false;
    }
    if (base.isEmpty()) {
      base = received;
    }
    double came = received.getAsDouble() - base.getAsDouble();
    return nanos - sinceNanos >= patience.toNanos()
        && came >= patience.toMillis() / 1e3 * ENOUGH_DATA;
  }

  /** From now on it is done in software. */
  void giveUp() {
    note =
        String.format(
            "hardware decoding (%s) gave no picture and is off until the next start: set"
                + " player.hwdec = \"no\" to leave it off",
            hwdec);
    hwdec = SOFTWARE;
    waiting = false;
  }
}
