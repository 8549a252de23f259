package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@link InFlight} against a plain map. */
class InFlightTest {
  @Test
  void theFirstSendingsLateArrivalTellsNothingOfWhatWentBeforeTheSecond() {
    InFlight flight = new InFlight();
    for (long chunk = 0; chunk < 10; chunk++) {
      flight.sent(chunk, 1_000, 0);
    }
    List<Long> lost = new ArrayList<>();
    assertEquals(0, flight.loseOldest((chunk, bytes) -> lost.add(chunk)));
    flight.sent(0, 1_000, 5_000);
    // The acknowledgement of the first sending comes a moment after the second one went out.
    assertEquals(1_000, flight.acknowledge(0, 0, 5_100 - 3_000));
    flight.detectLost(1_000, 4_000, (chunk, bytes) -> lost.add(chunk));
    assertEquals(List.of(0L), lost, "the nine others are still under way");
    // A round trip after it, it does tell.
    flight.loseOldest((chunk, bytes) -> lost.add(chunk));
    flight.sent(1, 1_000, 6_000);
    assertEquals(1_000, flight.acknowledge(1, 1, 9_100 - 3_000));
    flight.detectLost(1_000, 4_000, (chunk, bytes) -> lost.add(chunk));
    assertEquals(9, lost.size(), "all but the one within the reordering window of three");
  }

  @Test
  void theFlightAgreesWithAModel() {
    Random random = new Random(3);
    InFlight flight = new InFlight();
    LinkedHashMap<Long, long[]> model = new LinkedHashMap<>(); // chunk → size, time
    long now = 0;
    for (int i = 0; i < 30_000; i++) {
      now++;
      long chunk = random.nextInt(700);
      int kind = random.nextInt(8);
      if (kind < 5) {
        if (!flight.isFull()) {
          int size = 1 + random.nextInt(1_400);
          flight.sent(chunk, size, now);
          model.remove(chunk);
          model.put(chunk, new long[] {size, now});
        }
      } else if (kind < 7) {
        long last = chunk + random.nextInt(random.nextInt(6) == 0 ? 900 : 4);
        long expected = 0;
        for (long c = chunk; c <= last; c++) {
          long[] gone = model.remove(c);
          expected += gone == null ? 0 : gone[0];
        }
        assertEquals(expected, flight.acknowledge(chunk, last, now));
      } else if (random.nextInt(500) == 0) {
        List<Long> lost = new ArrayList<>();
        flight.loseAll((c, bytes) -> lost.add(c));
        assertEquals(List.copyOf(model.keySet()), lost, "oldest first");
        model.clear();
      } else {
        long at = now;
        flight.detectLost(
            200,
            Long.MIN_VALUE,
            (c, bytes) -> {
              long[] sent = model.remove(c);
              assertEquals(sent[0], bytes);
              assertTrue(at - sent[1] >= 200, "not before it is overdue");
            });
      }
      assertEquals(model.size(), flight.count());
      assertEquals(model.values().stream().mapToLong(m -> m[0]).sum(), flight.bytes());
      long[] here = model.get(chunk);
      assertEquals(here == null ? -1 : here[1], flight.sentAt(chunk));
      assertEquals(
          model.values().stream().mapToLong(m -> m[1]).min().orElse(Timed.NEVER),
          flight.oldestSentAt());
    }
    flight.clear();
    assertEquals(0, flight.count());
    assertEquals(-1, flight.sentAt(5));
  }

  @Test
  void theFlightIsBounded() {
    InFlight flight = new InFlight();
    for (int i = 0; !flight.isFull(); i++) {
      assertTrue(i < InFlight.MAX_DATAGRAMS);
      flight.sent(i, 1_000, i);
    }
    assertEquals(InFlight.MAX_DATAGRAMS, flight.count());
    flight.acknowledge(0, Long.MAX_VALUE - 1, 0);
    assertEquals(0, flight.bytes());
    assertFalse(flight.isFull());
  }
}
