package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is served where the slots are few: {@link UploadSlots}. */
class UploadSlotsTest {
  private static final long SECOND = 1_000_000;

  @Test
  void slotsGoToWhoHasWaitedLongest() {
    Mesh mesh = new Mesh(9);
    LiveFixture live = new LiveFixture(mesh);
    Mesh.Host host = mesh.host();
    Swarm swarm = live.watch(host);
    UploadSlots slots = new UploadSlots(2);
    List<Channel> neighbours = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      neighbours.add(
          new Channel(swarm, i + 1, Mesh.address(new byte[] {10, 3, 0, (byte) i}, 6778), false, 0));
    }
    slots.decide(neighbours, 0);
    assertEquals(2, neighbours.stream().filter(n -> !n.isChoked()).count());
    // those who ask keep their slots
    for (long now = SECOND; now < 10 * SECOND; now += SECOND) {
      neighbours.get(0).asked(0, 0, now);
      neighbours.get(1).asked(0, 0, now);
      slots.decide(neighbours, now);
      assertFalse(neighbours.get(0).isChoked());
      assertFalse(neighbours.get(1).isChoked());
    }
    // those who do not lose them, and everybody has a turn
    boolean[] served = new boolean[5];
    for (long now = 20 * SECOND; now < 60 * SECOND; now += SECOND) {
      slots.decide(neighbours, now);
      int open = 0;
      for (int i = 0; i < 5; i++) {
        open += neighbours.get(i).isChoked() ? 0 : 1;
        served[i] |= !neighbours.get(i).isChoked();
      }
      assertTrue(open <= 2);
    }
    for (boolean each : served) {
      assertTrue(each);
    }
    slots.decide(neighbours.subList(0, 2), 70 * SECOND);
    assertFalse(neighbours.get(0).isChoked() || neighbours.get(1).isChoked(), "no longer scarce");
  }
}
