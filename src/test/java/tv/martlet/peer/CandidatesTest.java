package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whom a swarm may dial, and when: {@link Candidates}. */
class CandidatesTest {
  private static final long SECOND = 1_000_000;

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

  // ---- lists of trackers ----

  private static List<InetSocketAddress> list(int... numbers) {
    return IntStream.of(numbers).mapToObj(CandidatesTest::address).toList();
  }

  @Test
  void theBestOfAListIsItsFirst() {
    Candidates candidates = new Candidates(new Random(8));
    assertFalse(candidates.hasList());
    assertNull(candidates.best(0));
    candidates.offerList(list(5, 3, 9), 0);
    assertTrue(candidates.hasList());
    for (int best : new int[] {5, 3, 9}) {
      assertEquals(address(best), candidates.best(0));
      candidates.connected(address(best), 0);
    }
    assertNull(candidates.best(0));
  }

  @Test
  void onlyTheLatestListCounts() {
    Candidates candidates = new Candidates(new Random(8));
    candidates.offer(address(1), Candidates.Source.TRUSTED, 0);
    assertFalse(candidates.isListed(address(7)), "unknown");
    candidates.offerList(list(2, 3), 0);
    assertFalse(candidates.isListed(address(1)), "offered by itself");
    assertTrue(candidates.isListed(address(2)));
    candidates.offerList(list(4, 3), 0);
    assertFalse(candidates.isListed(address(2)));
    assertTrue(candidates.isListed(address(3)) && candidates.isListed(address(4)));
    assertEquals(address(4), candidates.best(0));
    candidates.connected(address(4), 0);
    assertEquals(address(3), candidates.best(0));
    candidates.connected(address(3), 0);
    assertNull(candidates.best(0), "not one of an older list");
  }

  @Test
  void anEmptyListNamesNobody() {
    Candidates candidates = new Candidates(new Random(8));
    candidates.offerList(list(2), 0);
    candidates.offerList(list(), 0);
    assertTrue(candidates.hasList());
    assertFalse(candidates.isListed(address(2)));
    assertNull(candidates.best(0));
  }

  @Test
  void whoOnlyFailedOrIsBannedIsNotTheBestUntilItsTime() {
    Candidates candidates = new Candidates(new Random(8));
    candidates.offerList(list(1, 2, 3), 0);
    candidates.ban(address(1), 20 * SECOND);
    candidates.connected(address(2), 0);
    candidates.failed(address(2), 0);
    assertEquals(address(3), candidates.best(0));
    assertTrue(candidates.isListed(address(1)), "listed all the same");
    assertEquals(address(2), candidates.best(20 * SECOND - 1));
    assertEquals(address(1), candidates.best(20 * SECOND));
  }

  @Test
  void oneThatHasClosedMayBeTheBestAgainSoon() {
    Candidates candidates = new Candidates(new Random(8));
    candidates.offerList(list(1), 0);
    candidates.connected(address(1), 0);
    candidates.closed(address(1), SECOND);
    assertNull(candidates.best(SECOND));
    assertEquals(address(1), candidates.best(10 * SECOND));
  }

  @Test
  void aListOfThousandsIsBounded() {
    Candidates candidates = new Candidates(new Random(8));
    candidates.offerList(list(IntStream.range(0, 5_000).toArray()), 0);
    assertEquals(512, candidates.size());
    assertEquals(address(0), candidates.best(0));
    assertTrue(candidates.isListed(address(511)));
    assertFalse(candidates.isListed(address(512)));
  }

  @Test
  void whatPeersNamedMakesRoomForAList() {
    Candidates candidates = new Candidates(new Random(8));
    for (int i = 0; i < 512; i++) {
      candidates.offer(address(i), Candidates.Source.EXCHANGED, 0);
    }
    candidates.offerList(list(600, 601), 0);
    assertEquals(address(600), candidates.best(0));
    assertTrue(candidates.isListed(address(601)));
  }

  @Test
  void whatIsNoHostIsNotListed() {
    Candidates candidates = new Candidates(new Random(8));
    InetSocketAddress group = Mesh.address(new byte[] {(byte) 224, 0, 0, 1}, 6778);
    candidates.offerList(List.of(group, address(1)), 0);
    assertFalse(candidates.isListed(group));
    assertEquals(address(1), candidates.best(0));
  }

  @Test
  void aNewListIsTakenHoweverManyWereNamedBefore() {
    Candidates candidates = new Candidates(new Random(9));
    candidates.offer(address(9_000), Candidates.Source.TRUSTED, 0);
    for (int i = 0; i < 100; i++) {
      List<InetSocketAddress> list = new ArrayList<>();
      for (int j = 0; j < 20; j++) {
        list.add(address(20 * i + j));
      }
      candidates.offerList(list, i * SECOND);
      assertTrue(list.stream().allMatch(candidates::isListed), "list " + i);
      assertEquals(list.get(0), candidates.best(i * SECOND));
      assertTrue(candidates.size() <= 512);
    }
  }
}
