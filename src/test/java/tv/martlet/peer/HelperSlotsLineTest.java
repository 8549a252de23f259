package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tv.martlet.peer.SwarmPolicy.Piece;

/** How many {@link HelperSlots} there are on lines of all kinds, and who gets them. */
class HelperSlotsLineTest {
  private static final long SECOND = 1_000_000;
  private static final long TICK = SECOND / 2;
  private static final long GOOD = 50_000;
  private static final long MIDDLING = 100_000;
  private static final long STRAINED = 140_000;

  private final Mesh mesh = new Mesh(7);
  private final Mesh.Host host = mesh.host();
  private final LiveFixture live = new LiveFixture(mesh);
  private final List<Channel> neighbours = new ArrayList<>();
  private Swarm swarm;
  private long now;

  // the line
  private long queue = GOOD;
  private int window = 32;

  @BeforeEach
  void someSecondsOfAStream() {
    swarm =
        live.inject(
            host,
            new SwarmPolicy(
                Choking.none(),
                new InOrderPicker(),
                segment -> new ShownLine(segment, () -> window, () -> queue)));
    mesh.run(2 * SECOND);
    now = mesh.now;
  }

  /** From now on it is about one that receives the stream, not the one that makes it. */
  private void aViewerInstead() {
    Mesh.Host viewer = mesh.host();
    Swarm watched =
        live.watch(
            viewer,
            new SwarmPolicy(
                Choking.none(),
                new InOrderPicker(),
                segment -> new ShownLine(segment, () -> window, () -> queue)));
    watched.offer(host.address, mesh.now);
    mesh.run(3 * SECOND);
    swarm = watched;
    now = mesh.now;
  }

  private Channel arrive(int address) {
    byte[] ip = {10, 8, 0, (byte) address};
    int id = neighbours.size() + 1;
    Channel channel = new Channel(swarm, id, Mesh.address(ip, 6778), false, now);
    channel.greet(now - 10_000);
    channel.opened(now);
    neighbours.add(channel);
    return channel;
  }

  private void arrive(int first, int last) {
    for (int i = first; i <= last; i++) {
      arrive(i);
    }
  }

  /** All ask but the idle, those who may get a window of chunks each, and acknowledge it. */
  private int tick(HelperSlots slots, Channel... idle) {
    now += TICK;
    Outbox out = new Outbox(host, host.engine.counters());
    long first = swarm.store().available().max() - 255;
    for (Channel neighbour : neighbours) {
      if (!List.of(idle).contains(neighbour)) {
        neighbour.asked(first, first + 255, now);
        neighbour.uploads().serve(out, now);
        if (!neighbour.isChoked()) {
          neighbour.uploads().acknowledged(first, first + 255, 0, now + 1);
        }
      }
    }
    slots.decide(neighbours, now + 2);
    return served();
  }

  private int served() {
    return (int) neighbours.stream().filter(c -> !c.isChoked()).count();
  }

  /** One that has come so long ago that nothing of its coming matters. */
  private HelperSlots settled(int size, boolean reserves) {
    HelperSlots slots =
        new HelperSlots(reserves ? EnumSet.of(Piece.GUESTS) : EnumSet.noneOf(Piece.class), 0);
    arrive(1, size);
    for (int i = 0; i < 20; i++) {
      tick(slots);
    }
    return slots;
  }

  @Test
  void slotsGrowWhileAllAreUsedAndTheQueueIsSmall() {
    queue = MIDDLING;
    HelperSlots slots = settled(24, false);
    assertEquals(8, served(), "neither good nor bad: as many as at first");
    queue = GOOD;
    assertEquals(12, tick(slots));
    assertEquals(18, tick(slots));
    assertEquals(24, tick(slots));
  }

  @Test
  void slotsThatNobodyUsesDoNotGrow() {
    HelperSlots slots = settled(3, false);
    arrive(4, 12);
    queue = MIDDLING;
    assertEquals(8, tick(slots));
  }

  @Test
  void slotsFallWhileAcknowledgementsShowAQueue() {
    HelperSlots slots = settled(12, false);
    assertEquals(12, served());
    queue = STRAINED;
    assertEquals(9, tick(slots));
    assertEquals(6, tick(slots));
    queue = MIDDLING;
    assertEquals(6, tick(slots));
    assertEquals(6, tick(slots));
  }

  @Test
  void aLineWithAQueueBeforeOneAloneServesNobodyForAWhile() {
    aViewerInstead();
    HelperSlots slots = settled(6, false);
    queue = STRAINED;
    int least = 6;
    for (int i = 0; i < 10; i++) {
      int served = tick(slots);
      assertTrue(served <= least, served + " after " + least);
      least = served;
    }
    assertEquals(0, least);
  }

  @Test
  void aWeakLineServesNobodyForTwoMinutesAndThenForFour() {
    aViewerInstead();
    window = 4;
    HelperSlots slots = new HelperSlots(EnumSet.noneOf(Piece.class), 0);
    arrive(1, 6);
    List<Long> closed = new ArrayList<>();
    long since = -1;
    while (closed.size() < 2 && now < mesh.now + 500 * SECOND) {
      boolean none = tick(slots) == 0;
      if (none && since < 0) {
        since = now;
      } else if (!none && since >= 0) {
        assertEquals(1, served());
        closed.add(now - since);
        since = -1;
      }
    }
    assertEquals(List.of(120 * SECOND, 240 * SECOND), closed);
  }

  /** A viewer of 300 kbit/s whose line gives two neighbours so many chunks every half second. */
  private HelperSlots ofAThinStream(int chunks) {
    live.rate = 37_500;
    mesh.run(20 * SECOND);
    aViewerInstead();
    mesh.run(10 * SECOND);
    now = mesh.now;
    window = chunks;
    arrive(1, 2);
    return new HelperSlots(EnumSet.noneOf(Piece.class), 0);
  }

  @Test
  void aLineThatCarriesAThirdOfAThinStreamIsNotWeak() {
    HelperSlots slots = ofAThinStream(3); // 100 kbit/s in all
    tick(slots);
    for (int i = 0; i < 40; i++) {
      assertEquals(2, tick(slots));
    }
  }

  @Test
  void aLineThatCarriesATenthOfAThinStreamIsWeak() {
    HelperSlots slots = ofAThinStream(1); // 33 kbit/s in all
    int least = 2;
    for (int i = 0; i < 40; i++) {
      least = Math.min(least, tick(slots));
    }
    assertEquals(0, least);
  }

  @Test
  void whoMakesTheStreamNeverStopsServing() {
    window = 1;
    queue = STRAINED;
    HelperSlots slots = new HelperSlots(EnumSet.noneOf(Piece.class), 0);
    arrive(1, 6);
    for (int i = 0; i < 40; i++) {
      assertTrue(tick(slots) > 0);
    }
  }

  @Test
  void aStrongLineIsNotTakenForAWeakOneWhereNobodyWaits() {
    window = 4;
    HelperSlots slots = new HelperSlots(EnumSet.noneOf(Piece.class), 0);
    arrive(1, 4);
    for (int i = 0; i < 40; i++) {
      now += TICK;
      neighbours.forEach(neighbour -> neighbour.service().asked(now));
      slots.decide(neighbours, now);
    }
    assertEquals(4, served());
  }

  @Test
  void aGuestIsServedAboveTheSlotsForAShortWhile() {
    queue = MIDDLING;
    HelperSlots slots = settled(10, true);
    assertEquals(8, served());
    Channel guest = arrive(11);
    guest.choke(true, now);
    for (int i = 0; i < 9; i++) {
      assertEquals(9, tick(slots));
      assertFalse(guest.isChoked());
    }
    tick(slots);
    assertEquals(8, tick(slots), "no guest any more");
  }

  @Test
  void withoutPlacesForGuestsANewcomerWaits() {
    queue = MIDDLING;
    HelperSlots slots = settled(10, false);
    Channel late = arrive(11);
    late.choke(true, now);
    assertEquals(8, tick(slots));
    assertTrue(late.isChoked());
  }

  /** Comes again from an address; gives whether it is served at once. */
  private boolean comesAgain(HelperSlots slots, int address) {
    Channel again = arrive(address);
    again.choke(true, now);
    slots.decide(neighbours, now);
    boolean served = !again.isChoked();
    neighbours.remove(again);
    return served;
  }

  @Test
  void anAddressIsAGuestOnceAMinute() {
    queue = MIDDLING;
    HelperSlots slots = settled(10, true);
    long came = now;
    assertTrue(comesAgain(slots, 11));
    while (now < came + 59 * SECOND) {
      tick(slots);
      assertFalse(comesAgain(slots, 11), "after " + (now - came));
    }
    while (now < came + 60 * SECOND) {
      tick(slots);
    }
    assertTrue(comesAgain(slots, 11));
  }

  @Test
  void whoAsksForNothingMakesRoomForOneThatWaits() {
    queue = MIDDLING;
    HelperSlots slots = settled(8, false);
    Channel idle = neighbours.get(2);
    for (int i = 0; i < 10; i++) {
      assertEquals(8, tick(slots, idle), "nobody waits");
    }
    Channel late = arrive(9);
    late.choke(true, now);
    assertEquals(8, tick(slots, idle));
    assertTrue(idle.isChoked());
    assertFalse(late.isChoked());
  }

  @Test
  void whoGaveLeastMakesRoomAtATurn() {
    queue = MIDDLING;
    HelperSlots slots = new HelperSlots(EnumSet.noneOf(Piece.class), 0);
    arrive(1, 5);
    int[] ticksServed = new int[5];
    for (int i = 0; i < 100; i++) {
      for (int j = 0; j < 3; j++) {
        neighbours.get(j).downloads().stored(10_000, now);
      }
      tick(slots);
      for (int j = 0; j < 5; j++) {
        ticksServed[j] += neighbours.get(j).isChoked() ? 0 : 1;
      }
    }
    for (int j = 0; j < 3; j++) {
      assertEquals(100, ticksServed[j], "a giver keeps its slot");
    }
    assertTrue(ticksServed[3] > 30 && ticksServed[4] > 30, "the other two take turns");
  }

  @Test
  void aBoundHoldsWhateverTheLineCarries() {
    HelperSlots slots = new HelperSlots(EnumSet.allOf(Piece.class), 5);
    arrive(1, 12);
    int most = 0;
    tick(slots);
    for (int i = 0; i < 40; i++) {
      most = Math.max(most, tick(slots));
    }
    assertEquals(5, most);
  }
}
