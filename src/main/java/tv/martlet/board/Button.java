package tv.martlet.board;

import java.time.Duration;
import java.util.function.Consumer;
import tv.martlet.board.Keys.Press;

/**
 * What the level of a contact means: presses without bounces, short and long. No I/O, no thread and
 * no clock: times are arguments, in microseconds of one arbitrary origin.
 *
 * <pre>
 * level   ──┐┌┐ ┌────────────────────┐┌┐┌─────    low is pressed
 *           └┘└─┘                    └┘└┘
 *               │ debounce │ DOWN  …      │ debounce │ SHORT, if LONG has not come before
 * </pre>
 */
final class Button {
  static final long NEVER = Long.MAX_VALUE;
  static final long REPEAT_MICROS = 150_000;

  /** A button that something lies on does not speak for ever. */
  static final int MAX_REPEATS = 100;

  private final long debounceMicros;
  private final long longMicros;
  private final Consumer<Press> news;
  private boolean raw;
  private boolean pressed;
  private boolean ignored;
  private long settlesAt = NEVER;
  private long speaksAt = NEVER;
  private int repeats;

  /**
   * A button in the state that it is found in.
   *
   * @param pressed whether it is down already: that is no press, and it must first be let go
   */
  Button(Duration debounce, Duration longPress, boolean pressed, Consumer<Press> news) {
    this.debounceMicros = debounce.toNanos() / 1_000;
    this.longMicros = longPress.toNanos() / 1_000;
    this.raw = pressed;
    this.pressed = pressed;
    this.ignored = pressed;
    this.news = news;
  }

  /** The contact closed or opened, if only for a moment. */
  void level(boolean down, long now) {
    timer(now);
    if (down == raw) {
      return;
    }
    raw = down;
    settlesAt = raw == pressed ? NEVER : now + debounceMicros;
    timer(now);
  }

  /** Does what is due. */
  void timer(long now) {
    if (settlesAt <= now && settlesAt <= speaksAt) {
      settle();
    }
    while (speaksAt <= now) {
      speak();
    }
    if (settlesAt <= now) {
      settle();
    }
  }

  private void settle() {
    long at = settlesAt;
    settlesAt = NEVER;
    pressed = raw;
    boolean wasLong = repeats > 0;
    repeats = 0;
    speaksAt = pressed ? at + longMicros : NEVER;
    if (ignored) {
      ignored = false;
    } else if (pressed) {
      news.accept(Press.DOWN);
    } else if (!wasLong) {
      news.accept(Press.SHORT);
    }
  }

  private void speak() {
    news.accept(repeats == 0 ? Press.LONG : Press.REPEAT);
    repeats++;
    speaksAt = repeats > MAX_REPEATS ? NEVER : speaksAt + REPEAT_MICROS;
  }

  /** When {@link #timer} must be called next; {@link #NEVER} until a level changes. */
  long deadline() {
    return Math.min(settlesAt, speaksAt);
  }
}
