package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tv.martlet.chunk.ChunkAddressing;
import tv.martlet.chunk.ChunkRanges;
import tv.martlet.chunk.HashFunction;
import tv.martlet.chunk.IntegrityMethod;
import tv.martlet.chunk.SignatureAlgorithm;
import tv.martlet.chunk.SigningKey;
import tv.martlet.chunk.SwarmMetadata;

/** Neighbours that lie, replay, overstate, or ask too much (RFC 7574 §12). */
class AdversaryTest {
  private static final long SECOND = 1_000_000;

  @TempDir Path dir;
  private Mesh mesh;

  @BeforeEach
  void network() {
    mesh = new Mesh(41);
  }

  /** From now on the host's datagrams with a chunk in them have one bit wrong. */
  private void corrupt(Mesh.Host liar) {
    mesh.tap =
        (from, bytes) -> {
          if (from == liar && bytes.length > 900) {
            bytes[bytes.length - 5] ^= 4;
          }
          return true;
        };
  }

  @Test
  void aLiarIsDroppedAndNotDialledAgainBeforeItsTime() throws IOException {
    StaticFixture file = new StaticFixture(dir, 2_000_000);
    Mesh.Host liar = mesh.host();
    Mesh.Host honest = mesh.host();
    Mesh.Host leecher = mesh.host();
    file.seed(mesh, liar);
    file.seed(mesh, honest);
    corrupt(liar);
    Swarm fetched = file.fetch(mesh, leecher);
    fetched.offer(liar.address, mesh.now);
    mesh.run(SECOND);
    assertEquals(0, fetched.neighbours().size());
    assertEquals(1, leecher.engine.counters().falsified);
    assertTrue(fetched.content().store().available().isEmpty(), "nothing of it is kept");
    fetched.offer(honest.address, mesh.now);
    mesh.run(5 * SECOND);
    file.assertCopied(fetched);
    assertTrue(fetched.candidates().isBanned(liar.address, mesh.now));
    long before = liar.received;
    mesh.run(590 * SECOND);
    assertEquals(before, liar.received, "not a word to it for ten minutes");
    assertEquals(1, leecher.engine.counters().falsified);
    mesh.run(100 * SECOND);
    assertTrue(liar.received > before, "forgiven");
  }

  @Test
  void aBannedNeighbourThatDialsIsNotAnswered() throws IOException {
    StaticFixture file = new StaticFixture(dir, 20_000);
    Mesh.Host leecher = mesh.host();
    Swarm fetched = file.fetch(mesh, leecher);
    Stranger liar = new Stranger(mesh, 1, file.known);
    liar.open(leecher);
    liar.say(
        leecher,
        w -> {
          w.have(0, 0);
          w.integrityHeader(0, 15);
          w.buffer().put(new byte[32]);
          w.integrityHeader(16, 19);
          w.buffer().put(new byte[32]);
          w.dataHeader(0, 1);
          w.buffer().put(new byte[1024]);
        });
    mesh.run(SECOND);
    // no hashes that lead to the root: unproven, nobody is blamed
    assertEquals(1, leecher.engine.counters().unproven);
    assertEquals(1, fetched.neighbours().size());
    Mesh.Host honest = mesh.host();
    file.seed(mesh, honest);
    fetched.offer(honest.address, mesh.now);
    mesh.run(3 * SECOND);
    assertTrue(fetched.isComplete());
    liar.say(
        leecher,
        w -> {
          w.integrityHeader(0, 15);
          w.buffer().put(new byte[32]);
          w.dataHeader(1, 1, 700);
          w.buffer().put(new byte[700]);
        });
    mesh.run(SECOND);
    assertEquals(0, leecher.engine.counters().falsified, "what is here is not looked at again");
    assertTrue(leecher.engine.counters().duplicates > 0);
  }

  @ParameterizedTest
  @EnumSource(
      value = IntegrityMethod.class,
      names = {"SIGN_ALL", "UNIFIED_MERKLE_TREE"})
  void aLiarInALiveSwarmHarmsNobody(IntegrityMethod method) {
    SigningKey key = SigningKey.generate(SignatureAlgorithm.ED25519, new SecureRandom());
    SwarmMetadata metadata =
        SwarmMetadata.live(key.publicKey().id()).with(method, HashFunction.SHA256);
    LiveFixture live = new LiveFixture(mesh, key, metadata);
    live.rate = 60_000;
    Mesh.Host injector = mesh.host();
    Swarm source = live.inject(injector);
    Mesh.Host liar = mesh.host();
    live.watch(liar, injector);
    mesh.run(SECOND);
    corrupt(liar);
    Mesh.Host viewer = mesh.host();
    Swarm watched = live.watch(viewer, liar);
    Mesh.Host next = mesh.host();
    Swarm relayed = live.watch(next, viewer);
    mesh.run(SECOND / 2);
    watched.offer(injector.address, mesh.now);
    mesh.run(4 * SECOND);
    live.pause(true);
    mesh.run(SECOND);
    assertTrue(viewer.engine.counters().falsified >= 1);
    assertTrue(watched.candidates().isBanned(liar.address, mesh.now));
    for (Swarm swarm : List.of(watched, relayed)) {
      assertNotNull(swarm.playout());
      assertEquals(1.0, swarm.playout().continuity());
      assertEquals(source.content().store().available().max() + 1, swarm.playout().next());
      live.assertSame(swarm);
    }
    assertFalse(relayed.candidates().isBanned(viewer.address, mesh.now), "false was relayed");
  }

  @ParameterizedTest
  @EnumSource(
      value = IntegrityMethod.class,
      names = {"SIGN_ALL", "UNIFIED_MERKLE_TREE"})
  void replayedSignaturesAreStale(IntegrityMethod method) {
    SigningKey key = SigningKey.generate(SignatureAlgorithm.ED25519, new SecureRandom());
    SwarmMetadata metadata =
        SwarmMetadata.live(key.publicKey().id()).with(method, HashFunction.SHA256);
    LiveFixture live = new LiveFixture(mesh, key, metadata);
    live.rate = 40_000;
    Mesh.Host injector = mesh.host();
    live.inject(injector);
    List<byte[]> recorded = new ArrayList<>();
    mesh.tap =
        (from, bytes) -> {
          if (from == injector && bytes.length > 900) {
            recorded.add(bytes.clone());
          }
          return true;
        };
    live.watch(mesh.host(), injector);
    mesh.run(SECOND);
    mesh.tap = (from, bytes) -> true;
    assertFalse(recorded.isEmpty());
    live.pause(true);
    mesh.run(65 * SECOND);
    live.pause(false);
    Mesh.Host viewer = mesh.host();
    Swarm watched = live.watch(viewer);
    Stranger replayer = new Stranger(mesh, 1, metadata);
    replayer.open(viewer);
    for (byte[] each : recorded) {
      replayer.say(viewer, w -> w.buffer().put(each, 4, each.length - 4));
    }
    mesh.run(SECOND);
    assertTrue(viewer.engine.counters().stale > 0);
    assertEquals(0, viewer.engine.counters().falsified, "an old truth is no lie");
    assertTrue(watched.content().store().available().isEmpty());
    assertEquals(-1, watched.content().integrity().rightmostMunro());
    watched.offer(injector.address, mesh.now);
    mesh.run(10 * SECOND);
    assertEquals(1.0, watched.playout().continuity());
    assertTrue(watched.playout().onTime() > 20);
  }

  /** Whatever is claimed, nobody is asked for a chunk that the content has not. */
  @ParameterizedTest
  @EnumSource(ChunkAddressing.class)
  void falseHavesBeyondTheEnd(ChunkAddressing addressing) throws IOException {
    StaticFixture file =
        new StaticFixture(
            dir,
            50_000,
            StaticFixture.template(IntegrityMethod.MERKLE_TREE, HashFunction.SHA256, addressing));
    Mesh.Host seeder = mesh.host();
    Mesh.Host leecher = mesh.host();
    file.seed(mesh, seeder);
    Swarm fetched = file.fetch(mesh, leecher);
    Stranger liar = new Stranger(mesh, 1, file.known);
    liar.open(leecher);
    long far = Math.min(1L << 60, addressing.maxChunk()) & -64;
    long end = far + (addressing.isBins() || far + 31 > addressing.maxChunk() ? 0 : 31);
    liar.say(leecher, w -> w.have(far, end));
    fetched.offer(seeder.address, mesh.now);
    mesh.run(5 * SECOND);
    file.assertCopied(fetched);
    liar.lines();
    liar.say(
        leecher,
        w -> {
          w.have(32, 63);
          w.have(far, end);
        });
    mesh.run(5 * SECOND);
    assertEquals(0, liar.count("REQUEST"));
    Stranger honest = new Stranger(mesh, 2, file.known);
    honest.open(seeder);
    honest.say(seeder, w -> w.request(far, end));
    honest.say(seeder, w -> w.request(32, 63));
    honest.lines();
    mesh.run(SECOND);
    List<Long> heard = honest.chunks();
    assertTrue(heard.stream().allMatch(c -> c >= 32 && c <= 48), heard.toString());
    assertEquals(17, heard.size(), heard.toString());
  }

  @Test
  void aFalseHaveFarAheadDoesNotMisleadAViewer() {
    LiveFixture live = new LiveFixture(mesh);
    live.rate = 60_000;
    Mesh.Host injector = mesh.host();
    live.inject(injector);
    Mesh.Host viewer = mesh.host();
    Swarm watched = live.watch(viewer);
    Stranger liar = new Stranger(mesh, 1, live.metadata);
    liar.open(viewer);
    liar.say(viewer, w -> w.have(1L << 60, (1L << 60) + 9_999));
    liar.say(viewer, w -> w.have(0, 1L << 61));
    mesh.run(SECOND);
    watched.offer(injector.address, mesh.now);
    mesh.run(6 * SECOND);
    assertEquals(1.0, watched.playout().continuity());
    assertTrue(watched.playout().onTime() > 200, "played " + watched.playout().onTime());
    assertTrue(watched.playout().next() < 10_000);
  }

  @Test
  void whoIsChokedGetsNothingButIsTold() throws IOException {
    StaticFixture file = new StaticFixture(dir, 200_000);
    Mesh.Host seeder = mesh.host();
    Swarm swarm = file.seed(mesh, seeder);
    Stranger asker = new Stranger(mesh, 1, file.known);
    asker.open(seeder);
    asker.lines();
    swarm.neighbours().get(0).choke(true, mesh.now);
    seeder.advance();
    mesh.run(10_000);
    assertEquals(List.of("CHOKE"), asker.messages());
    asker.say(seeder, w -> w.request(0, 100));
    mesh.run(100_000);
    assertEquals(List.of("CHOKE"), asker.messages());
    swarm.neighbours().get(0).choke(false, mesh.now);
    seeder.advance();
    mesh.run(100_000);
    assertEquals(List.of("UNCHOKE"), asker.messages(), "old requests are discarded (§3.9)");
    asker.say(seeder, w -> w.request(0, 1));
    mesh.run(100_000);
    assertEquals(List.of(0L, 1L), asker.chunks());
  }

  @Test
  void aRequestForEverythingIsBounded() throws IOException {
    StaticFixture file = new StaticFixture(dir, 12_000_000);
    Mesh.Host seeder = mesh.host();
    Swarm swarm = file.seed(mesh, seeder);
    Stranger asker = new Stranger(mesh, 1, file.known);
    asker.open(seeder);
    for (int i = 0; i < 20; i++) {
      asker.say(
          seeder,
          w -> {
            for (int n = 0; n < 256; n++) {
              w.request(n * 40L, n * 40L);
            }
            for (int n = 0; n < 256; n++) {
              w.request(0, Integer.MAX_VALUE);
            }
          });
    }
    mesh.run(10_000);
    Uploads uploads = swarm.neighbours().get(0).uploads();
    assertTrue(uploads.hasWork());
    assertTrue(asker.count("DATA") < 64, "no more than a first window");
    mesh.run(2 * SECOND);
    assertTrue(asker.heard.size() < 400, "nothing is acknowledged: " + asker.heard.size());
  }

  @Test
  void rangesOfANeighbourAreBounded() throws IOException {
    StaticFixture file = new StaticFixture(dir, 12_000_000);
    Mesh.Host seeder = mesh.host();
    Swarm swarm = file.seed(mesh, seeder);
    Stranger teller = new Stranger(mesh, 1, file.known);
    teller.open(seeder);
    for (int i = 0; i < 40; i++) {
      long base = i * 280L;
      teller.say(
          seeder,
          w -> {
            for (int n = 0; n < 140; n++) {
              w.have(base + 2L * n, base + 2L * n);
            }
          });
    }
    mesh.run(SECOND);
    ChunkRanges remote = swarm.neighbours().get(0).remote();
    assertTrue(remote.count() <= 1024, "ranges " + remote.count());
    assertTrue(remote.count() > 1000);
  }

  @Test
  void strangersComeAndGoWithoutATrace() throws IOException {
    StaticFixture file = new StaticFixture(dir, 20_000);
    Mesh.Host seeder = mesh.host();
    Swarm swarm = file.seed(mesh, seeder);
    for (int i = 0; i < 1_500; i++) {
      Stranger one = new Stranger(mesh, 1000 + i, file.known);
      one.open(seeder);
      one.say(seeder, w -> w.handshake(tv.martlet.wire.Handshake.ofClosing()));
      mesh.run(3_000);
    }
    assertEquals(0, swarm.neighbours().size());
    assertTrue(swarm.candidates().size() <= 512, "candidates " + swarm.candidates().size());
  }

  @Test
  void parkedDatagramsAreFew() {
    EngineSettings settings = EngineSettings.defaults();
    Parking parking = new Parking();
    Mesh.Host host = mesh.host(settings);
    LiveFixture live = new LiveFixture(mesh);
    Swarm swarm = live.watch(host);
    Channel channel = new Channel(swarm, 7, host.address, true, mesh.now);
    java.nio.ByteBuffer d = java.nio.ByteBuffer.allocate(1_000);
    for (int i = 0; i < 1_000; i++) {
      parking.park(channel, d, 0, 1_000);
    }
    assertEquals(128, parking.size());
  }
}
