package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How {@link GoodWill} shows those that choke us that we give. */
class GoodWillTest {
  private static final long SECOND = 1_000_000;
  private static final int MANY = 100;

  private final Mesh mesh = new Mesh(5);
  private final LiveFixture live = new LiveFixture(mesh);
  private final Mesh.Host host = mesh.host();
  private final Outbox out = new Outbox(host, host.engine.counters());
  private final Swarm swarm = live.inject(host);
  private final List<Channel> neighbours = new ArrayList<>();
  private final GoodWill goodWill = new GoodWill();
  private long now;

  GoodWillTest() {
    mesh.run(SECOND);
    now = mesh.now;
  }

  /** So many that choke us and are choked. */
  private void meet(int count) {
    for (int i = 0; i < count; i++) {
      byte[] ip = {10, 8, 0, (byte) (neighbours.size() + 1)};
      int id = neighbours.size() + 1;
      Channel channel = new Channel(swarm, id, Mesh.address(ip, 6778), false, now);
      channel.greet(now);
      channel.opened(now);
      channel.chokedByThem(true, now);
      channel.choke(true, now + i);
      neighbours.add(channel);
    }
  }

  private List<Channel> unchoked() {
    return neighbours.stream().filter(c -> !c.isChoked()).toList();
  }

  private void ask(Channel channel) {
    long newest = swarm.store().available().max();
    channel.asked(newest - 15, newest, now);
    channel.uploads().serve(out, now);
  }

  private void look() {
    now += SECOND / 2;
    goodWill.look(neighbours, now);
    goodWill.show(neighbours, MANY, now);
  }

  @Test
  void eachGetsOneChunkTwoAtATime() {
    meet(7);
    for (int i = 0; i < 4; i++) {
      look();
      assertEquals(i < 3 ? 2 : 1, unchoked().size());
      unchoked().forEach(this::ask);
      unchoked().forEach(this::ask);
    }
    look();
    assertEquals(List.of(), unchoked());
    assertEquals(0, goodWill.count());
    neighbours.forEach(neighbour -> assertEquals(1, neighbour.chunksSent()));
  }

  @Test
  void whoDoesNotAskMakesWay() {
    meet(3);
    look();
    assertEquals(neighbours.subList(0, 2), unchoked());
    for (int i = 0; i < 3; i++) {
      look();
    }
    assertEquals(neighbours.subList(0, 2), unchoked());
    look();
    assertEquals(List.of(neighbours.get(0), neighbours.get(2)), unchoked());
  }

  @Test
  void whoServedUsComesFirst() {
    meet(4);
    Channel served = neighbours.get(3);
    served.chokedByThem(false, now);
    served.chokedByThem(true, now + SECOND);
    assertTrue(GoodWill.isSeenIn(served));
    assertFalse(GoodWill.isSeenIn(neighbours.get(0)));
    look();
    assertEquals(List.of(neighbours.get(0), served), unchoked());
  }

  @Test
  void whoLetsUsAskNeedsNoShow() {
    meet(2);
    neighbours.get(0).chokedByThem(false, now);
    look();
    assertEquals(neighbours.subList(1, 2), unchoked());
  }

  @Test
  void thereMayBeNoPlace() {
    meet(3);
    goodWill.show(neighbours, 1, now);
    assertEquals(neighbours.subList(0, 1), unchoked());
    goodWill.show(neighbours, 0, now);
    assertEquals(neighbours.subList(0, 1), unchoked());
  }

  @Test
  void whoGoesLeavesAPlace() {
    meet(3);
    look();
    neighbours.remove(0);
    look();
    assertEquals(neighbours, unchoked());
  }

  @Test
  void afterAChokeThereIsNoBoundOnRequests() {
    meet(1);
    look();
    ask(neighbours.get(0));
    look();
    neighbours.get(0).choke(false, now);
    ask(neighbours.get(0));
    assertTrue(neighbours.get(0).chunksSent() > 2);
  }
}
