package tv.martlet.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LinkProbeTest {
  private static long awaited(LinkProbe probe, long datagrams) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    long got = 0;
    while (got < datagrams && System.nanoTime() - end < 0) {
      got = probe.received().get();
    }
    return got;
  }

  @Test
  void everyDatagramOfRunsArrivesOnItsOwn() throws Exception {
    try (LinkProbe from = LinkProbe.open();
        LinkProbe to = LinkProbe.open()) {
      // Several runs at once, so that more than one waits when the receiver looks.
      for (int round = 1; round <= 5; round++) {
        from.send(to.localAddress(), 1045, 300).get();
        assertEquals(round * 300L, awaited(to, round * 300L));
      }
    }
  }

  @Test
  void blastsUntilTheTimeIsOver() throws Exception {
    try (LinkProbe from = LinkProbe.open();
        LinkProbe to = LinkProbe.open()) {
      from.blast(to.localAddress(), 1045, 60, 20_000).get();
      assertTrue(awaited(to, 60) >= 60);
    }
  }
}
