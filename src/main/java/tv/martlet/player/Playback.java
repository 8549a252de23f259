package tv.martlet.player;

import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import tv.martlet.player.PlayerState.Phase;
import tv.martlet.player.PlayerState.Picture;

/**
 * What was asked of mpv and how far it has come. No I/O and no clock: times are arguments, in
 * nanoseconds of one arbitrary origin.
 *
 * <pre>
 * wish ── given() ──► loadfile ── answer: accepted(entry) ──► start-file(entry) ──► core-idle=false
 *                                                              LOADING               PLAYING
 * </pre>
 */
final class Playback {
  private static final int MAX_URL = 2_048;
  private static final int MAX_TEXT = 500;

  /** How long a picture must have moved for its source to count as sound. */
  private static final long SOUND_NANOS = 5_000_000_000L;

  /**
   * @param askedNanos when {@link Player#play} was called
   */
  record Wish(String url, String title, long askedNanos) {
    /**
     * @throws IllegalArgumentException when the URL is none of the web, or too long
     */
    static Wish of(String url, String title, long nanos) {
      if (!url.matches("(?i)https?://\\S+") || url.length() > MAX_URL) {
        String shown = url.substring(0, Math.min(url.length(), 100));
        throw new IllegalArgumentException("not an http or https URL: " + shown);
      }
      return new Wish(url, cut(title), nanos);
    }
  }

  /** A text that fits on the screen. */
  static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }

  private static final long NO_ENTRY = -1;

  private Wish given;
  private long entry = NO_ENTRY;
  private long current = NO_ENTRY;
  private boolean coreIdle = true;
  private boolean moved;
  private boolean ended;
  private long movedNanos;
  private OptionalLong zapMillis = OptionalLong.empty();
  private Wish measured;
  private OptionalDouble position = OptionalDouble.empty();
  private OptionalDouble fps = OptionalDouble.empty();

  /** mpv is being told this wish; null means stop. */
  void given(Wish wish) {
    given = wish;
    entry = NO_ENTRY;
    moved = false;
    ended = false;
    position = OptionalDouble.empty();
    fps = OptionalDouble.empty();
    if (!Objects.equals(wish, measured)) {
      zapMillis = OptionalLong.empty();
    }
  }

  /**
   * mpv has taken the wish as file number {@code entry}.
   *
   * @return true when its picture moves now for the first time
   */
  boolean accepted(long entry, long nanos) {
    this.entry = entry;
    return noteMoving(nanos);
  }

  /** mpv is gone and has forgotten everything. */
  void lost() {
    OptionalLong zap = zapMillis; // still true of the last play()
    given(null);
    zapMillis = zap;
    current = NO_ENTRY;
    coreIdle = true;
  }

  void started(long number) {
    current = number;
    coreIdle = true;
  }

  /**
   * mpv stands still, or goes on.
   *
   * @return true when the picture of the wish moves now for the first time
   */
  boolean coreIdle(boolean idle, long nanos) {
    coreIdle = idle;
    return noteMoving(nanos);
  }

  private boolean noteMoving(long nanos) {
    if (moved || !isMoving()) {
      return false;
    }
    moved = true;
    movedNanos = nanos;
    if (!Objects.equals(given, measured)) { // coming back after a crash is no zap
      measured = given;
      zapMillis = OptionalLong.of((nanos - given.askedNanos()) / 1_000_000);
    }
    return true;
  }

  private boolean isMoving() {
    return isAtWish() && !coreIdle;
  }

  /** mpv has begun with the file wished for. */
  boolean isAtWish() {
    return given != null && entry != NO_ENTRY && entry == current;
  }

  /**
   * A file has ended.
   *
   * @return true when it was the one wished for, which must be loaded again
   */
  boolean ended(long number) {
    ended = given != null && entry != NO_ENTRY && number == entry;
    coreIdle |= ended;
    return ended;
  }

  /** Whether the picture moved for long enough that the next failure is a new one. */
  boolean wasSound(long nanos) {
    return moved && nanos - movedNanos >= SOUND_NANOS;
  }

  void measured(OptionalDouble position, OptionalDouble fps) {
    this.position = position;
    this.fps = fps;
  }

  Phase phase() {
    if (given == null) {
      return Phase.IDLE;
    }
    if (isMoving()) {
      return Phase.PLAYING;
    }
    return moved && !ended ? Phase.BUFFERING : Phase.LOADING;
  }

  Picture picture() {
    return new Picture(position, fps, zapMillis);
  }
}
