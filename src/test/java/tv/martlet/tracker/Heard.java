package tv.martlet.tracker;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A listener that keeps all it hears, for a test to wait for. */
final class Heard implements TrackerListener {
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

  /** A peer at one address that reports fixed figures. */
  record Self(String host, int port) implements StatSource {
    @Override
    public List<PeerAddress> addresses() {
      return List.of(PeerAddress.host(new InetSocketAddress(host, port)));
    }

    @Override
    public Optional<StreamStats> stats(String swarmId) {
      return Optional.of(new StreamStats(swarmId, 10, 20, 30, 4));
    }
  }

  @Override
  public void peersFound(String swarmId, List<InetSocketAddress> peers) {
    events.add("peers " + swarmId + " " + peers.stream().map(Heard::text).sorted().toList());
  }

  private static String text(InetSocketAddress peer) {
    return peer.getAddress().getHostAddress() + ":" + peer.getPort();
  }

  @Override
  public void reflexiveAddress(URI tracker, InetAddress address) {
    events.add("reflexive " + address.getHostAddress());
  }

  @Override
  public void trackerUp(URI tracker, String sentence) {
    events.add("up " + tracker.getPort());
  }

  @Override
  public void trackerDown(URI tracker, String sentence) {
    events.add("down " + tracker.getPort() + " " + sentence);
  }

  @Override
  public void allTrackersDown(String sentence) {
    events.add("all down");
  }

  /** Waits for an event that begins so; what comes before it is passed over. */
  String await(String start) throws InterruptedException {
    while (true) {
      String event = events.poll(30, TimeUnit.SECONDS);
      assertNotNull(event, "never heard: " + start);
      if (event.startsWith(start)) {
        return event;
      }
    }
  }
}
