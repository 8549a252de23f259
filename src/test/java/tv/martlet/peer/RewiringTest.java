package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Better neighbours for worse ones: {@link Rewiring}, step by step. */
class RewiringTest {
  private static final long SECOND = 1_000_000;
  private static final int WANTED = 4;

  private final Mesh mesh = new Mesh(7);
  private final LiveFixture live = new LiveFixture(mesh);
  private final Mesh.Host host = mesh.host(new Tuning().wanted(WANTED).settings());
  private Swarm swarm;
  private Candidates candidates;
  private Rewiring rewiring;
  private long now;
  private int ids;

  private static InetSocketAddress address(int n) {
    return Mesh.address(new byte[] {10, 8, 0, (byte) n}, 6778);
  }

  private SwarmPolicy policy(boolean rewires) {
    return new SwarmPolicy(
        Choking.none(), new InOrderPicker(), host.engine.settings().congestion(), rewires);
  }

  private void begin(Swarm joined) {
    swarm = joined;
    candidates = joined.candidates();
    now = mesh.now;
    rewiring = new Rewiring(joined, host.engine, candidates, now);
  }

  /** One that plays a live stream; who gave it the beginning has left. */
  private void viewer(boolean rewires) {
    Mesh.Host source = mesh.host();
    live.inject(source);
    mesh.run(3 * SECOND);
    Swarm watched = live.watch(host, policy(rewires));
    watched.offer(source.address, mesh.now);
    mesh.run(5 * SECOND);
    watched.close(watched.neighbours().get(0), true, mesh.now);
    begin(watched);
    assertTrue(swarm.neighbours().isEmpty());
  }

  private void injector() {
    begin(live.inject(host, policy(true)));
  }

  private Channel arrive(int n) {
    Channel channel = new Channel(swarm, ++ids, address(n), false, now);
    channel.greet(now);
    channel.opened(now);
    swarm.opened(channel, now);
    return channel;
  }

  private List<Channel> arrive(int first, int last) {
    List<Channel> all = new ArrayList<>();
    for (int i = first; i <= last; i++) {
      all.add(arrive(i));
    }
    return all;
  }

  private void list(int... numbers) {
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (int n : numbers) {
      addresses.add(address(n));
    }
    candidates.offerList(addresses, now);
  }

  /** A hole in what is played, found now. */
  private void miss() {
    Playout playout = swarm.playout();
    long late = playout.late();
    playout.jump(playout.next() + 10, now);
    assertTrue(playout.late() > late);
  }

  private InetSocketAddress missAndLook() {
    miss();
    InetSocketAddress dialled = rewiring.next(now);
    if (dialled != null) {
      candidates.connected(dialled, now);
    }
    return dialled;
  }

  /** The line has just been full of such a rate, bytes a second. */
  private void full(int rate) {
    for (int i = 0; i < 2; i++) {
      now += SECOND / 2;
      host.engine.gauge().acknowledged(rate / 2, now);
      host.engine.gauge().look(UploadGauge.FULL + 1, now);
    }
    assertTrue(host.engine.gauge().isMeasured(now));
  }

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

  // ---- an injector ----

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
