package tv.martlet.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tv.martlet.sim.Wires.Arrival;

/** The network held to arithmetic that anyone can redo. */
class FabricTest {
  private static final double MBIT = 1e6;

  private static Wires plain() {
    return new Wires(Wires.plain(0, 0, 0), 1);
  }

  @Test
  void arrivesAfterBothLinesAndTheDistance() {
    Wires wires = plain();
    Host a = wires.host(0, 8 * MBIT, 0);
    Host b = wires.host(1, 0, 16 * MBIT);
    Wires.send(a, b, 1_000, 1);
    wires.pass(1_000_000);
    // 1,000 bytes at 1 MB/s, half of 100 ms, 1,000 bytes at 2 MB/s
    assertEquals(List.of(1_000L + 50_000 + 500), wires.times());
    assertEquals(1_000, wires.arrivals.get(0).length());
    assertEquals(a.site().address(), wires.arrivals.get(0).from());
  }

  @Test
  void aLineWithoutABoundTakesNoTime() {
    Wires wires = plain();
    Host a = wires.host(0, 0, 0);
    Host b = wires.host(0, 0, 0);
    Wires.send(a, b, 1_000, 1);
    wires.pass(1_000_000);
    assertEquals(List.of(10_000L), wires.times());
  }

  @Test
  void aFractionOfAMicrosecondIsNotLost() {
    Wires wires = plain();
    Host a = wires.host(0, 24 * MBIT, 0);
    Host b = wires.host(0, 0, 0);
    for (int i = 0; i < 9; i++) {
      Wires.send(a, b, 1_000, i);
    }
    wires.pass(1_000_000);
    // each takes 333 1/3 µs, and is there when its last bit is
    assertEquals(
        IntStream.rangeClosed(1, 9).mapToObj(i -> 10_000L + (1_000 * i + 2) / 3).toList(),
        wires.times());
  }

  @Test
  void aBurstQueuesAtTheNarrowestLine() {
    Wires wires = plain();
    Host a = wires.host(0, 8 * MBIT, 0);
    Host b = wires.host(1, 0, 4 * MBIT);
    for (int i = 0; i < 5; i++) {
      Wires.send(a, b, 1_000, i);
    }
    assertEquals(5_000, a.up().queueing(wires.timeline.now()));
    wires.pass(1_000_000);
    // the first is at b's line after 51 ms; that line takes 2 ms each
    assertEquals(List.of(53_000L, 55_000L, 57_000L, 59_000L, 61_000L), wires.times());
    assertEquals(List.of(0, 1, 2, 3, 4), wires.marks());
  }

  @Test
  void aFullQueueDropsTheTail() {
    Wires wires = plain();
    Host a = wires.host(0, 4 * MBIT, 0);
    Host b = wires.host(0, 0, 0);
    // 0.2 s of 500,000 bytes a second: 100 datagrams of 1,000 bytes
    for (int i = 0; i < 130; i++) {
      Wires.send(a, b, 1_000, i);
    }
    wires.pass(1_000_000);
    assertEquals(IntStream.range(0, 100).boxed().toList(), wires.marks());
    assertEquals(30, a.up().dropped());
    assertEquals(130, wires.fabric.datagrams());
  }

  @Test
  void theWayDownDropsToo() {
    Wires wires = plain();
    Host a = wires.host(0, 0, 0);
    Host b = wires.host(0, 0, 4 * MBIT);
    for (int i = 0; i < 130; i++) {
      Wires.send(a, b, 1_000, i);
    }
    wires.pass(1_000_000);
    assertEquals(IntStream.range(0, 100).boxed().toList(), wires.marks());
    assertEquals(30, b.down().dropped());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.005, 0.02, 0.3})
  void losesTheShareThatIsAsked(double share) {
    int sent = 50_000;
    Wires wires = new Wires(Wires.plain(0, share, 0), 7);
    Host a = wires.host(0, 0, 0);
    Host far = wires.host(1, 0, 0);
    Host near = wires.host(0, 0, 0);
    for (int i = 0; i < sent; i++) {
      Wires.send(a, far, 100, 1);
      Wires.send(a, near, 100, 2);
    }
    wires.pass(1_000_000);
    long arrived = wires.marks().stream().filter(mark -> mark == 1).count();
    double sigma = Math.sqrt(sent * share * (1 - share));
    assertEquals(sent * (1 - share), (double) arrived, 4 * sigma);
    assertEquals(sent, wires.marks().size() - arrived, "nothing is lost inside the region");
  }

  @Test
  void anEchoComesBackAfterARoundTrip() {
    Wires wires = plain();
    Host a = wires.host(0, 8 * MBIT, 8 * MBIT);
    Host b = wires.host(1, 8 * MBIT, 8 * MBIT);
    wires.fabric.tap(
        (at, packet) -> {
          wires.arrivals.add(new Arrival(at, packet.from(), packet.to(), packet.length(), 0));
          if (packet.to() == b) {
            Wires.send(b, packet.from(), 500, 2);
          }
        });
    Wires.send(a, b, 1_000, 1);
    wires.pass(1_000_000);
    assertEquals(List.of(52_000L, 103_000L), wires.times());
    assertEquals(100_000, wires.geography.rtt(0, 1));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 2, 50})
  void jitterSwingsWithinItsBoundAndNothingOvertakes(double jitter) {
    Wires wires = new Wires(Wires.plain(jitter, 0, 0), 3);
    Random random = new Random(3);
    Host a = wires.host(0, 80 * MBIT, 0);
    Host b = wires.host(1, 0, 0);
    Map<Integer, Long> sent = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      sent.put(i, wires.timeline.now() + a.up().queueing(wires.timeline.now()) + 50);
      Wires.send(a, b, 500, i);
      wires.pass(random.nextInt(1_000));
    }
    wires.pass(1_000_000);
    assertEquals(IntStream.range(0, 20_000).boxed().toList(), wires.marks());
    long most = 0;
    long least = Long.MAX_VALUE;
    for (Arrival arrival : wires.arrivals) {
      long added = arrival.at() - sent.get(arrival.mark()) - 50_000;
      most = Math.max(most, added);
      least = Math.min(least, added);
    }
    assertTrue(least >= 0 && least < 200 * jitter, "least " + least);
    assertTrue(most <= 1_000 * jitter && most > 950 * jitter, "most " + most);
  }

  @Test
  void aLanHasOneLineForAll() {
    Wires wires = new Wires(Wires.plain(0, 0, 8 * MBIT), 1);
    Host source = wires.host(1, 0, 0);
    Host b = wires.host(0, 0, 0);
    Host c = wires.host(0, 0, 0);
    Wires.send(source, b, 1_000, 1);
    Wires.send(source, c, 1_000, 2);
    Wires.send(b, c, 1_000, 3);
    Wires.send(b, source, 1_000, 4);
    Wires.send(c, source, 1_000, 5);
    wires.pass(1_000_000);
    // 3 stays on the LAN; each way of the line takes 1 ms a datagram
    assertEquals(List.of(3, 1, 4, 2, 5), wires.marks());
    assertEquals(List.of(10_000L, 51_000L, 51_000L, 52_000L, 52_000L), wires.times());
  }

  @Test
  void aDeadHostNeitherSendsNorReceives() {
    Wires wires = plain();
    Host a = wires.host(0, 0, 0);
    Host b = wires.host(1, 0, 0);
    Wires.send(a, b, 100, 1);
    Wires.send(b, a, 100, 2);
    b.unplug();
    Wires.send(a, b, 100, 3);
    Wires.send(b, a, 100, 4);
    b.advance(wires.timeline.now());
    wires.pass(1_000_000);
    // what it said while it lived arrives; what is under way to it does not
    assertEquals(List.of(2), wires.marks());
    assertEquals(0, b.engine().counters().datagramsIn);
  }

  @Test
  void nobodyHearsAnAddressOrPortThatIsNoHosts() {
    Wires wires = plain();
    Host a = wires.host(0, 0, 0);
    Host b = wires.host(1, 0, 0);
    Wires.send(a, new InetSocketAddress(b.outside(), 1), 100, 1);
    Wires.send(a, new InetSocketAddress("203.0.113.9", 6778), 100, 2);
    wires.pass(1_000_000);
    assertEquals(List.of(), wires.marks());
  }

  /** RFC 4787: whom each kind of translation lets in. */
  private static boolean reaches(Host from, Host to, Wires wires) {
    wires.arrivals.clear();
    // what `to` has shown a mirror, and then a datagram of its own towards `from`, to open the way
    InetSocketAddress seen = to.reachedAt();
    Wires.send(to, from.reachedAt(), 100, 1);
    wires.pass(200_000);
    wires.arrivals.clear();
    Wires.send(from, seen, 100, 2);
    wires.pass(200_000);
    return wires.marks().contains(2);
  }

  @Test
  void translationsLetInWhomTheyShould() {
    Nat.Kind[] kinds = {null, Nat.Kind.FULL_CONE, Nat.Kind.ADDRESS_RESTRICTED, Nat.Kind.SYMMETRIC};
    StringBuilder table = new StringBuilder();
    for (Nat.Kind to : kinds) {
      for (Nat.Kind from : kinds) {
        Wires wires = plain();
        Host asker = wires.host(0, 0, 0, from);
        table.append(reaches(asker, wires.host(1, 0, 0, to), wires) ? 'x' : '-');
      }
      table.append('\n');
    }
    // Columns: who asks; rows: who is asked at the address that a mirror told: none, full cone,
    // address-restricted, symmetric. A symmetric box has another address for each that it writes
    // to: the mirror's is of use to nobody.
    assertEquals("xxxx\nxxxx\nxxxx\n----\n", table.toString());
  }

  @Test
  void anAddressRestrictedHostIsReachedOnlyAfterItHasWritten() {
    Wires wires = plain();
    Host stranger = wires.host(0, 0, 0);
    Host open = wires.host(0, 0, 0, Nat.Kind.FULL_CONE);
    Host shut = wires.host(1, 0, 0, Nat.Kind.ADDRESS_RESTRICTED);
    Wires.send(stranger, open.reachedAt(), 100, 1);
    Wires.send(stranger, shut.reachedAt(), 100, 2);
    wires.pass(200_000);
    assertEquals(List.of(1), wires.marks());
    Wires.send(shut, stranger, 100, 3);
    Wires.send(stranger, shut.reachedAt(), 100, 4);
    wires.pass(200_000);
    assertEquals(List.of(1, 3, 4), wires.marks().stream().sorted().toList());
    InetSocketAddress seen = wires.arrivals.get(1).from();
    assertEquals(shut.reachedAt(), seen, "seen from outside");
  }
}
