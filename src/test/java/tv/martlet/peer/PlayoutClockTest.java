package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class PlayoutClockTest {
  private static final long SECOND = 1_000_000;

  private final PlayoutClock clock = new PlayoutClock();

  private void pass(long from, long micros) {
    for (long at = from; at <= from + micros; at += SECOND / 20) {
      clock.advance(at);
    }
  }

  @Test
  void theLagStaysWhileNothingIsMissed() {
    assertFalse(clock.isRunning());
    clock.start(2 * SECOND, 0);
    pass(0, 60 * SECOND);
    assertEquals(2 * SECOND, clock.lag());
    assertEquals(1, clock.speed(60 * SECOND));
  }

  @Test
  void aHoleSlowsPlayingForFiveSeconds() {
    clock.start(2 * SECOND, 0);
    pass(0, 10 * SECOND);
    clock.missed(10 * SECOND);
    assertEquals(0.92, clock.speed(10 * SECOND));
    pass(10 * SECOND, 20 * SECOND);
    assertEquals(1, clock.speed(15 * SECOND));
    // five seconds at 92 %, less the step at whose end the time was over
    assertEquals(2 * SECOND + 396_000.0, (double) clock.lag(), 1_000.0);
  }

  @Test
  void theLagGrowsNoFurtherThanItsBound() {
    clock.start(3 * SECOND, 0);
    for (long at = 0; at < 60 * SECOND; at += SECOND / 20) {
      clock.missed(at);
      clock.advance(at);
    }
    assertEquals((double) PlayoutClock.MOST_LAG, (double) clock.lag(), 4_000.0);
    assertEquals(1, clock.speed(60 * SECOND));
  }

  @Test
  void aLagThatBeganLargerIsKept() {
    clock.start(6 * SECOND, 0);
    clock.missed(0);
    pass(0, 10 * SECOND);
    assertEquals(6 * SECOND, clock.lag());
  }
}
