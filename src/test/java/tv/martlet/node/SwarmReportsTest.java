package tv.martlet.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tv.martlet.chunk.Content;
import tv.martlet.chunk.SignatureAlgorithm;
import tv.martlet.chunk.SignatureChecker;
import tv.martlet.chunk.SigningKey;
import tv.martlet.chunk.SwarmMetadata;
import tv.martlet.peer.DatagramSink;
import tv.martlet.peer.Engine;
import tv.martlet.peer.EngineSettings;
import tv.martlet.peer.Swarm;
import tv.martlet.peer.SwarmListener;
import tv.martlet.peer.SwarmPolicy;
import tv.martlet.tracker.StreamStats;

/** What trackers are told and asked follows the engine; swarms without a neighbour. */
class SwarmReportsTest {
  private static final long START = 1_700_000_000_000_000L;
  private static final long SECOND = 1_000_000;

  @TempDir Path folder;

  private final SwarmReports reports = new SwarmReports(48);

  /** A network without anybody. */
  private static final class Nowhere implements DatagramSink {
    private final ByteBuffer memory = ByteBuffer.allocate(65_536);

    @Override
    public ByteBuffer begin(int maxBytes) {
      return memory.clear();
    }

    @Override
    public void send(InetSocketAddress to) {}
  }

  private Engine engine(String... options) throws Exception {
    EngineSettings settings = EngineNumbers.of(Nodes.settings(folder, options).peer());
    return new Engine(settings, new Random(4), new Nowhere());
  }

  private static SwarmMetadata channel() {
    return SwarmMetadata.live(
        SigningKey.generate(SignatureAlgorithm.ED25519, new SecureRandom()).publicKey().id());
  }

  private Swarm watch(Engine engine, boolean rewires) {
    SwarmMetadata metadata = channel();
    Content content =
        Content.live(metadata, 1 << 20, SignatureChecker.inline(), engine.signatureListener());
    EngineSettings numbers = EngineSettings.defaults();
    SwarmPolicy policy =
        rewires
            ? SwarmPolicy.of(metadata, numbers, new Random(1))
            : SwarmPolicy.open(numbers, new Random(1));
    SwarmListener counting = reports.counting(SwarmListener.NONE);
    Swarm swarm = engine.join(content, policy, counting, START);
    reports.watch(swarm, counting);
    return swarm;
  }

  /** At which seconds the swarm asks. */
  private List<Integer> asks(Swarm swarm) {
    List<Integer> asks = new ArrayList<>();
    for (int second = 0; second <= 100; second++) {
      List<String> ids = reports.inNeed(START + second * SECOND);
      if (!ids.isEmpty()) {
        assertEquals(List.of(swarm.id().toString()), ids);
        asks.add(second);
      }
    }
    return asks;
  }

  @Test
  void aSwarmThatWantsAListAsksBesidesOneThatHasFewNeighbours() throws Exception {
    // What the line carries is news, once.
    Swarm swarm = watch(engine("peer.upload_limit=80M"), true);
    assertEquals(List.of(2, 10, 30, 70), asks(swarm));
  }

  @Test
  void aSwarmWithoutNewsAsksForWantOfNeighboursOnly() throws Exception {
    assertEquals(List.of(10, 30, 70), asks(watch(engine(), true)));
  }

  @Test
  void aSwarmThatKeepsItsNeighboursHasNothingToAsk() throws Exception {
    Swarm swarm = watch(engine("peer.upload_limit=80M"), false);
    assertEquals(List.of(10, 30, 70), asks(swarm));
  }

  @Test
  void ofTwoSwarmsEachAsksForItself() throws Exception {
    Engine engine = engine("peer.upload_limit=80M");
    Swarm one = watch(engine, true);
    Swarm other = watch(engine, false);
    assertEquals(List.of(), reports.inNeed(START + SECOND));
    assertEquals(List.of(one.id().toString()), reports.inNeed(START + 2 * SECOND));
    reports.forget(one.id().toString());
    reports.inNeed(START + 9 * SECOND);
    assertEquals(List.of(other.id().toString()), reports.inNeed(START + 11 * SECOND));
  }

  @Test
  void whatTheLineHasToSpareIsReportedOfEachSwarm() throws Exception {
    Engine engine = engine("peer.upload_limit=80M");
    String one = watch(engine, true).id().toString();
    String other = watch(engine, true).id().toString();
    assertTrue(reports.of(one).isEmpty(), "nobody has looked yet");
    assertEquals(80_000_000, engine.uploadSpare(START));
    for (long spare : new long[] {engine.uploadSpare(START), 12_345, 0}) {
      reports.look(spare);
      for (String id : List.of(one, other)) {
        assertEquals(Optional.of(new StreamStats(id, 0, 0, spare, 0)), reports.of(id));
      }
    }
    reports.forget(one);
    assertTrue(reports.of(one).isEmpty());
    assertTrue(reports.of(other).isPresent());
  }
}
