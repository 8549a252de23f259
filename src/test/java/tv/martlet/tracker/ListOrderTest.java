package tv.martlet.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The best come first from the ranking over the wire to the node, which goes by the order. */
class ListOrderTest {
  private final Rig rig = new Rig();

  @AfterEach
  void close() throws Exception {
    rig.close();
  }

  private static final class Ports implements TrackerListener {
    private final BlockingQueue<List<Integer>> lists = new LinkedBlockingQueue<>();

    @Override
    public void peersFound(String swarmId, List<InetSocketAddress> peers) {
      lists.add(peers.stream().map(InetSocketAddress::getPort).toList());
    }

    @Override
    public void reflexiveAddress(URI tracker, InetAddress address) {}

    @Override
    public void trackerUp(URI tracker, String sentence) {}

    @Override
    public void trackerDown(URI tracker, String sentence) {}

    @Override
    public void allTrackersDown(String sentence) {}
  }

  private static int port(Candidate one) {
    return one.peer().addresses().get(0).port();
  }

  @Test
  void theNodeHearsOfPeersInTheTrackersOrder() throws Exception {
    Comparator<Candidate> order =
        Comparator.<Candidate>comparingInt(one -> port(one) % 5).thenComparing(ListOrderTest::port);
    PeerRanking ranking =
        (candidates, asker, wanted, now) -> candidates.stream().sorted(order).toList();
    SwarmStore store =
        new SwarmStore(StoreLimits.DEFAULT, StorePolicy.DEFAULT.ranked(ranking), new Random(3));
    URI uri = Rig.uri(rig.server("127.0.0.1", 0, ServerSettings.DEFAULT, store));
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Heard heard = new Heard();
      rig.client(ClientServerTest.QUICK, heard, 1001 + i).join("aa", PeerMode.LEECH, List.of(uri));
      heard.await("up");
      ports.add(1001 + i);
    }
    Ports ear = new Ports();
    Heard.Self self = new Heard.Self("127.0.0.1", 2000);
    try (TrackerClient asker = new TrackerClient(ClientServerTest.QUICK, rig.driver, self, ear)) {
      asker.join("aa", PeerMode.LEECH, List.of(uri));
      List<Integer> told = ear.lists.poll(30, TimeUnit.SECONDS);
      assertNotNull(told, "no list");
      ports.sort(Comparator.<Integer>comparingInt(one -> one % 5).thenComparingInt(one -> one));
      assertEquals(ports, told);
    }
  }
}
