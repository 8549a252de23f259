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
    clock.missed(20_000, 10 * SECOND);
    assertEquals(PlayoutClock.SLOWED, clock.speed(10 * SECOND));
    pass(10 * SECOND, 20 * SECOND);
    assertEquals(1, clock.speed(15 * SECOND));
    // five seconds, less the step at whose end the time was over
    assertEquals(2 * SECOND + 742_500.0, (double) clock.lag(), 1_000.0);
  }

  @Test
  void theLagGrowsNoFurtherThanItsBound() {
    clock.start(3 * SECOND, 0);
    for (long at = 0; at < 60 * SECOND; at += SECOND / 20) {
      clock.runsShort(at);
      clock.advance(at);
    }
    assertEquals((double) PlayoutClock.MOST_LAG, (double) clock.lag(), 6_000.0);
    assertEquals(1, clock.speed(60 * SECOND));
  }

  @Test
  void aLagThatBeganLargerIsKept() {
    clock.start(6 * SECOND, 0);
    clock.missed(20_000, 0);
    pass(0, 10 * SECOND);
    assertEquals(6 * SECOND, clock.lag());
  }

  /** Misses such a share of a minute of the stream. */
  private void missesOfAMinute(double share) {
    clock.start(3 * SECOND, 0);
    for (long at = 0; at < 60 * SECOND; at += SECOND / 20) {
      clock.missed(share * SECOND / 20, at);
      clock.advance(at);
    }
  }

  @Test
  void whoMissesMoreThanOneInAHundredFallsFartherBehind() {
    missesOfAMinute(0.02);
    assertEquals((double) PlayoutClock.FARTHEST_LAG, (double) clock.lag(), 6_000.0);
    assertEquals(1, clock.speed(60 * SECOND));
  }

  @Test
  void whoMissesLessDoesNot() {
    missesOfAMinute(0.005);
    assertEquals((double) PlayoutClock.MOST_LAG, (double) clock.lag(), 6_000.0);
  }

  @Test
  void manyHolesAreForgottenInTime() {
    clock.start(4 * SECOND, 0);
    clock.missed(400_000, 0); // 4 % of ten seconds
    clock.runsShort(10 * SECOND);
    assertEquals(PlayoutClock.SLOWED, clock.speed(10 * SECOND));
    clock.runsShort(15 * SECOND);
    assertEquals(1, clock.speed(15 * SECOND));
  }
}
