package tv.martlet.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkTest {
  @Test
  void aDatagramTakesItsLengthOverTheRate() {
    Link link = new Link(125_000, 30_000);
    assertEquals(10_000 + 8_000, link.leaves(1_000, 10_000));
    assertEquals(8_000, link.queueing(10_000));
    assertEquals(3_000, link.queueing(15_000));
    assertEquals(0, link.queueing(18_000));
    assertEquals(0, link.queueing(99_000));
  }

  @Test
  void theSecondWaitsForTheFirst() {
    Link link = new Link(125_000, 30_000);
    assertEquals(8_000, link.leaves(1_000, 0));
    assertEquals(16_000, link.leaves(1_000, 3_000));
    assertEquals(13_000, link.queueing(3_000));
  }

  @Test
  void anIdleLineBeginsAnew() {
    Link link = new Link(3, 30_000);
    assertEquals(333_334, link.leaves(1, 0));
    assertEquals(1, link.queueing(333_333));
    assertEquals(0, link.queueing(333_334));
    assertEquals(1_333_334, link.leaves(1, 1_000_000));
  }

  @Test
  void aFractionOfAMicrosecondIsCarried() {
    Link link = new Link(3, 30_000);
    assertEquals(333_334, link.leaves(1, 0));
    assertEquals(666_667, link.leaves(1, 333_333));
    assertEquals(1_000_000, link.leaves(1, 666_666));
    assertEquals(1_333_334, link.leaves(1, 1_000_000));
  }

  @ParameterizedTest
  @CsvSource({
    "1071, 156250, 6854400000",
    "1071, 8000, 133875000000",
    "1500, 1250000, 1200000000",
    // 10^6 · 1,071 · 10^6 / 7 is 153,000,000,000,000; of 1,000 bytes 142,857,142,857,142.86.
    "1071, 7, 153000000000000",
    "1000, 7, 142857142857143"
  })
  void aMillionDatagramsDoNotDrift(int bytes, long rate, long micros) {
    Link link = new Link(rate, 30_000);
    long left = 0;
    for (int i = 0; i < 1_000_000; i++) {
      // The next comes in the last microsecond of the one before: the line is never idle.
      left = link.leaves(bytes, Math.max(0, left - 1));
    }
    assertEquals(micros, left);
    assertEquals(1_000_000L * bytes, link.bytes());
    assertEquals(0, link.dropped());
  }

  @Test
  void whatFindsTheQueueFullIsDropped() {
    Link link = new Link(1_000_000, 10_000);
    for (int i = 1; i <= 10; i++) {
      assertEquals(1_000L * i, link.leaves(1_000, 0));
    }
    assertEquals(-1, link.leaves(1, 0));
    assertEquals(10_000, link.queueing(0));
    assertEquals(-1, link.leaves(1_001, 1_000));
    assertEquals(11_000, link.leaves(1_000, 1_000));
    assertEquals(11_000, link.bytes());
    assertEquals(2, link.dropped());
  }

  @Test
  void anIdleLineTakesMoreThanItsQueue() {
    Link link = new Link(1_000_000, 100);
    assertEquals(1_000, link.leaves(1_000, 0));
    assertEquals(-1, link.leaves(1, 500));
    assertEquals(1_001, link.leaves(1, 1_000));
  }

  @Test
  void anEndlessLineTakesNoTime() {
    Link link = Link.of(0);
    for (int i = 0; i < 1_000; i++) {
      assertEquals(5, link.leaves(65_535, 5));
    }
    assertEquals(0, link.queueing(5));
    assertEquals(65_535_000, link.bytes());
    assertEquals(0, link.dropped());
  }

  @ParameterizedTest
  @CsvSource({
    // 30 KB at least, 200 ms of the rate, 256 KB at most.
    "64000, 30000",
    "1250000, 31250",
    "3750000, 93750",
    "10000000, 250000",
    "50000000, 256000"
  })
  void theUsualQueueHolds200Milliseconds(double bitRate, int queue) {
    Link link = Link.of(bitRate);
    int sent = 0;
    while (link.leaves(10, 0) >= 0) {
      sent += 10;
    }
    assertEquals(queue, sent);
  }

  @Test
  void refusesWhatIsNoLine() {
    assertThrows(IllegalArgumentException.class, () -> new Link(-1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Link(Link.MAX_RATE + 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Link(1, -1));
  }
}
