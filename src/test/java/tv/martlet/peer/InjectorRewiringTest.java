package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Whom an injector feeds: {@link Rewiring} of one whose line is full. */
class InjectorRewiringTest extends RewiringScene {
  @Test
  void aFullInjectorFeedsTheListedInsteadOfTheOthers() {
    injector();
    List<Channel> before = arrive(1, 3);
    now += 5 * SECOND;
    full(100_000);
    list(2, 20);
    assertEquals(address(20), rewiring.next(now));
    assertFalse(before.get(0).isOpen(), "not on the list");
    assertTrue(before.get(1).isOpen() && before.get(2).isOpen(), "one at a time");
    assertTrue(candidates.isBanned(address(1), now + 20 * SECOND - 1));
    assertFalse(swarm.neighbourhood().welcomes(address(1), now + 20 * SECOND - 1));
    assertTrue(swarm.neighbourhood().welcomes(address(1), now + 20 * SECOND));
  }

  @Test
  void anInjectorTriesEachForFiveSeconds() {
    injector();
    List<Channel> before = arrive(1, 3);
    now += 4 * SECOND - 1;
    full(100_000);
    list(20);
    assertEquals(address(20), rewiring.next(now));
    assertEquals(3, swarm.neighbours().size());
    assertEquals(address(20), rewiring.next(now + 1));
    assertFalse(before.get(0).isOpen());
  }

  @Test
  void anInjectorKeepsADozenWhereNobodyBetterIsThere() {
    injector();
    arrive(1, 15);
    now += 5 * SECOND;
    list(1, 2, 3);
    for (int i = 0; i < 20; i++) {
      full(100_000);
      assertNull(rewiring.next(now));
    }
    assertEquals(12, swarm.neighbours().size());
    for (int i = 0; i < 3; i++) {
      assertEquals(address(i + 1), swarm.neighbours().get(i).address());
    }
  }

  @Test
  void anInjectorWithoutAListOrWithALineThatIsNotFullClosesNobody() {
    injector();
    arrive(1, 15);
    now += 5 * SECOND;
    full(100_000);
    assertNull(rewiring.next(now), "no list");
    now += 30 * SECOND;
    list(20);
    for (int i = 0; i < 20; i++) {
      now += SECOND / 2;
      assertNull(rewiring.next(now), "not full for long");
    }
    assertEquals(15, swarm.neighbours().size());
    full(100_000);
    assertEquals(address(20), rewiring.next(now));
    assertEquals(14, swarm.neighbours().size());
  }
}
