package tv.martlet.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressBookTest {
  private static InetAddress ip(String literal) throws Exception {
    return InetAddress.getByName(literal);
  }

  private static List<PeerAddress> hosts(String... ips) {
    return Stream.of(ips).map(ip -> PeerAddress.host(new InetSocketAddress(ip, 6778))).toList();
  }

  private static List<String> texts(List<PeerAddress> addresses) {
    return addresses.stream()
        .map(one -> one.type() + " " + one.ip().getHostAddress() + ":" + one.port())
        .toList();
  }

  /** What an asker at {@code asker} is told of a peer at {@code source}. */
  private static List<String> told(String source, String asker, String... announced)
      throws Exception {
    List<PeerAddress> kept = AddressBook.keep(hosts(announced), ip(source));
    return texts(AddressBook.visible(kept, ip(source), ip(asker)));
  }

  @Test
  void behindATranslatorThePortGoesWithTheSourceAddress() throws Exception {
    assertEquals(
        List.of("REFLEXIVE 198.51.100.1:6778"), told("198.51.100.1", "203.0.113.5", "192.168.1.7"));
    assertEquals(
        List.of("REFLEXIVE 198.51.100.1:6778"), told("198.51.100.1", "203.0.113.5", "0.0.0.0"));
  }

  @Test
  void neighboursBehindOneTranslatorAreToldTheirOwnAddressesFirst() throws Exception {
    assertEquals(
        List.of("HOST 192.168.1.7:6778", "REFLEXIVE 198.51.100.1:6778"),
        told("198.51.100.1", "198.51.100.1", "192.168.1.7"));
  }

  @Test
  void onOneNetworkWithTheTracker() throws Exception {
    assertEquals(
        List.of("HOST 192.168.1.7:6778"), told("192.168.1.7", "192.168.1.9", "192.168.1.7"));
    assertEquals(
        List.of("HOST 192.168.1.7:6778", "HOST 172.17.0.1:6778"),
        told("192.168.1.7", "192.168.1.9", "172.17.0.1", "192.168.1.7"));
    assertEquals(
        List.of("HOST 192.168.1.7:6778"),
        told("127.0.0.1", "192.168.1.9", "192.168.1.7"),
        "a peer on the tracker's own machine");
  }

  @Test
  void fromInsideNothingIsToldToTheOutside() throws Exception {
    assertEquals(List.of(), told("192.168.1.7", "203.0.113.5", "192.168.1.7"));
  }

  @Test
  void everythingOnLoopback() throws Exception {
    assertEquals(List.of("HOST 127.0.0.1:6778"), told("127.0.0.1", "127.0.0.1", "127.0.0.1"));
    assertEquals(List.of("REFLEXIVE 127.0.0.1:6778"), told("127.0.0.1", "127.0.0.1", "0.0.0.0"));
    assertEquals(
        List.of("REFLEXIVE 127.0.0.1:6778", "HOST 10.0.0.4:6778"),
        told("127.0.0.1", "127.0.0.1", "10.0.0.4"));
    assertEquals(
        List.of("REFLEXIVE 0:0:0:0:0:0:0:1:6778", "HOST 127.0.0.1:6778"),
        told("::1", "::1", "127.0.0.1"));
  }

  @Test
  void globalAddressesAreToldToEveryone() throws Exception {
    assertEquals(
        List.of("REFLEXIVE 198.51.100.1:6778", "HOST 2001:db8:0:0:0:0:0:7:6778"),
        told("198.51.100.1", "203.0.113.5", "192.168.1.7", "2001:db8::7"));
    assertEquals(
        List.of("HOST 2001:db8:0:0:0:0:0:7:6778"),
        told("2001:db8::7", "203.0.113.5", "2001:db8::7"));
  }

  @Test
  void oneSlash64IsOneHome() throws Exception {
    assertEquals(
        List.of("HOST fd00:0:0:0:0:0:0:7:6778", "HOST 2001:db8:0:0:0:0:0:7:6778"),
        told("2001:db8::7", "2001:db8::9", "2001:db8::7", "fd00::7"));
  }

  @Test
  void whatNobodyCanUseIsNotKept() throws Exception {
    assertEquals(
        List.of("REFLEXIVE 198.51.100.1:6778"),
        texts(
            AddressBook.keep(
                hosts("127.0.0.1", "224.0.0.1", "255.255.255.255", "fe80::1", "::", "0.1.2.3"),
                ip("198.51.100.1"))));
  }

  @Test
  void aRelayedPortIsNotPairedWithTheSource() throws Exception {
    PeerAddress relay =
        new PeerAddress(
            new InetSocketAddress("203.0.113.77", 5000),
            1,
            AddressType.PROXY,
            PeerAddress.Note.NONE);
    assertEquals(
        List.of("PROXY 203.0.113.77:5000"),
        texts(AddressBook.keep(List.of(relay), ip("198.51.100.1"))));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, LOOPBACK", "::1, LOOPBACK", "0.0.0.0, UNSPECIFIED", "::, UNSPECIFIED",
    "10.1.1.1, PRIVATE", "172.31.0.1, PRIVATE", "172.32.0.1, GLOBAL", "192.168.0.1, PRIVATE",
    "100.64.0.1, PRIVATE", "100.128.0.1, GLOBAL", "fd12::1, PRIVATE", "fe80::1, NOWHERE",
    "169.254.1.1, NOWHERE", "239.1.1.1, NOWHERE", "ff02::1, NOWHERE", "240.0.0.1, NOWHERE",
    "2001:db8::1, GLOBAL", "8.8.8.8, GLOBAL"
  })
  void reach(String literal, Reach reach) throws Exception {
    assertEquals(reach, Reach.of(ip(literal)));
  }

  @Test
  void aMappedAddressIsAnIpv4Address() throws Exception {
    assertEquals(ip("192.0.2.1"), Reach.plain(ip("::ffff:192.0.2.1")));
  }
}
