package tv.martlet.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The ranking behind a real server: what peers say over a socket decides whom others are told of.
 */
class RankedServerTest {
  private static final int HELPERS = 40;
  private static final int STRONG = 10;

  private final Rig rig = new Rig();

  @AfterEach
  void close() throws Exception {
    rig.close();
  }

  private static PeerNum self(int count, OptionalInt kbps) {
    return new PeerNum(
        OptionalInt.of(count), Optional.empty(), OptionalInt.empty(), OptionalInt.of(0), kbps);
  }

  private static Response ask(Socket socket, Request request) throws Exception {
    Response response = Rig.ask(socket, Rig.http(MessageWriter.write(request))).response();
    assertEquals(ErrorCode.NO_ERROR, response.error());
    return response;
  }

  private static Request.Connect join(String peer, PeerMode mode, PeerNum self) {
    int port = 7000 + Math.floorMod(peer.hashCode(), 1000);
    return new Request.Connect(
        "t",
        peer,
        Optional.of(self),
        List.of(PeerAddress.host(new InetSocketAddress(Box.ip("127.0.0.1"), port))),
        List.of(Samples.join("aa", mode)));
  }

  private static void reports(Socket socket, String peer, long spare) throws Exception {
    ask(socket, new Request.StatReport("r", peer, List.of(new StreamStats("aa", 9, 9, spare, 3))));
  }

  private static List<String> find(Socket socket, String peer, int count) throws Exception {
    Request.Find find =
        new Request.Find("f", peer, "aa", Optional.of(self(count, OptionalInt.empty())));
    return ask(socket, find).results().get(0).peers().orElseThrow().stream()
        .map(Response.PeerInfo::peerId)
        .toList();
  }

  private TrackerServer server() throws Exception {
    SwarmStore store =
        new SwarmStore(
            StoreLimits.DEFAULT,
            StorePolicy.DEFAULT.ranked(new HelperRanking(new Random(3))),
            new Random(4));
    ServerLimits plain = ServerLimits.DEFAULT;
    ServerLimits fast =
        new ServerLimits(
            10_000, 10_000, plain.sources(), plain.connections(), plain.connectionsPerSource());
    return rig.server("127.0.0.1", 0, ServerSettings.DEFAULT.with(fast), store);
  }

  @Test
  void strongPeersAreNamedFirstAndInTurn() throws Exception {
    try (Socket socket = Rig.socket(server())) {
      ask(socket, join("injector", PeerMode.SEEDER, self(0, OptionalInt.of(90_000))));
      for (int i = 0; i < HELPERS; i++) {
        boolean strong = i < STRONG;
        String peer = (strong ? "strong" : "weak") + i;
        ask(socket, join(peer, PeerMode.LEECH, self(0, OptionalInt.of(strong ? 20_000 : 1_000))));
        reports(socket, peer, strong ? 16_000_000 : 500_000);
      }
      ask(socket, join("asker", PeerMode.LEECH, self(0, OptionalInt.empty())));
      Set<String> named = new HashSet<>();
      int injector = 0;
      for (int i = 0; i < 20; i++) {
        List<String> list = find(socket, "asker", 6);
        assertEquals(6, list.size());
        int first = list.get(0).equals("injector") ? 1 : 0;
        injector += first;
        // Six less two strangers, less the injector.
        List<String> best = list.subList(first, 4);
        assertTrue(best.stream().allMatch(id -> id.startsWith("strong")), list.toString());
        named.addAll(best);
      }
      assertEquals(STRONG, named.size(), "each in its turn");
      assertTrue(injector > 0 && injector < 12, injector + " of 20");
    }
  }

  @Test
  void oneThatGivesItsUploadAwayFallsBack() throws Exception {
    try (Socket socket = Rig.socket(server())) {
      for (int i = 0; i < HELPERS; i++) {
        ask(socket, join("p" + i, PeerMode.LEECH, self(0, OptionalInt.of(8_000))));
        reports(socket, "p" + i, i == 7 ? 8_000_000 : 2_000_000);
      }
      assertEquals("p7", find(socket, "p0", 1).get(0));
      reports(socket, "p7", 0);
      assertTrue(!find(socket, "p0", 20).subList(0, 15).contains("p7"));
    }
  }
}
