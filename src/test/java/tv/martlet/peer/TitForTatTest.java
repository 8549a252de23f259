package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TitForTatTest {
  private static final long SECOND = 1_000_000;

  private final Mesh mesh = new Mesh(21);

  @TempDir Path dir;

  /** Channels of one swarm that all ask, as if each had its own neighbour. */
  private final class Table {
    final Swarm swarm;
    final List<Channel> neighbours = new ArrayList<>();
    long now = 100 * SECOND;

    Table(TitForTat choking, int size) {
      Mesh.Host host = mesh.host();
      SwarmPolicy policy =
          new SwarmPolicy(choking, new InOrderPicker(), host.engine.settings().congestion());
      LiveFixture live = new LiveFixture(mesh);
      live.ring = 1 << 18;
      swarm = live.watch(host, policy);
      for (int i = 0; i < size; i++) {
        arrive();
      }
    }

    Channel arrive() {
      int n = neighbours.size() + 1;
      byte[] ip = {10, 8, 0, (byte) n};
      Channel channel = new Channel(swarm, n, Mesh.address(ip, 6778), false, now);
      channel.opened(now);
      neighbours.add(channel);
      return channel;
    }

    /** One tick of half a second: the first {@code givers} give, later ones less; all ask. */
    List<Channel> tick(int givers) {
      now += SECOND / 2;
      for (int i = 0; i < neighbours.size(); i++) {
        neighbours.get(i).asked(0, 0, now);
        if (i < givers) {
          neighbours.get(i).downloads().stored(1000 * (givers - i), now);
        }
      }
      return decide();
    }

    List<Channel> decide() {
      swarm.policy().choking().decide(neighbours, now);
      return neighbours.stream().filter(c -> !c.isChoked()).toList();
    }
  }

  @Test
  void whoGivesKeepsItsSlotAndAFreeRiderGetsTheLotOnly() {
    Table table = new Table(TitForTat.quick(new Random(1)), 10);
    table.tick(4);
    table.tick(4);
    table.tick(4);
    int[] turns = new int[10];
    for (int i = 0; i < 400; i++) {
      List<Channel> served = table.tick(4);
      assertEquals(5, served.size());
      assertTrue(served.containsAll(table.neighbours.subList(0, 4)));
      turns[table.neighbours.indexOf(served.get(4))]++;
    }
    for (int i = 4; i < 10; i++) {
      // 200 seconds, turns of 2 seconds, six free riders
      assertTrue(turns[i] > 20 && turns[i] < 120, "turns of " + i + ": " + turns[i]);
    }
  }

  @Test
  void theLotPassesOnAtItsIntervalAndNotEarlier() {
    assertEquals(2 * SECOND, turnLength(TitForTat.quick(new Random(2))));
    assertEquals(30 * SECOND, turnLength(TitForTat.classic(new Random(3))));
  }

  /** The length of the fourth turn, with calls at odd moments in between. */
  private long turnLength(TitForTat choking) {
    Table table = new Table(choking, 9);
    List<Long> turns = new ArrayList<>();
    Channel lucky = null;
    while (turns.size() < 5) {
      Channel next = table.tick(4).get(4);
      table.now += 1;
      assertEquals(next, table.decide().get(4), "called once more");
      table.now -= 1;
      if (next != lucky) {
        turns.add(table.now);
        lucky = next;
      }
    }
    assertEquals(turns.get(4) - turns.get(3), turns.get(3) - turns.get(2));
    return turns.get(4) - turns.get(3);
  }

  @Test
  void slotsAreGivenAnewAfterEachPeriodOnly() {
    Table table = new Table(TitForTat.classic(new Random(4)), 9);
    for (int i = 0; i < 41; i++) {
      table.tick(4);
    }
    // now the last four give, and more
    int changes = 0;
    long changedAt = 0;
    List<Channel> last = table.neighbours.subList(5, 9);
    for (int i = 0; i < 20; i++) {
      last.forEach(c -> c.downloads().stored(100_000, table.now));
      boolean before = last.stream().allMatch(Channel::isChoked);
      table.tick(4);
      boolean after = last.stream().noneMatch(Channel::isChoked);
      if (after && changedAt == 0) {
        changes++;
        changedAt = table.now;
      }
      assertTrue(changedAt > 0 || before || last.stream().filter(Channel::isChoked).count() == 3);
    }
    assertEquals(1, changes);
  }

  @Test
  void aSlotThatGetsFreeIsFilledAtOnceAndNobodyElseIsDisturbed() {
    Table table = new Table(TitForTat.classic(new Random(5)), 9);
    for (int i = 0; i < 41; i++) {
      table.tick(6);
    }
    List<Channel> before = table.decide();
    assertTrue(before.containsAll(table.neighbours.subList(0, 4)));
    Channel gone = table.neighbours.remove(1);
    List<Channel> after = table.decide();
    assertEquals(5, after.size());
    assertTrue(after.containsAll(before.stream().filter(c -> c != gone).toList()));
    Channel arrived = table.arrive();
    arrived.service().asked(table.now);
    assertEquals(after, table.decide(), "no slot is free for a newcomer");
  }

  @Test
  void whoAsksForNothingHoldsNoSlot() {
    Table table = new Table(TitForTat.classic(new Random(6)), 9);
    for (int i = 0; i < 41; i++) {
      table.tick(4);
    }
    Channel silent = table.neighbours.get(0);
    for (int i = 0; i < 8; i++) {
      table.now += SECOND / 2;
      table.neighbours.stream().filter(c -> c != silent).forEach(c -> c.asked(0, 0, table.now));
      table.decide();
    }
    assertTrue(silent.isChoked());
    assertEquals(5, table.decide().size());
  }

  @Test
  void allAreServedWhereThereAreFewerThanSlots() {
    Table table = new Table(TitForTat.quick(new Random(7)), 5);
    assertEquals(5, table.decide().size(), "even before anybody asks");
    for (int i = 0; i < 20; i++) {
      assertEquals(5, table.tick(2).size());
    }
  }

  @Test
  void aNewcomerHasThreeLots() {
    Random random = new Random(8);
    int newcomer = 0;
    for (int i = 0; i < 200; i++) {
      Table table = new Table(TitForTat.quick(random), 5);
      table.tick(4);
      table.now += 60 * SECOND;
      table.arrive();
      table.neighbours.forEach(c -> c.asked(0, 0, table.now));
      // the one drawn before sits out: five old ones of which four have slots
      table.neighbours.subList(0, 4).forEach(c -> c.downloads().stored(1000, table.now));
      Channel old = table.arrive();
      old.asked(0, 0, table.now);
      old.opened(table.now - 50 * SECOND);
      List<Channel> served = table.decide();
      newcomer += served.contains(table.neighbours.get(5)) ? 1 : 0;
      assertNotEquals(served.contains(old), served.contains(table.neighbours.get(5)));
    }
    assertTrue(newcomer > 125 && newcomer < 175, "newcomers of 200: " + newcomer);
  }

  @Test
  void aSeederServesThoseThatTakeMost() throws IOException {
    mesh.delayMicros = 100_000;
    StaticFixture file = new StaticFixture(dir, 12_000_000);
    Mesh.Host seeder = mesh.host();
    seeder.rate = 1_000_000;
    Swarm source =
        seeder.engine.join(
            file.seed(), policy(seeder, TitForTat.quick(new Random(9))), SwarmListener.NONE, 0);
    List<Mesh.Host> fetchers = new ArrayList<>();
    EngineSettings usual = EngineSettings.defaults();
    EngineSettings slow = new Tuning().maxOutstanding(16).settings();
    for (int i = 0; i < 6; i++) {
      // what one asks at a time bounds what it gets: 16 chunks in 200 ms
      Mesh.Host host = mesh.host(i < 4 ? usual : slow);
      fetchers.add(host);
      file.fetch(mesh, host).offer(seeder.address, mesh.now);
    }
    mesh.run(15 * SECOND);
    int held = 0;
    for (int i = 0; i < 20; i++) {
      mesh.run(SECOND / 2);
      for (Channel each : source.neighbours()) {
        boolean fast = fetchers.subList(0, 4).stream().anyMatch(f -> is(f, each));
        held += fast && !each.isChoked() ? 1 : 0;
      }
    }
    assertTrue(held >= 72, "of 80 looks, fast ones served at " + held);
    assertEquals(5, source.neighbours().stream().filter(c -> !c.isChoked()).count());
    for (Channel each : source.neighbours()) {
      assertTrue(each.sendRate(mesh.now) <= 1_100_000 && each.bytesSent() > 0);
    }
  }

  private static boolean is(Mesh.Host host, Channel channel) {
    return host.address.equals(channel.address());
  }

  private static SwarmPolicy policy(Mesh.Host host, Choking choking) {
    return new SwarmPolicy(choking, new InOrderPicker(), host.engine.settings().congestion());
  }

  @Test
  void aNewcomerIsToldThatItIsChokedBeforeItAsks() throws IOException {
    StaticFixture file = new StaticFixture(dir, 200_000);
    Mesh.Host seeder = mesh.host();
    Choking nobody = new Nobody();
    seeder.engine.join(file.seed(), policy(seeder, nobody), SwarmListener.NONE, mesh.now);
    Stranger asker = new Stranger(mesh, 1, file.known);
    asker.send(seeder, asker.write(0, w -> w.handshake(asker.handshake())));
    mesh.run(3_000);
    assertEquals(1, asker.heard.size());
    assertTrue(asker.messages().contains("CHOKE"), "in the answer to the first datagram");
    Mesh.Host viewer = mesh.host();
    Swarm swarm = file.fetch(mesh, viewer);
    swarm.offer(seeder.address, mesh.now);
    mesh.run(10 * SECOND);
    assertEquals(1, swarm.neighbours().size());
    assertEquals(0, seeder.engine.counters().contentOut);
    assertTrue(swarm.neighbours().get(0).serviceToUs().isChoked());
  }

  @Test
  void anUnchokeThatIsLostIsSaidAgain() throws IOException {
    StaticFixture file = new StaticFixture(dir, 200_000);
    Mesh.Host seeder = mesh.host();
    SwarmPolicy policy = policy(seeder, new Nobody());
    Swarm source = seeder.engine.join(file.seed(), policy, SwarmListener.NONE, mesh.now);
    Mesh.Host viewer = mesh.host();
    Swarm swarm = file.fetch(mesh, viewer);
    swarm.offer(seeder.address, mesh.now);
    mesh.run(SECOND);
    mesh.tap = (from, bytes) -> from != seeder;
    source.neighbours().get(0).choke(false, mesh.now);
    mesh.run(900_000);
    assertTrue(swarm.neighbours().get(0).serviceToUs().isChoked());
    mesh.tap = (from, bytes) -> true;
    mesh.run(2 * SECOND);
    assertTrue(swarm.isComplete());
  }

  /** Leaves everybody choked. */
  private static final class Nobody implements Choking {
    @Override
    public void decide(List<Channel> neighbours, long now) {}

    @Override
    public long interval() {
      return SECOND;
    }

    @Override
    public boolean startsChoked() {
      return true;
    }
  }

  @Test
  void aLiveSwarmPlaysUnderTitForTat() {
    mesh.delayMicros = 10_000;
    LiveFixture live = new LiveFixture(mesh);
    Mesh.Host injector = mesh.host();
    live.inject(injector, policy(injector, TitForTat.quick(new Random(10))));
    mesh.run(2 * SECOND);
    List<Mesh.Host> hosts = new ArrayList<>();
    List<Swarm> viewers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Mesh.Host host = mesh.host();
      Swarm viewer = live.watch(host, policy(host, TitForTat.quick(new Random(100 + i))));
      viewer.offer(injector.address, mesh.now);
      hosts.forEach(other -> viewer.offer(other.address, mesh.now));
      hosts.add(host);
      viewers.add(viewer);
    }
    mesh.run(20 * SECOND);
    for (Swarm viewer : viewers) {
      assertTrue(
          viewer.playout().continuity() > 0.97, "continuity " + viewer.playout().continuity());
      assertFalse(viewer.neighbours().size() < 8);
      live.assertSame(viewer);
    }
  }

  @Test
  void factsOfAChannelAreMeasured() {
    Table table = new Table(TitForTat.quick(new Random(11)), 1);
    Channel channel = table.neighbours.get(0);
    assertEquals(table.now, channel.openedAt());
    for (int i = 0; i < 1_000; i++) {
      table.now += 10_000;
      channel.downloads().stored(1_000, table.now);
    }
    assertEquals(1_000_000, channel.bytesReceived());
    assertEquals(1_000, channel.chunksReceived());
    assertTrue(Math.abs(channel.receiveRate(table.now) - 100_000) < 2_000);
    assertTrue(channel.receiveRate(table.now + 20 * SECOND) < 10);
    assertEquals(0, channel.sendRate(table.now));
  }

  @Test
  void numbersMustBePositive() {
    assertThrows(
        IllegalArgumentException.class, () -> new TitForTat(0, SECOND, SECOND, new Random(1)));
    assertThrows(IllegalArgumentException.class, () -> new TitForTat(4, 0, 1, new Random(1)));
  }
}
