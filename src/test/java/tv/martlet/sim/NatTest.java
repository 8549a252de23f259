package tv.martlet.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tv.martlet.sim.Nat.Kind;

class NatTest {
  private static final InetSocketAddress INSIDE = at(10, 6778);
  private static final InetSocketAddress TRACKER = at(1, 6779);
  private static final InetSocketAddress STRANGER = at(2, 6778);

  private static InetSocketAddress at(int host, int port) {
    return new InetSocketAddress(address(host), port);
  }

  private static InetAddress address(int host) {
    try {
      byte[] bytes = {10, 0, (byte) (host >> 8), (byte) host};
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static Nat box(Kind kind) {
    return new Nat(kind, address(99));
  }

  /** A host with a box before it, or without. */
  private static final class Host {
    final InetSocketAddress own;
    final Nat nat;

    Host(int number, String kind) {
      own = at(number, 6778);
      nat = kind.equals("PUBLIC") ? null : new Nat(Kind.valueOf(kind), address(100 + number));
    }

    InetSocketAddress dial(InetSocketAddress to) {
      return nat == null ? own : nat.out(own, to, 0);
    }

    boolean hears(InetSocketAddress from, InetSocketAddress to) {
      return nat == null ? to.equals(own) : own.equals(nat.in(from, to, 0));
    }
  }

  /** One dials the other at the address that the tracker saw; true if there and back both pass. */
  private static boolean reaches(Host one, Host other, InetSocketAddress otherSeen) {
    InetSocketAddress source = one.dial(otherSeen);
    return other.hears(source, otherSeen) && one.hears(other.dial(source), source);
  }

  /** RFC 4787 §5: address-dependent filters look at no port, so that only two cannot meet. */
  @ParameterizedTest
  @CsvSource({
    // one, other, one dials alone, both dial
    "PUBLIC, PUBLIC, true, true",
    "PUBLIC, FULL_CONE, true, true",
    "PUBLIC, ADDRESS_RESTRICTED, false, true",
    "PUBLIC, SYMMETRIC, false, true",
    "FULL_CONE, PUBLIC, true, true",
    "FULL_CONE, FULL_CONE, true, true",
    "FULL_CONE, ADDRESS_RESTRICTED, false, true",
    "FULL_CONE, SYMMETRIC, false, true",
    "ADDRESS_RESTRICTED, PUBLIC, true, true",
    "ADDRESS_RESTRICTED, FULL_CONE, true, true",
    "ADDRESS_RESTRICTED, ADDRESS_RESTRICTED, false, true",
    "ADDRESS_RESTRICTED, SYMMETRIC, false, true",
    "SYMMETRIC, PUBLIC, true, true",
    "SYMMETRIC, FULL_CONE, true, true",
    "SYMMETRIC, ADDRESS_RESTRICTED, false, true",
    "SYMMETRIC, SYMMETRIC, false, false"
  })
  void whoReachesWhom(String oneKind, String otherKind, boolean alone, boolean both) {
    Host one = new Host(11, oneKind);
    Host other = new Host(12, otherKind);
    InetSocketAddress oneSeen = one.dial(TRACKER);
    InetSocketAddress otherSeen = other.dial(TRACKER);
    assertEquals(alone, reaches(one, other, otherSeen));
    // Now the other dials too, and each tries once more.
    boolean back = reaches(other, one, oneSeen);
    boolean again = reaches(one, other, otherSeen);
    assertEquals(both, back || again);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void theAddressSeenIsTheBoxs(Kind kind) {
    Nat nat = box(kind);
    InetSocketAddress outer = nat.out(INSIDE, TRACKER, 0);
    assertEquals(address(99), outer.getAddress());
    assertTrue(outer.getPort() >= 1_024);
    assertEquals(outer, nat.out(INSIDE, TRACKER, 1));
    assertEquals(INSIDE, nat.in(TRACKER, outer, 1));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void mapsByDestinationOnlyWhereItIsSymmetric(Kind kind) {
    Nat nat = box(kind);
    InetSocketAddress first = nat.out(INSIDE, TRACKER, 0);
    InetSocketAddress second = nat.out(INSIDE, STRANGER, 0);
    assertEquals(kind != Kind.SYMMETRIC, first.equals(second));
    assertNotEquals(first, nat.out(at(10, 6777), TRACKER, 0));
  }

  @Test
  void aFullConeLetsEverybodyIn() {
    Nat nat = box(Kind.FULL_CONE);
    assertEquals(INSIDE, nat.in(STRANGER, nat.out(INSIDE, TRACKER, 0), 0));
  }

  @Test
  void aRestrictedConeLooksAtTheAddressAlone() {
    Nat nat = box(Kind.ADDRESS_RESTRICTED);
    InetSocketAddress outer = nat.out(INSIDE, TRACKER, 0);
    assertNull(nat.in(STRANGER, outer, 0));
    assertEquals(INSIDE, nat.in(new InetSocketAddress(TRACKER.getAddress(), 1), outer, 0));
  }

  @Test
  void aSymmetricBoxLooksAtThePortToo() {
    Nat nat = box(Kind.SYMMETRIC);
    InetSocketAddress outer = nat.out(INSIDE, TRACKER, 0);
    assertNull(nat.in(new InetSocketAddress(TRACKER.getAddress(), 1), outer, 0));
    assertEquals(INSIDE, nat.in(TRACKER, outer, 0));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whatWasNeverMappedIsFiltered(Kind kind) {
    Nat nat = box(kind);
    InetSocketAddress outer = nat.out(INSIDE, TRACKER, 0);
    assertNull(nat.in(TRACKER, at(99, outer.getPort() + 1), 0));
    assertNull(nat.in(TRACKER, at(98, outer.getPort()), 0));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aMappingLastsTwoMinutesAfterTheLastDatagramOut(Kind kind) {
    Nat nat = box(kind);
    InetSocketAddress outer = nat.out(INSIDE, TRACKER, 0);
    nat.out(INSIDE, TRACKER, 100_000_000);
    assertEquals(INSIDE, nat.in(TRACKER, outer, 219_999_999));
    // RFC 4787 §4.3: what comes in need not refresh it.
    assertNull(nat.in(TRACKER, outer, 220_000_000));
    assertNotEquals(outer, nat.out(INSIDE, TRACKER, 220_000_000));
    assertNull(nat.in(TRACKER, outer, 220_000_001));
    assertEquals(1, nat.mappings());
  }

  @Test
  void aPermitExpiresByItself() {
    Nat nat = box(Kind.ADDRESS_RESTRICTED);
    InetSocketAddress outer = nat.out(INSIDE, STRANGER, 0);
    assertEquals(outer, nat.out(INSIDE, TRACKER, 60_000_000));
    assertEquals(INSIDE, nat.in(STRANGER, outer, 119_999_999));
    assertNull(nat.in(STRANGER, outer, 120_000_000));
    assertEquals(INSIDE, nat.in(TRACKER, outer, 120_000_000));
  }

  @Test
  void tooManyMappingsPushTheLeastRecentOut() {
    Nat nat = box(Kind.SYMMETRIC);
    InetSocketAddress used = nat.out(INSIDE, TRACKER, 0);
    InetSocketAddress idle = nat.out(INSIDE, STRANGER, 0);
    Set<InetSocketAddress> seen = new HashSet<>();
    for (int i = 0; i < Nat.MAX_MAPPINGS - 1; i++) {
      assertEquals(used, nat.out(INSIDE, TRACKER, i));
      assertTrue(seen.add(nat.out(INSIDE, at(1_000 + i, 1), i)));
    }
    assertEquals(Nat.MAX_MAPPINGS, nat.mappings());
    assertEquals(INSIDE, nat.in(TRACKER, used, 1_000_000));
    assertNull(nat.in(STRANGER, idle, 1_000_000));
  }

  @Test
  void tooManyPermitsPushTheLeastRecentOut() {
    Nat nat = box(Kind.ADDRESS_RESTRICTED);
    InetSocketAddress outer = nat.out(INSIDE, STRANGER, 0);
    for (int i = 0; i < Nat.MAX_MAPPINGS; i++) {
      nat.out(INSIDE, at(1_000 + i, 1), 1);
    }
    assertNull(nat.in(STRANGER, outer, 1));
    assertEquals(INSIDE, nat.in(at(1_000, 1), outer, 1));
    assertEquals(1, nat.mappings());
  }

  @Test
  void portsAreNotGivenTwiceWhenTheyComeRoundAgain() {
    Nat nat = box(Kind.SYMMETRIC);
    InetSocketAddress kept = nat.out(INSIDE, TRACKER, 0);
    for (int i = 0; i < 70_000; i++) {
      nat.out(INSIDE, at(1 + i % 200, 1_000 + i / 200), 0);
      assertEquals(kept, nat.out(INSIDE, TRACKER, 0));
    }
    assertNotNull(nat.in(TRACKER, kept, 0));
    assertEquals(Nat.MAX_MAPPINGS, nat.mappings());
  }
}
