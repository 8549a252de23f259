package tv.martlet.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tv.martlet.tracker.NatAbility;
import tv.martlet.tracker.OwnAddresses;
import tv.martlet.tracker.PeerAddress;
import tv.martlet.tracker.PeerNum;

/** What a peer says of itself is what it knows. */
class SelfReportTest {
  @Test
  void atFirstTheUploadIsNotKnown() {
    SelfReport self = new SelfReport(5_000);
    assertEquals(
        new PeerNum(
            OptionalInt.of(29),
            Optional.empty(),
            OptionalInt.of(7),
            OptionalInt.of(12),
            OptionalInt.empty()),
        self.peerNum(7, 17_999));
  }

  @Test
  void whatTheLineCarriesIsSaidInKilobits() {
    assertEquals(OptionalInt.of(20_000), said(20_000_000));
    assertEquals(OptionalInt.of(100_000_000), said(100_000_000_000L), "the largest limit");
    assertEquals(OptionalInt.of(Integer.MAX_VALUE), said(Long.MAX_VALUE));
    assertEquals(OptionalInt.empty(), said(0));
  }

  private static OptionalInt said(long bitsPerSecond) {
    SelfReport self = new SelfReport(0);
    self.carries(bitsPerSecond);
    return self.peerNum(0, 0).uploadKbps();
  }

  @Test
  void theNatIsSaidWhereItIsKnownThatThereIsNone() {
    SelfReport self = new SelfReport(0);
    self.seen(true);
    assertEquals(Optional.of(NatAbility.NO_NAT), self.peerNum(0, 0).nat());
    self.seen(false);
    assertEquals(Optional.empty(), self.peerNum(0, 0).nat());
  }

  @Test
  void onlyAGlobalAddressOfItsOwnTellsThatThereIsNoTranslation() throws Exception {
    assertTrue(untranslated("198.51.100.1", "198.51.100.1"));
    assertTrue(untranslated("2001:db8::1", "2001:db8::1"));
    assertFalse(untranslated("192.168.1.2", "198.51.100.1"));
    assertFalse(untranslated("192.168.1.2", "192.168.1.2"), "the tracker is at home, too");
    assertFalse(untranslated("127.0.0.1", "127.0.0.1"));
  }

  private static boolean untranslated(String own, String seen) throws Exception {
    return OwnAddresses.untranslated(
        List.of(PeerAddress.host(new InetSocketAddress(own, 6778))), InetAddress.getByName(seen));
  }
}
