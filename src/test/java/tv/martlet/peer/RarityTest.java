package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RarityTest {
  private static final long NOW = 100_000_000;
  private static final long BLOCK = 5;

  private final Rarity rarity = new Rarity();
  private final List<Channel> neighbours = new ArrayList<>();

  @BeforeEach
  void threeThatHaveIt() {
    Mesh mesh = new Mesh(1);
    Swarm swarm = new LiveFixture(mesh).watch(mesh.host());
    for (int n = 1; n <= 3; n++) {
      byte[] ip = {10, 8, 0, (byte) n};
      Channel channel = new Channel(swarm, n, Mesh.address(ip, 6778), true, NOW);
      channel.greet(NOW);
      channel.opened(NOW);
      channel.remoteHas(BLOCK << Rarity.SHIFT, ((BLOCK + 1) << Rarity.SHIFT) - 1);
      neighbours.add(channel);
    }
  }

  private int count(long at) {
    return rarity.of(BLOCK, neighbours, at);
  }

  @Test
  void allThatHaveABlockAreCounted() {
    assertEquals(3, count(NOW));
    assertEquals(0, rarity.of(BLOCK + 1, neighbours, NOW));
  }

  @Test
  void oneThatChokesUsWouldNotGive() {
    neighbours.get(0).chokedByThem(true, 0);
    assertEquals(2, count(NOW));
  }

  @Test
  void oneThatIsNotOpenYetOrNoMoreWouldNotGive() {
    neighbours.get(0).greet(NOW);
    neighbours.get(1).closed();
    assertEquals(1, count(NOW));
  }

  @Test
  void aCountIsLookedUpAnewAfterFortyMilliseconds() {
    assertEquals(3, count(NOW));
    neighbours.remove(0);
    assertEquals(3, count(NOW + 39_999));
    assertEquals(2, count(NOW + 40_000));
  }

  @Test
  void blocksThatShareAPlaceAreNotTakenForEachOther() {
    assertEquals(3, count(NOW));
    assertEquals(0, rarity.of(BLOCK + 1024, neighbours, NOW));
    assertEquals(3, count(NOW));
  }
}
