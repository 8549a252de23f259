package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whom {@link Riders} judges, and for how long. */
class RidersTest {
  private static final long SECOND = 1_000_000;

  private final Mesh mesh = new Mesh(9);
  private final Swarm swarm = new LiveFixture(mesh).inject(mesh.host());
  private final List<Channel> neighbours = new ArrayList<>();
  private final Riders riders = new Riders();
  private long now = SECOND;
  private int ids;

  private Channel meet(int address, boolean chokesUs) {
    byte[] ip = {10, 8, 0, (byte) address};
    Channel channel = new Channel(swarm, ++ids, Mesh.address(ip, 6778), false, now);
    channel.greet(now);
    channel.opened(now);
    if (chokesUs) {
      channel.chokedByThem(true, now);
    }
    neighbours.add(channel);
    return channel;
  }

  private void meet(int givers, int riders) {
    for (int i = 0; i < givers + riders; i++) {
      meet(i + 1, i >= givers);
    }
  }

  private void pass(long micros) {
    now += micros;
    riders.look(neighbours, now);
  }

  private long judged() {
    return neighbours.stream().filter(riders::include).count();
  }

  @Test
  void aSecondMakesARider() {
    meet(3, 3);
    pass(SECOND - 1);
    assertFalse(riders.areMany());
    assertEquals(0, judged());
    pass(1);
    assertTrue(riders.areMany());
    assertEquals(3, judged());
  }

  @Test
  void oneInTenIsNotMany() {
    meet(9, 1);
    pass(2 * SECOND);
    assertFalse(riders.areMany());
    neighbours.remove(0);
    pass(1);
    assertTrue(riders.areMany());
  }

  @Test
  void whereThereAreManyOneThatComesIsJudgedAtOnce() {
    meet(3, 3);
    pass(SECOND);
    Channel fresh = meet(20, true);
    assertTrue(riders.include(fresh));
    fresh.chokedByThem(false, now);
    assertFalse(riders.include(fresh));
  }

  @Test
  void twentySecondsWithoutThemAreRemembered() {
    meet(3, 3);
    pass(SECOND);
    neighbours.subList(3, 6).clear();
    pass(20 * SECOND - 1);
    assertTrue(riders.areMany());
    pass(1);
    assertFalse(riders.areMany());
  }

  @Test
  void oneThatComesBackEachSecondIsKnownByItsAddress() {
    meet(3, 0);
    Channel again = meet(9, true);
    for (int i = 0; i < 4; i++) {
      pass(SECOND / 4);
      neighbours.remove(again);
      again = meet(9, true);
    }
    pass(0);
    assertTrue(riders.include(again));
  }

  @Test
  void whoHasGivenAChunkIsNone() {
    meet(1, 1);
    Channel rider = neighbours.get(1);
    rider.downloads().asked(1, 1, now);
    rider.downloads().arrived(1, now);
    rider.downloads().stored(1024, now);
    assertEquals(1, rider.chunksReceived());
    pass(2 * SECOND);
    assertFalse(riders.areMany());
  }

  @Test
  void aRiderWaitsForTenSeconds() {
    meet(0, 1);
    Channel rider = neighbours.get(0);
    assertFalse(Riders.hasWaited(rider, now + 60 * SECOND), "unchoked from the first");
    rider.choke(true, now);
    assertFalse(Riders.hasWaited(rider, now + 10 * SECOND - 1));
    assertTrue(Riders.hasWaited(rider, now + 10 * SECOND));
    rider.choke(false, now + 10 * SECOND);
    assertTrue(Riders.hasWaited(rider, now + 11 * SECOND));
    rider.choke(true, now + 12 * SECOND);
    assertFalse(Riders.hasWaited(rider, now + 21 * SECOND));
  }
}
