package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import tv.martlet.peer.SwarmPolicy.Piece;

class HelperSlotsTest {
  private static final long SECOND = 1_000_000;
  private static final int NEIGHBOURS = 12;

  private final Mesh mesh = new Mesh(7);
  private final List<Channel> neighbours = new ArrayList<>();
  private long now = 100 * SECOND;

  /** The most that are served at a time while neighbours come and all ask for half a minute. */
  private long mostServed(int most) {
    HelperSlots slots = new HelperSlots(EnumSet.allOf(Piece.class), most);
    Mesh.Host host = mesh.host();
    LiveFixture live = new LiveFixture(mesh);
    Swarm swarm =
        live.watch(
            host, new SwarmPolicy(slots, new InOrderPicker(), host.engine.settings().congestion()));
    long served = 0;
    for (int tick = 0; tick < 60; tick++) {
      if (neighbours.size() < NEIGHBOURS) {
        arrive(swarm);
      }
      neighbours.forEach(neighbour -> neighbour.asked(0, 0, now));
      slots.decide(neighbours, now);
      served = Math.max(served, neighbours.stream().filter(c -> !c.isChoked()).count());
      now += SECOND / 2;
    }
    return served;
  }

  private void arrive(Swarm swarm) {
    int n = neighbours.size() + 1;
    Channel channel =
        new Channel(swarm, n, Mesh.address(new byte[] {10, 8, 0, (byte) n}, 6778), false, now);
    channel.opened(now);
    neighbours.add(channel);
  }

  @Test
  void aLineWithoutAQueueServesAll() {
    assertEquals(NEIGHBOURS, mostServed(0));
  }

  @Test
  void aBoundHoldsForNewcomersToo() {
    for (int most = 1; most <= 6; most++) {
      neighbours.clear();
      assertEquals(most, mostServed(most));
    }
  }

  @Test
  void aNodeTakesTheBoundFromItsSettings() {
    EngineSettings usual = EngineSettings.defaults();
    assertEquals(0, usual.uploadSlots());
    LiveFixture live = new LiveFixture(mesh);
    SwarmPolicy policy = SwarmPolicy.of(live.metadata, usual, new java.util.Random(1));
    assertTrue(policy.choking() instanceof HelperSlots);
    assertTrue(policy.picker() instanceof LivePicker);
  }
}
