package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Better neighbours for worse ones, and more for a strong line: {@link Rewiring} of a viewer. */
class RewiringTest extends RewiringScene {
  // ---- a viewer ----

  @Test
  void theBestOfTheListComesForTheLeastUseful() {
    viewer(true);
    List<Channel> before = arrive(1, WANTED);
    now += 9 * SECOND;
    for (int i = 0; i < WANTED; i++) {
      before.get(i).downloads().stored(i == 2 ? 1_000 : 20_000, now);
    }
    list(20, 21);
    assertEquals(address(20), missAndLook());
    assertFalse(before.get(2).isOpen(), "the one that gave least");
    assertEquals(WANTED - 1, swarm.neighbours().size());
    now += 2 * SECOND;
    assertNull(missAndLook(), "the change has to show what it was worth");
    now += 2 * SECOND;
    assertEquals(address(21), missAndLook());
  }

  @Test
  void whileAPlaceIsFreeNobodyLeaves() {
    viewer(true);
    arrive(1, WANTED - 1);
    now += 9 * SECOND;
    list(20);
    assertEquals(address(20), missAndLook());
    assertEquals(WANTED - 1, swarm.neighbours().size());
  }

  @Test
  void aChangeIsMadeEachFourSecondsAtTheMost() {
    viewer(true);
    arrive(1, WANTED);
    now += 9 * SECOND;
    list(20, 21, 22, 23, 24, 25, 26, 27);
    List<Long> changes = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      InetSocketAddress dialled = missAndLook();
      if (dialled != null) {
        arrive(dialled.getAddress().getAddress()[3]);
        changes.add(now);
      }
      now += SECOND / 4;
    }
    assertEquals(4, changes.size());
    for (int i = 1; i < changes.size(); i++) {
      assertEquals(4 * SECOND, changes.get(i) - changes.get(i - 1));
    }
  }

  @Test
  void nobodyIsJudgedBeforeEightSeconds() {
    viewer(true);
    now += 5 * SECOND;
    List<Channel> before = arrive(1, WANTED);
    list(20);
    now += 8 * SECOND - 1;
    before.forEach(c -> c.downloads().stored(20_000, now));
    Channel young = before.get(1);
    assertNull(missAndLook());
    assertEquals(WANTED, swarm.neighbours().size());
    assertTrue(young.isOpen());
    now++;
    assertEquals(address(20), missAndLook());
    assertEquals(WANTED - 1, swarm.neighbours().size());
  }

  @Test
  void aYoungOneStaysThoughItGivesNothing() {
    viewer(true);
    List<Channel> old = arrive(1, WANTED - 1);
    now += 8 * SECOND;
    Channel young = arrive(WANTED);
    old.forEach(c -> c.downloads().stored(20_000, now));
    list(20);
    assertEquals(address(20), missAndLook());
    assertTrue(young.isOpen());
    assertEquals(1, old.stream().filter(c -> !c.isOpen()).count());
  }

  @Test
  void aHoleCountsForASecondAndAHalf() {
    viewer(true);
    now += 9 * SECOND;
    miss();
    assertNull(rewiring.next(now), "nobody is listed");
    list(20);
    assertNull(rewiring.next(now + 3 * SECOND / 2));
    assertEquals(address(20), rewiring.next(now + 3 * SECOND / 2 - 1));
  }

  @Test
  void whoMissesNothingKeepsItsNeighbours() {
    viewer(true);
    assertEquals(0, swarm.playout().late() + swarm.playout().absent());
    arrive(1, WANTED);
    list(20);
    for (int i = 0; i < 60; i++) {
      now += SECOND / 2;
      assertNull(rewiring.next(now));
    }
    assertEquals(WANTED, swarm.neighbours().size());
  }

  @Test
  void withoutAListAndWithNothingButNeighboursOnItNobodyLeaves() {
    viewer(true);
    arrive(1, WANTED);
    now += 9 * SECOND;
    assertNull(missAndLook());
    list(1, 2, 3, 4);
    assertNull(missAndLook());
    assertEquals(WANTED, swarm.neighbours().size());
  }

  @Test
  void whatGoesToOneThatServesCountsAndToARiderDoesNot() {
    viewer(true);
    List<Channel> before = arrive(1, WANTED);
    Outbox out = new Outbox(host, host.engine.counters());
    now += 9 * SECOND;
    long newest = swarm.store().available().max();
    for (Channel neighbour : List.of(before.get(1), before.get(3))) {
      neighbour.asked(newest - 15, newest, now);
      neighbour.uploads().serve(out, now);
      assertTrue(neighbour.sendRate(now) > 2_000);
    }
    before.get(0).downloads().stored(4_000, now);
    before.get(2).downloads().stored(4_000, now);
    before.get(3).chokedByThem(true, now);
    list(20);
    assertEquals(address(20), missAndLook());
    assertFalse(before.get(3).isOpen(), "it takes and lets nobody ask");
    assertTrue(before.get(1).isOpen());
  }

  @Test
  void aPolicyThatKeepsItsNeighboursAsksAndChangesNothing() {
    viewer(false);
    arrive(1, WANTED);
    now += 9 * SECOND;
    list(20);
    assertNull(missAndLook());
    assertFalse(rewiring.wantsList(now));
    assertEquals(WANTED, swarm.neighbours().size());
  }

  @Test
  void staticContentIsNotRewired(@TempDir Path dir) throws IOException {
    StaticFixture file = new StaticFixture(dir, 20_000);
    begin(host.engine.join(file.seed(), policy(true), SwarmListener.NONE, mesh.now));
    assertTrue(swarm.policy().rewires());
    arrive(1, 20);
    list(30);
    now += 9 * SECOND;
    full(100_000);
    assertNull(rewiring.next(now));
    assertFalse(rewiring.wantsList(now));
    assertEquals(20, swarm.neighbours().size());
  }

  // ---- asking for a list ----

  @Test
  void aListIsAskedForEachFiveSecondsAtTheMost() {
    viewer(true);
    List<Long> asked = new ArrayList<>();
    long begun = now;
    for (int i = 0; i < 100; i++) {
      miss();
      if (rewiring.wantsList(now)) {
        asked.add((now - begun) / 1_000);
      }
      now += SECOND / 5;
    }
    assertEquals(List.of(2_000L, 7_000L, 12_000L, 17_000L), asked);
  }

  @Test
  void whoMissesNothingAsksForNoList() {
    viewer(true);
    host.engine.gauge().look(0, now);
    now += 10 * SECOND;
    rewiring.wantsList(now); // what was sent so far may be news
    for (int i = 0; i < 20; i++) {
      now += SECOND;
      assertFalse(rewiring.wantsList(now));
    }
    miss();
    assertTrue(rewiring.wantsList(now));
  }

  @Test
  void aLineThatCarriesTwiceOrHalfOfWhatIsKnownIsNews() {
    viewer(true);
    now += 40 * SECOND;
    full(40_000);
    assertTrue(rewiring.wantsList(now));
    long known = host.engine.gauge().capacity(now);
    now += 5 * SECOND;
    assertFalse(rewiring.wantsList(now));
    while (host.engine.gauge().capacity(now) <= 2 * known) {
      assertFalse(rewiring.wantsList(now));
      full(200_000);
    }
    assertTrue(rewiring.wantsList(now));
    known = host.engine.gauge().capacity(now);
    now += 5 * SECOND;
    while (host.engine.gauge().capacity(now) * 2 >= known) {
      assertFalse(rewiring.wantsList(now));
      full(2_000);
    }
    assertTrue(rewiring.wantsList(now));
  }

  // ---- a strong line ----

  /** Sends so many times the stream's rate from now on. */
  private void sends(double streams) {
    double rate = streams * swarm.playout().bytesPerSecond();
    for (int i = 0; i < 80; i++) {
      now += SECOND / 10;
      host.engine.gauge().acknowledged((int) (rate / 10), now);
    }
  }

  @Test
  void whoSendsAStreamAndHasRoomDialsOn() {
    viewer(true);
    arrive(1, WANTED);
    list(20, 21);
    sends(0.5);
    assertNull(rewiring.next(now), "its line may be no stronger than that");
    sends(2);
    InetSocketAddress first = rewiring.next(now);
    assertNotNull(first);
    candidates.connected(first, now);
    assertNull(rewiring.next(now + 2 * SECOND / 5 - 1), "not so soon again");
    InetSocketAddress second = rewiring.next(now + 2 * SECOND / 5);
    assertNotNull(second);
    assertNotEquals(first, second);
    assertEquals(WANTED, swarm.neighbours().size(), "nobody has left for them");
  }

  @Test
  void aStrongLineIsContentWithTwoDozen() {
    viewer(true);
    list(30);
    arrive(1, 24);
    sends(1.2);
    assertNull(rewiring.next(now));
    swarm.close(swarm.neighbours().get(0), true, now);
    assertEquals(address(30), rewiring.next(now));
  }

  @Test
  void aLineThatWasFullDialsNoFurther() {
    viewer(true);
    list(20);
    sends(1.2);
    full((int) (1.2 * swarm.playout().bytesPerSecond()));
    assertNull(rewiring.next(now));
  }
}
