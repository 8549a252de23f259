package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What a line carries, as {@link UploadGauge} learns it from what is sent over it. */
class UploadGaugeTest {
  private static final long SECOND = 1_000_000;
  private static final long TICK = SECOND / 2;
  private static final long QUEUE = UploadGauge.FULL + 1;
  private static final int RATE = 100_000; // bytes a second

  private UploadGauge gauge = new UploadGauge(0);
  private long now = Mesh.EPOCH;

  /** So many looks, with so much acknowledged before each. */
  private void sends(int rate, long queue, int looks) {
    for (int i = 0; i < looks; i++) {
      now += TICK;
      gauge.acknowledged((int) (rate * TICK / SECOND), now);
      gauge.look(queue, now);
    }
  }

  /** A line that is full of such a rate, and nothing older is remembered. */
  private void measured(int rate) {
    gauge = new UploadGauge(0);
    sends(rate, QUEUE, 2);
    assertTrue(gauge.isMeasured(now));
  }

  private void assertAbout(double expected, long actual) {
    assertEquals(expected, (double) actual, 0.01 * expected);
  }

  @Test
  void nothingIsKnownAtFirst() {
    gauge.look(0, now);
    assertFalse(gauge.isMeasured(now));
    assertEquals(0, gauge.capacity(now));
    assertEquals(0, gauge.spare(now));
  }

  @Test
  void twoLooksInARowAtAQueueMeasureWhatWasAcknowledgedBetween() {
    sends(RATE, QUEUE, 1);
    assertFalse(gauge.isMeasured(now), "the time before the first queue may have been idle");
    sends(2 * RATE, QUEUE, 1);
    assertTrue(gauge.isMeasured(now));
    assertAbout(2 * RATE, gauge.capacity(now));
  }

  @Test
  void theRateIsOfTheTimeThatTheLookTook() {
    sends(RATE, QUEUE, 1);
    now += 3 * TICK;
    gauge.acknowledged(RATE, now);
    gauge.look(QUEUE, now);
    assertAbout(RATE / 1.5, gauge.capacity(now));
  }

  @Test
  void aQueueThatComesAndGoesMeasuresNothing() {
    for (int i = 0; i < 10; i++) {
      sends(RATE, QUEUE, 1);
      sends(RATE, UploadGauge.FULL, 1);
    }
    assertFalse(gauge.isMeasured(now));
  }

  @Test
  void aQueueOfExactlyTheBoundIsNone() {
    sends(RATE, UploadGauge.FULL, 10);
    assertFalse(gauge.isMeasured(now));
    sends(RATE, UploadGauge.FULL + 1, 2);
    assertTrue(gauge.isMeasured(now));
  }

  @Test
  void looksTooFarApartAreNotInARow() {
    sends(RATE, QUEUE, 1);
    now += 2 * SECOND;
    sends(RATE, QUEUE, 1);
    assertFalse(gauge.isMeasured(now), "who knows what was between");
    sends(RATE, QUEUE, 1);
    assertTrue(gauge.isMeasured(now));
  }

  @Test
  void aLineWithoutAQueueMayCarryTwiceWhatItHas() {
    sends(RATE, 0, 60);
    assertFalse(gauge.isMeasured(now));
    // each tick's bytes come at its end: a mean over two seconds sees a little more than the rate
    assertEquals(2.0 * RATE, (double) gauge.capacity(now), 0.3 * RATE);
    long most = gauge.capacity(now);
    sends(0, 0, 60);
    assertEquals(most, gauge.capacity(now), "what it has carried once");
  }

  @Test
  void aFullLinePromisesNoMoreThanItsMeasure() {
    sends(RATE, 0, 60);
    long promised = gauge.capacity(now);
    sends(RATE, QUEUE, 2);
    assertAbout(RATE, gauge.capacity(now));
    assertTrue(promised > 1.9 * RATE, "promised " + promised);
  }

  @Test
  void aMeasureFallsSlowlyAndRisesQuicker() {
    measured(RATE);
    sends(RATE / 2, QUEUE, 1);
    assertAbout(0.95 * RATE, gauge.capacity(now));
    measured(RATE);
    sends(2 * RATE, QUEUE, 1);
    assertAbout(1.3 * RATE, gauge.capacity(now));
  }

  @Test
  void aMeasureComesToWhatTheLineCarries() {
    measured(RATE);
    sends(RATE / 4, QUEUE, 60);
    assertAbout(RATE / 4.0, gauge.capacity(now));
    sends(4 * RATE, QUEUE, 60);
    assertAbout(4 * RATE, gauge.capacity(now));
  }

  @Test
  void aMeasureIsBelievedForHalfAMinute() {
    measured(RATE);
    assertTrue(gauge.isMeasured(now + 30 * SECOND - 1));
    assertAbout(RATE, gauge.capacity(now + 30 * SECOND - 1));
    assertFalse(gauge.isMeasured(now + 30 * SECOND));
    assertAbout(2 * RATE, gauge.capacity(now + 30 * SECOND));
  }

  @Test
  void eachQueueMakesTheMeasureLast() {
    measured(RATE);
    sends(RATE, QUEUE, 100);
    sends(RATE / 2, 0, 59);
    assertTrue(gauge.isMeasured(now));
    sends(RATE / 2, 0, 1);
    assertFalse(gauge.isMeasured(now));
  }

  @Test
  void whatTheUserAllowsIsTheCapacity() {
    gauge = new UploadGauge(40_000);
    assertEquals(40_000, gauge.capacity(now));
    sends(RATE, 0, 20);
    assertEquals(40_000, gauge.capacity(now));
    sends(RATE, QUEUE, 20);
    assertTrue(gauge.isMeasured(now));
    assertEquals(40_000, gauge.capacity(now));
  }

  @Test
  void whatIsNotInUseIsSpareAndNeverLessThanNothing() {
    gauge = new UploadGauge(40_000);
    assertEquals(40_000, gauge.spare(now));
    gauge.acknowledged(20_000, now); // fades over two seconds: 10,000 a second
    assertEquals(30_000, gauge.spare(now));
    gauge.acknowledged(RATE, now);
    assertEquals(0, gauge.spare(now));
    assertEquals(40_000, gauge.spare(now + 60 * SECOND));
  }

  @Test
  void looksOfSeveralSwarmsAreOne() {
    sends(RATE, QUEUE, 1);
    for (int i = 1; i <= 4; i++) {
      now += 99_999;
      gauge.acknowledged(RATE / 10, now);
      gauge.look(i == 2 ? QUEUE : 0, now);
      assertFalse(gauge.isMeasured(now), "too soon");
    }
    now += 4;
    gauge.look(0, now); // 400 ms after the first
    assertTrue(gauge.isMeasured(now), "the longest queue of any swarm");
    assertAbout(RATE, gauge.capacity(now));
    gauge.look(QUEUE, now + 399_999);
    long before = gauge.capacity(now);
    gauge.acknowledged(RATE, now + 399_999);
    assertEquals(before, gauge.capacity(now + 399_999));
    gauge.look(0, now + 400_000);
    assertAbout(before + 0.3 * (2.5 * RATE - before), gauge.capacity(now + 400_000));
  }

  @Test
  void aQueueCountsForTheLookThatItWasGatheredFor() {
    sends(RATE, QUEUE, 1);
    sends(RATE, 0, 1);
    sends(RATE, QUEUE, 1);
    assertFalse(gauge.isMeasured(now));
  }

  @Test
  void aLimitThatIsReachedShowsNoQueueAndIsFullAllTheSame() {
    gauge = new UploadGauge(RATE);
    sends(RATE * 9 / 10, 0, 10);
    assertFalse(gauge.isMeasured(now));
    sends(RATE * 91 / 100, 0, 2);
    assertTrue(gauge.isMeasured(now));
    assertEquals(RATE, gauge.capacity(now));
  }
}
