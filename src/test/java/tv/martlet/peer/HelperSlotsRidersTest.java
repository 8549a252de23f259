package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tv.martlet.peer.SwarmPolicy.Piece;

/**
 * What {@link HelperSlots} leaves to those who let nobody ask, and what to a line that is narrow.
 */
class HelperSlotsRidersTest {
  private static final long SECOND = 1_000_000;
  private static final long TICK = SECOND / 2;
  private static final Set<Piece> RECIPROCAL = EnumSet.of(Piece.RECIPROCITY);
  private static final Set<Piece> PLAIN = EnumSet.noneOf(Piece.class);

  private final Mesh mesh = new Mesh(7);
  private final LiveFixture live = new LiveFixture(mesh);
  private final Mesh.Host source = mesh.host();
  private final Mesh.Host viewer = mesh.host();
  private final List<Channel> neighbours = new ArrayList<>();
  private Swarm swarm;
  private long now;
  private long queue;

  private void watching() {
    live.inject(source);
    mesh.run(2 * SECOND);
    swarm =
        live.watch(
            viewer,
            new SwarmPolicy(
                Choking.none(),
                new InOrderPicker(),
                segment -> new ShownLine(segment, () -> 64, () -> queue)));
    swarm.offer(source.address, mesh.now);
    mesh.run(4 * SECOND);
    now = mesh.now;
    assertTrue(swarm.playout() != null && swarm.playout().onTime() > 0);
  }

  private void injecting() {
    SwarmPolicy policy =
        new SwarmPolicy(
            Choking.none(),
            new InOrderPicker(),
            segment -> new ShownLine(segment, () -> 64, () -> queue));
    swarm = live.inject(source, policy);
    mesh.run(2 * SECOND);
    now = mesh.now;
  }

  private Channel arrive(boolean chokesUs) {
    return arrive(neighbours.size() + 1, chokesUs);
  }

  private Channel arrive(int address, boolean chokesUs) {
    byte[] ip = {10, 8, 0, (byte) address};
    Channel channel = new Channel(swarm, neighbours.size() + 1, Mesh.address(ip, 6778), false, now);
    channel.greet(now - 10_000);
    channel.opened(now);
    if (chokesUs) {
      give(channel);
      channel.chokedByThem(true, now);
    }
    neighbours.add(channel);
    return channel;
  }

  /** It knows from a chunk that we give: {@link GoodWill} has nothing to show it. */
  private void give(Channel channel) {
    long newest = swarm.store().available().max();
    channel.asked(newest, newest, now);
    channel.uploads().serve(new Outbox(viewer, viewer.engine.counters()), now);
    assertEquals(1, channel.chunksSent());
  }

  private void arrive(int givers, int riders) {
    for (int i = 0; i < givers + riders; i++) {
      arrive(i >= givers);
    }
  }

  private void run(HelperSlots slots, int ticks) {
    for (int i = 0; i < ticks; i++) {
      now += TICK;
      neighbours.forEach(neighbour -> neighbour.service().asked(now));
      slots.decide(neighbours, now);
    }
  }

  private void full(int rate) {
    UploadGauge gauge = swarm.gauge();
    for (int i = 0; i < 2; i++) {
      now += TICK;
      gauge.acknowledged(rate / 2, now);
      gauge.look(UploadGauge.FULL + 1, now);
    }
    assertTrue(gauge.isMeasured(now));
  }

  private int served(boolean riders) {
    return (int)
        neighbours.stream()
            .filter(c -> c.serviceToUs().isChoked() == riders && !c.isChoked())
            .count();
  }

  private void assertServed(int givers, int riders) {
    assertEquals(givers, served(false), "givers");
    assertEquals(riders, served(true), "riders");
  }

  @Test
  void whereManyRideAFullLineServesTheOthersAlone() {
    watching();
    arrive(6, 4);
    full(1_000_000);
    run(new HelperSlots(RECIPROCAL, 0), 10);
    assertServed(6, 0);
  }

  @Test
  void whatALineHasLeftForTenSecondsGoesToThem() {
    watching();
    arrive(6, 4);
    HelperSlots slots = new HelperSlots(RECIPROCAL, 0);
    run(slots, 2); // known after a second
    assertServed(6, 0);
    run(slots, 19);
    assertServed(6, 0);
    run(slots, 1);
    assertServed(6, 4);
    run(slots, 40);
    assertServed(6, 4);
  }

  @Test
  void whereNobodyElseAsksTheyNeedNotWait() {
    watching();
    arrive(0, 4);
    run(new HelperSlots(RECIPROCAL, 0), 10);
    assertServed(0, 4);
  }

  @Test
  void aLineThatFillsDropsThemAndTakesThemBack() {
    watching();
    arrive(6, 4);
    HelperSlots slots = new HelperSlots(RECIPROCAL, 0);
    run(slots, 30);
    assertServed(6, 4);
    full(1_000_000);
    run(slots, 1);
    assertServed(6, 0);
    run(slots, 58);
    assertServed(6, 0);
    run(slots, 2);
    assertServed(6, 4);
  }

  @Test
  void whereOneInTenRidesNobodyIsJudged() {
    watching();
    arrive(18, 2);
    full(1_000_000);
    HelperSlots slots = new HelperSlots(RECIPROCAL, 0);
    run(slots, 10);
    assertServed(18, 2);
    neighbours.remove(0); // two in nineteen
    run(slots, 1);
    assertServed(17, 0);
  }

  @Test
  void withoutThePieceNobodyIsJudged() {
    watching();
    arrive(2, 8);
    full(1_000_000);
    run(new HelperSlots(EnumSet.complementOf(EnumSet.of(Piece.RECIPROCITY)), 0), 20);
    assertServed(2, 8);
  }

  @Test
  void whoMakesTheStreamServesThemLastToo() {
    injecting();
    arrive(2, 8);
    full(1_000_000);
    run(new HelperSlots(RECIPROCAL, 0), 20);
    assertServed(2, 0);
  }

  @Test
  void aSecondIsGivenToBegin() {
    watching();
    full(1_000_000);
    arrive(2, 2);
    HelperSlots slots = new HelperSlots(RECIPROCAL, 0);
    run(slots, 1);
    assertServed(2, 2);
    run(slots, 1);
    assertServed(2, 0);
  }

  @Test
  void whoLetsUsAskIsServedAgain() {
    watching();
    arrive(5, 5);
    full(1_000_000);
    HelperSlots slots = new HelperSlots(RECIPROCAL, 0);
    run(slots, 10);
    assertServed(5, 0);
    neighbours.get(5).chokedByThem(false, now);
    run(slots, 1);
    assertServed(6, 0);
    run(slots, 2);
    neighbours.get(5).chokedByThem(true, now);
    run(slots, 10);
    assertServed(5, 1); // it has served for a second
  }

  @Test
  void whereManyRideOneThatComesGetsNoSecond() {
    watching();
    full(1_000_000);
    arrive(2, 2);
    HelperSlots slots = new HelperSlots(RECIPROCAL, 0);
    run(slots, 2);
    arrive(false);
    arrive(true);
    slots.decide(neighbours, now);
    assertServed(3, 0);
  }

  @Test
  void ridersAreNoGuestsEither() {
    watching();
    full(1_000_000);
    arrive(2, 6);
    run(new HelperSlots(EnumSet.of(Piece.GUESTS, Piece.RECIPROCITY), 0), 6);
    assertServed(2, 0);
  }

  @Test
  void aBoundHoldsForRidersToo() {
    watching();
    arrive(3, 8);
    HelperSlots slots = new HelperSlots(EnumSet.of(Piece.GUESTS, Piece.RECIPROCITY), 5);
    for (int i = 0; i < 40; i++) {
      run(slots, 1);
      assertTrue(served(true) + served(false) <= 5, "tick " + i + ": " + served(true));
    }
    assertServed(3, 2);
  }

  @Test
  void aBoundHoldsForGoodWillToo() {
    watching();
    arrive(3, 0);
    for (int i = 0; i < 4; i++) {
      arrive(false).chokedByThem(true, now);
    }
    full(1_000_000);
    HelperSlots slots = new HelperSlots(RECIPROCAL, 4);
    boolean shown = false;
    for (int i = 0; i < 20; i++) {
      run(slots, 1);
      assertTrue(served(true) + served(false) <= 4, "tick " + i + ": " + served(true));
      shown |= i > 2 && served(true) > 0;
    }
    assertTrue(shown);
  }

  @Test
  void aLineThatIsClosedShowsThatItGives() {
    watching();
    arrive(3, 0);
    HelperSlots slots = new HelperSlots(RECIPROCAL, 0);
    full(20_000);
    exchange();
    queue = 140_000;
    run(slots, 1);
    assertServed(0, 0);
    Channel fresh = arrive(false);
    fresh.chokedByThem(true, now);
    run(slots, 1);
    assertFalse(fresh.isChoked());
    give(fresh);
    run(slots, 1);
    assertTrue(fresh.isChoked());
  }

  // ---- a narrow line ----

  /** Whether a viewer goes on serving whose line was full of such a rate, with such a queue now. */
  private boolean serves(int rate, long shown) {
    watching();
    arrive(3, 0);
    HelperSlots slots = new HelperSlots(PLAIN, 0);
    queue = 0;
    exchange();
    run(slots, 4);
    assertServed(3, 0);
    full(rate);
    exchange();
    queue = shown;
    slots.decide(neighbours, now);
    return served(false) > 0;
  }

  /** Each gets chunks and acknowledges them, so that the queue is known. */
  private void exchange() {
    Outbox out = new Outbox(viewer, viewer.engine.counters());
    long newest = swarm.store().available().max();
    for (Channel neighbour : neighbours) {
      neighbour.asked(newest - 63, newest, now);
      neighbour.uploads().serve(out, now);
      neighbour.uploads().acknowledged(newest - 63, newest, 0, now);
    }
  }

  @Test
  void aLineMeasuredWeakWithAQueueServesNobodyAtOnce() {
    assertFalse(serves(20_000, 140_000));
  }

  @Test
  void aLineMeasuredWeakWithoutAQueueServesOn() {
    assertTrue(serves(20_000, 130_000));
  }

  /** Whether a viewer goes on serving that has one slot left and a queue all the same. */
  private boolean servesOn(int rate) {
    watching();
    arrive(3, 0);
    HelperSlots slots = new HelperSlots(PLAIN, 0);
    full(rate);
    for (int i = 0; i < 30; i++) {
      now += TICK;
      queue = 0;
      exchange();
      queue = 140_000;
      exchange();
      slots.decide(neighbours, now);
    }
    return served(false) > 0;
  }

  @Test
  void aLineThatHasCarriedEnoughIsNeverClosed() {
    assertTrue(servesOn(200_000));
  }

  @Test
  void aLineThatHasCarriedLittleIsClosedWhenOneIsTooMany() {
    assertFalse(servesOn(20_000));
  }

  @Test
  void aLineMeasuredStrongWithAQueueServesOn() {
    assertTrue(serves(200_000, 140_000));
  }
}
