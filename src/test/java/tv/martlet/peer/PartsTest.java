package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The engine's small parts, each against a plain model of it. */
class PartsTest {
  private static final long SECOND = 1_000_000;

  private static final class Item extends Timed {
    @Override
    void expire(long now) {}
  }

  @Test
  void deadlinesComeInOrder() {
    Random random = new Random(1);
    Deadlines deadlines = new Deadlines();
    List<Item> items = new ArrayList<>();
    Map<Item, Long> model = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      items.add(new Item());
    }
    for (int i = 0; i < 20_000; i++) {
      Item item = items.get(random.nextInt(items.size()));
      switch (random.nextInt(6)) {
        case 0 -> {
          deadlines.remove(item);
          model.remove(item);
        }
        case 1 -> {
          deadlines.set(item, Timed.NEVER);
          model.remove(item);
        }
        case 2 -> {
          long now = random.nextInt(1_000);
          Timed due = deadlines.pollExpired(now);
          if (due == null) {
            assertTrue(model.values().stream().allMatch(d -> d > now));
          } else {
            long earliest = model.values().stream().mapToLong(d -> d).min().orElseThrow();
            assertEquals(earliest, model.remove(due));
            assertTrue(earliest <= now);
            assertEquals(Timed.NEVER, due.deadline);
          }
        }
        default -> {
          long at = random.nextInt(1_000);
          deadlines.set(item, at);
          model.put(item, at);
        }
      }
      long next = model.values().stream().mapToLong(d -> d).min().orElse(Timed.NEVER);
      assertEquals(next, deadlines.next());
      assertEquals(model.size(), deadlines.size());
    }
  }

  @Test
  void aRangeQueueKeepsOrderAndBounds() {
    Random random = new Random(2);
    for (int round = 0; round < 200; round++) {
      RangeQueue queue = new RangeQueue(8, 64);
      List<Long> model = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        long first = random.nextInt(100);
        long last = first + random.nextInt(12);
        switch (random.nextInt(4)) {
          case 0 -> {
            if (model.stream().noneMatch(c -> c >= first && c <= last)) {
              long taken = queue.add(first, last);
              for (long c = first; c < first + taken; c++) {
                model.add(c);
              }
            }
          }
          case 1 -> {
            queue.remove(first, last);
            model.removeIf(c -> c >= first && c <= last);
            // splitting may need more ranges than there are: what found no room is forgotten
            model.removeIf(c -> !queue.contains(c));
          }
          case 2 -> {
            if (!queue.isEmpty()) {
              assertTrue(queue.contains(queue.first()));
              long n = 1 + random.nextLong(queue.last() - queue.first() + 1);
              for (long c = queue.first(); n > 0; c++, n--) {
                assertTrue(model.remove(c));
                queue.take(1);
              }
            }
          }
          default -> {
            if (!model.contains(first)) {
              queue.addFirst(first);
              model.removeIf(c -> !queue.contains(c));
              if (queue.contains(first)) {
                model.add(0, first);
              }
            }
          }
        }
        assertEquals(model.size(), queue.chunks());
        assertTrue(queue.chunks() <= 64 + 8 * 200);
        for (long c = 0; c < 120; c++) {
          assertEquals(model.contains(c), queue.contains(c), "chunk " + c);
          assertEquals(queue.contains(c), queue.nextAbsent(c) != c);
        }
        long from = random.nextInt(120);
        assertEquals(
            model.stream().mapToLong(c -> c).filter(c -> c >= from).min().orElse(Long.MAX_VALUE),
            queue.nextPresent(from));
      }
      queue.clear();
      assertTrue(queue.isEmpty());
    }
  }

  @Test
  void aRangeQueueRefusesWhatIsTooMuch() {
    RangeQueue queue = new RangeQueue(4, 100);
    assertEquals(100, queue.add(0, Long.MAX_VALUE - 1));
    assertEquals(0, queue.add(500, 501));
    queue.clear();
    for (int i = 0; i < 4; i++) {
      assertEquals(1, queue.add(2L * i, 2L * i));
    }
    assertEquals(0, queue.add(100, 100), "no fifth range");
    assertEquals(2, queue.add(7, 8), "but a longer fourth one");
    assertEquals(0, queue.add(9, 8));
  }

  @Test
  void theFirstSendingsLateArrivalTellsNothingOfWhatWentBeforeTheSecond() {
    InFlight flight = new InFlight();
    for (long chunk = 0; chunk < 10; chunk++) {
      flight.sent(chunk, 1_000, 0);
    }
    List<Long> lost = new ArrayList<>();
    assertEquals(0, flight.loseOldest((chunk, bytes) -> lost.add(chunk)));
    flight.sent(0, 1_000, 5_000);
    // The acknowledgement of the first sending comes a moment after the second one went out.
    assertEquals(1_000, flight.acknowledge(0, 0, 5_100 - 3_000));
    flight.detectLost(1_000, 4_000, (chunk, bytes) -> lost.add(chunk));
    assertEquals(List.of(0L), lost, "the nine others are still under way");
    // A round trip after it, it does tell.
    flight.loseOldest((chunk, bytes) -> lost.add(chunk));
    flight.sent(1, 1_000, 6_000);
    assertEquals(1_000, flight.acknowledge(1, 1, 9_100 - 3_000));
    flight.detectLost(1_000, 4_000, (chunk, bytes) -> lost.add(chunk));
    assertEquals(9, lost.size(), "all but the one within the reordering window of three");
  }

  @Test
  void theFlightAgreesWithAModel() {
    Random random = new Random(3);
    InFlight flight = new InFlight();
    LinkedHashMap<Long, long[]> model = new LinkedHashMap<>(); // chunk → size, time
    long now = 0;
    for (int i = 0; i < 30_000; i++) {
      now++;
      long chunk = random.nextInt(700);
      int kind = random.nextInt(8);
      if (kind < 5) {
        if (!flight.isFull()) {
          int size = 1 + random.nextInt(1_400);
          flight.sent(chunk, size, now);
          model.remove(chunk);
          model.put(chunk, new long[] {size, now});
        }
      } else if (kind < 7) {
        long last = chunk + random.nextInt(random.nextInt(6) == 0 ? 900 : 4);
        long expected = 0;
        for (long c = chunk; c <= last; c++) {
          long[] gone = model.remove(c);
          expected += gone == null ? 0 : gone[0];
        }
        assertEquals(expected, flight.acknowledge(chunk, last, now));
      } else if (random.nextInt(500) == 0) {
        List<Long> lost = new ArrayList<>();
        flight.loseAll((c, bytes) -> lost.add(c));
        assertEquals(List.copyOf(model.keySet()), lost, "oldest first");
        model.clear();
      } else {
        long at = now;
        flight.detectLost(
            200,
            Long.MIN_VALUE,
            (c, bytes) -> {
              long[] sent = model.remove(c);
              assertEquals(sent[0], bytes);
              assertTrue(at - sent[1] >= 200, "not before it is overdue");
            });
      }
      assertEquals(model.size(), flight.count());
      assertEquals(model.values().stream().mapToLong(m -> m[0]).sum(), flight.bytes());
      long[] here = model.get(chunk);
      assertEquals(here == null ? -1 : here[1], flight.sentAt(chunk));
      assertEquals(
          model.values().stream().mapToLong(m -> m[1]).min().orElse(Timed.NEVER),
          flight.oldestSentAt());
    }
    flight.clear();
    assertEquals(0, flight.count());
    assertEquals(-1, flight.sentAt(5));
  }

  @Test
  void theFlightIsBounded() {
    InFlight flight = new InFlight();
    for (int i = 0; !flight.isFull(); i++) {
      assertTrue(i < InFlight.MAX_DATAGRAMS);
      flight.sent(i, 1_000, i);
    }
    assertEquals(InFlight.MAX_DATAGRAMS, flight.count());
    flight.acknowledge(0, Long.MAX_VALUE - 1, 0);
    assertEquals(0, flight.bytes());
    assertFalse(flight.isFull());
  }

  @Test
  void channelsAreFoundByTheirIds() {
    Mesh mesh = new Mesh(4);
    LiveFixture live = new LiveFixture(mesh);
    Mesh.Host host = mesh.host();
    Swarm swarm = live.watch(host);
    ChannelTable table = new ChannelTable();
    Map<Integer, Channel> model = new HashMap<>();
    Random random = new Random(4);
    // ids that collide, and those that the generator draws twice or as 0
    Random drawn =
        new Random() {
          private static final long serialVersionUID = 1;

          @Override
          public int nextInt() {
            int n = random.nextInt(40) - 20;
            return random.nextBoolean() ? n << 16 : n;
          }
        };
    for (int i = 0; i < 5_000; i++) {
      if (model.size() < 60 && random.nextInt(3) != 0) {
        int id = table.freeId(drawn);
        assertNotEquals(0, id);
        assertNull(model.get(id));
        Channel channel = new Channel(swarm, id, host.address, true, 0);
        table.add(channel);
        model.put(id, channel);
      } else if (!model.isEmpty()) {
        List<Integer> ids = List.copyOf(model.keySet());
        Channel gone = model.remove(ids.get(random.nextInt(ids.size())));
        table.remove(gone);
        table.remove(gone);
      }
      assertEquals(model.size(), table.size());
      for (int n = -20; n < 20; n++) {
        assertSame(model.get(n), table.get(n));
        assertSame(model.get(n << 16), table.get(n << 16));
      }
    }
  }

  private static InetSocketAddress address(int n) {
    return Mesh.address(new byte[] {10, 3, (byte) (n >> 8), (byte) n}, 6778);
  }

  @Test
  void candidatesAreBoundedAndTrustedOnesStay() {
    Candidates candidates = new Candidates(new Random(5));
    for (int i = 0; i < 100; i++) {
      candidates.offer(address(i), Candidates.Source.TRUSTED, 0);
    }
    for (int i = 100; i < 5_000; i++) {
      candidates.offer(address(i), Candidates.Source.EXCHANGED, 0);
      assertTrue(candidates.size() <= 512);
    }
    for (int i = 5_000; i < 7_000; i++) {
      candidates.connected(address(i), 0);
      candidates.closed(address(i), 0);
      candidates.ban(address(i), SECOND);
      assertTrue(candidates.size() <= 512);
      assertTrue(candidates.isBanned(address(i), 0), "the newest ban holds");
    }
  }

  @Test
  void aCandidateThatFailsWaitsLongerEachTime() {
    Candidates candidates = new Candidates(new Random(6));
    candidates.offer(address(1), Candidates.Source.TRUSTED, 0);
    long now = 0;
    long before = 0;
    for (int i = 0; i < 10; i++) {
      assertEquals(address(1), candidates.next(now, false));
      candidates.connected(address(1), now);
      assertNull(candidates.next(now + 1_000 * SECOND, false), "not while it is connected");
      candidates.failed(address(1), now);
      long wait = 0;
      while (candidates.next(now + wait, false) == null) {
        wait += SECOND / 10;
      }
      assertTrue(wait >= before || wait >= 60 * SECOND, "waits " + wait + " after " + before);
      assertTrue(wait <= 91 * SECOND);
      before = Math.min(wait, 40 * SECOND) * 2 / 3;
      now += wait;
    }
    candidates.connected(address(1), now);
    candidates.closed(address(1), now);
    assertEquals(address(1), candidates.next(now + 2 * SECOND, false));
    candidates.ban(address(1), now + 100 * SECOND);
    assertTrue(candidates.isBanned(address(1), now + 99 * SECOND));
    assertNull(candidates.next(now + 99 * SECOND, true));
    assertFalse(candidates.isBanned(address(1), now + 100 * SECOND));
    assertEquals(address(1), candidates.next(now + 100 * SECOND, true));
    candidates.connected(address(1), now + 100 * SECOND);
    candidates.failed(address(1), now + 100 * SECOND);
    assertFalse(candidates.isBanned(address(1), now + 100 * SECOND), "a failure is no ban");
  }

  @Test
  void exchangedAddressesAreHeldBack() {
    Candidates candidates = new Candidates(new Random(7));
    candidates.offer(address(1), Candidates.Source.EXCHANGED, 0);
    assertNull(candidates.next(0, false));
    assertEquals(address(1), candidates.next(0, true));
    candidates.offer(address(1), Candidates.Source.TRUSTED, 0);
    assertEquals(address(1), candidates.next(0, false), "a tracker knows it too");
    candidates.offer(
        InetSocketAddress.createUnresolved("nowhere", 1), Candidates.Source.TRUSTED, 0);
    assertEquals(1, candidates.size());
  }

  @Test
  void theUploadLimitIsKept() {
    UploadLimit limit = new UploadLimit(100_000);
    long sent = 0;
    Random random = new Random(8);
    for (long now = 0; now < 10 * SECOND; now += random.nextInt(20_000)) {
      while (limit.allowance(now) >= 1_000) {
        limit.spend(1_000);
        sent += 1_000;
      }
      assertTrue(limit.delay(1_000) > 0 && limit.delay(1_000) <= 10_001);
    }
    assertTrue(sent > 990_000 && sent < 1_020_000, "sent " + sent);
    UploadLimit none = new UploadLimit(0);
    none.spend(1 << 30);
    assertTrue(none.allowance(0) > 1L << 40);
    assertEquals(0, none.delay(1 << 20));
  }

  @Test
  void slotsGoToWhoHasWaitedLongest() {
    Mesh mesh = new Mesh(9);
    LiveFixture live = new LiveFixture(mesh);
    Mesh.Host host = mesh.host();
    Swarm swarm = live.watch(host);
    UploadSlots slots = new UploadSlots(2);
    List<Channel> neighbours = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      neighbours.add(new Channel(swarm, i + 1, address(i), false, 0));
    }
    slots.decide(neighbours, 0);
    assertEquals(2, neighbours.stream().filter(n -> !n.isChoked()).count());
    // those who ask keep their slots
    for (long now = SECOND; now < 10 * SECOND; now += SECOND) {
      neighbours.get(0).asked(0, 0, now);
      neighbours.get(1).asked(0, 0, now);
      slots.decide(neighbours, now);
      assertFalse(neighbours.get(0).isChoked());
      assertFalse(neighbours.get(1).isChoked());
    }
    // those who do not lose them, and everybody has a turn
    boolean[] served = new boolean[5];
    for (long now = 20 * SECOND; now < 60 * SECOND; now += SECOND) {
      slots.decide(neighbours, now);
      int open = 0;
      for (int i = 0; i < 5; i++) {
        open += neighbours.get(i).isChoked() ? 0 : 1;
        served[i] |= !neighbours.get(i).isChoked();
      }
      assertTrue(open <= 2);
    }
    for (boolean each : served) {
      assertTrue(each);
    }
    slots.decide(neighbours.subList(0, 2), 70 * SECOND);
    assertFalse(neighbours.get(0).isChoked() || neighbours.get(1).isChoked(), "no longer scarce");
  }

  @Test
  void settingsOutOfBoundsAreRefusedInASentence() {
    EngineSettings d = EngineSettings.defaults();
    IllegalArgumentException e =
        org.junit.jupiter.api.Assertions.assertThrows(
            IllegalArgumentException.class,
            () ->
                new EngineSettings(
                    0,
                    1,
                    1,
                    0,
                    0,
                    EngineSettings.Exchange.OFF,
                    d.congestion(),
                    1,
                    1,
                    1,
                    1,
                    1,
                    1,
                    16));
    assertEquals("The number of neighbours must be 1 to 1000, not 0", e.getMessage());
  }
}
