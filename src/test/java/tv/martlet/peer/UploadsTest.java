package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What {@link Uploads} tells congestion control. */
class UploadsTest {
  private static final long SECOND = 1_000_000;

  /** Counts what it is told. */
  private static final class Ledger implements CongestionControl {
    private int lost;
    private int timeouts;

    @Override
    public void acknowledged(int bytes, long delay, long rtt, int flight, long now) {}

    @Override
    public void lost(int bytes, long rtt, long now) {
      lost++;
    }

    @Override
    public void timedOut(long now) {
      timeouts++;
    }

    @Override
    public int window() {
      return 1 << 20;
    }

    @Override
    public long pacingRate(long rtt) {
      return 0;
    }

    @Override
    public double lossRate() {
      return 0;
    }
  }

  private final Mesh mesh = new Mesh(3);
  private final LiveFixture live = new LiveFixture(mesh);
  private final Mesh.Host host = mesh.host();
  private final Outbox out = new Outbox(host, host.engine.counters());
  private final Ledger ledger = new Ledger();
  private long now;

  /** A neighbour to which the newest sixteen chunks, 0 to 15 from here on, are under way. */
  private Channel underWay() {
    Swarm swarm =
        live.inject(
            host, new SwarmPolicy(Choking.none(), new InOrderPicker(), segment -> ledger, false));
    mesh.run(SECOND);
    now = mesh.now;
    Channel neighbour =
        new Channel(swarm, 1, Mesh.address(new byte[] {10, 8, 0, 1}, 6778), false, now);
    neighbour.greet(now);
    neighbour.opened(now);
    swarm.opened(neighbour, now);
    neighbour.asked(0, 15, now);
    neighbour.uploads().serve(out, now);
    assertEquals(16, neighbour.uploads().sentChunks());
    return neighbour;
  }

  @Test
  void silenceIsATimeoutAndNoLoss() {
    Channel neighbour = underWay();
    for (int i = 0; i < 10 && ledger.timeouts == 0; i++) {
      now = neighbour.uploads().deadline();
      neighbour.uploads().expire(now);
      neighbour.uploads().serve(out, now);
    }
    assertEquals(1, ledger.timeouts);
    assertEquals(0, ledger.lost);
  }

  @Test
  void whatIsMissingBeforeWhatCameIsLost() {
    Channel neighbour = underWay();
    now += SECOND / 20;
    neighbour.uploads().acknowledged(1, 7, 20_000, now);
    neighbour.uploads().acknowledged(9, 15, 20_000, now);
    now += SECOND / 10;
    neighbour.uploads().acknowledged(9, 9, 20_000, now);
    neighbour.uploads().serve(out, now);
    assertTrue(ledger.lost > 0);
    assertEquals(0, ledger.timeouts);
  }
}
