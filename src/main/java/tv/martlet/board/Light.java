package tv.martlet.board;

/**
 * What the status light shows, as patterns of on and off. No I/O, no thread and no clock: times are
 * arguments, in microseconds of one arbitrary origin.
 */
public final class Light {
  static final long NEVER = Long.MAX_VALUE;
  static final long IDENTIFY_MICROS = 10_000_000;

  private static final int MICROS_A_MILLI = 1_000;

  /** How the box fares. Milliseconds on, off, on, off and so on, over and over. */
  public enum State {
    OFF(),
    /** A slow blink. */
    STARTING(800, 800),
    PLAYING(1),
    /** A fast blink. */
    BUFFERING(150, 150),
    /** Two blinks and a pause. */
    PROBLEM(150, 200, 150, 1_000),
    /** A flicker. */
    IDENTIFY(50, 50);

    @SuppressWarnings("ImmutableEnumChecker") // written once and handed to nobody
    private final int[] millis;

    private final int whole;

    State(int... millis) {
      this.millis = millis;
      int sum = 0;
      for (int part : millis) {
        sum += part;
      }
      this.whole = sum;
    }

    private boolean changes() {
      return millis.length > 1;
    }

    boolean isLit(long micros) {
      if (!changes()) {
        return millis.length == 1;
      }
      long at = micros / MICROS_A_MILLI % whole;
      int part = 0;
      while (at >= millis[part]) {
        at -= millis[part++];
      }
      return part % 2 == 0;
    }

    /** How long the light stays as it is. */
    private long remainder(long micros) {
      if (!changes()) {
        return NEVER;
      }
      long at = micros % ((long) whole * MICROS_A_MILLI);
      int part = 0;
      while (at >= (long) millis[part] * MICROS_A_MILLI) {
        at -= (long) millis[part++] * MICROS_A_MILLI;
      }
      return (long) millis[part] * MICROS_A_MILLI - at;
    }
  }

  private State state = State.OFF;
  private long since;
  private long identifyUntil = Long.MIN_VALUE;

  /** From now on it shows this; the same as before goes on undisturbed. */
  void show(State wanted, long now) {
    if (wanted != state) {
      state = wanted;
      since = now;
    }
  }

  /** Flickers for ten seconds, whatever else there is to show. */
  void identify(long now) {
    identifyUntil = now + IDENTIFY_MICROS;
  }

  boolean isLit(long now) {
    return now < identifyUntil
        ? State.IDENTIFY.isLit(IDENTIFY_MICROS - (identifyUntil - now))
        : state.isLit(now - since);
  }

  /** When the light changes next; {@link #NEVER} if it stays. */
  long deadline(long now) {
    long wait =
        now < identifyUntil
            ? Math.min(
                State.IDENTIFY.remainder(IDENTIFY_MICROS - (identifyUntil - now)),
                identifyUntil - now)
            : state.remainder(now - since);
    return wait == NEVER ? NEVER : now + wait;
  }
}
