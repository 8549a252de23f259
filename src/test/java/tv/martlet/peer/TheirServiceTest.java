package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether a neighbour has ever let us ask: {@link TheirService}. */
class TheirServiceTest {
  private static final long SECOND = 1_000_000;

  private final TheirService service = new TheirService();
  private long now = Mesh.EPOCH;

  @BeforeEach
  void opened() {
    service.opened(now);
  }

  private void choke(boolean value, long after) {
    now += after;
    service.choke(value, now);
    assertEquals(value, service.isChoked());
  }

  @Test
  void whoSaysNothingLetsUsAsk() {
    assertFalse(service.isChoked());
    assertFalse(service.hasNeverServed());
  }

  @Test
  void whoChokesFromTheBeginningHasNeverServed() {
    choke(true, 1);
    assertTrue(service.hasNeverServed());
    choke(true, 100 * SECOND);
    assertTrue(service.hasNeverServed(), "said again");
  }

  @Test
  void whoLetsUsAskNowServes() {
    choke(true, 1);
    choke(false, 10 * SECOND);
    assertFalse(service.hasNeverServed());
  }

  @Test
  void momentsDoNotCount() {
    choke(true, SECOND - 1);
    assertTrue(service.hasNeverServed());
    for (int i = 0; i < 100; i++) {
      choke(false, SECOND);
      choke(true, SECOND - 1);
      assertTrue(service.hasNeverServed());
    }
  }

  @Test
  void aSecondIsProofForGood() {
    choke(true, 1);
    choke(false, 10 * SECOND);
    choke(true, SECOND);
    assertFalse(service.hasNeverServed());
    choke(false, SECOND);
    choke(true, 1);
    choke(true, 1_000 * SECOND);
    assertFalse(service.hasNeverServed());
  }

  @Test
  void aSecondAtTheBeginningIsProofToo() {
    choke(true, SECOND);
    assertFalse(service.hasNeverServed());
  }

  @Test
  void anUnchokeSaidAgainDoesNotBeginTheSecondAnew() {
    choke(true, 1);
    choke(false, SECOND);
    choke(false, SECOND / 2);
    choke(false, SECOND / 4);
    choke(true, SECOND / 4);
    assertFalse(service.hasNeverServed());
  }
}
