package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tv.martlet.chunk.ChunkAddressing;
import tv.martlet.chunk.HashFunction;
import tv.martlet.chunk.IntegrityMethod;
import tv.martlet.chunk.SignatureAlgorithm;
import tv.martlet.chunk.SigningKey;
import tv.martlet.chunk.SwarmMetadata;

/** Each way to prove, to name and to hash chunks (RFC 7574 §7.5 to §7.8) carries content. */
class MatrixTest {
  private static final Map<SignatureAlgorithm, SigningKey> KEYS =
      new EnumMap<>(SignatureAlgorithm.class);

  @TempDir Path dir;

  static Stream<Arguments> files() {
    List<Arguments> all = new ArrayList<>();
    for (ChunkAddressing addressing : ChunkAddressing.values()) {
      all.add(Arguments.of(IntegrityMethod.NONE, HashFunction.SHA256, addressing));
      for (HashFunction hash : HashFunction.values()) {
        all.add(Arguments.of(IntegrityMethod.MERKLE_TREE, hash, addressing));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void file(IntegrityMethod method, HashFunction hash, ChunkAddressing addressing)
      throws IOException {
    Mesh mesh = new Mesh(11);
    SwarmMetadata template = StaticFixture.template(method, hash, addressing);
    StaticFixture file = new StaticFixture(dir, 300_123, template);
    Mesh.Host seeder = mesh.host();
    file.seed(mesh, seeder);
    Mesh.Host relay = mesh.host();
    Swarm first = file.fetch(mesh, relay);
    first.offer(seeder.address, mesh.now);
    mesh.run(1_000_000);
    file.assertCopied(first);
    Mesh.Host leecher = mesh.host();
    Swarm second = file.fetch(mesh, leecher);
    second.offer(relay.address, mesh.now);
    mesh.run(1_000_000);
    file.assertCopied(second);
    assertClean(relay, leecher);
  }

  private static void assertClean(Mesh.Host... hosts) {
    for (Mesh.Host host : hosts) {
      Counters seen = host.engine.counters();
      assertEquals(0, seen.malformed, "malformed");
      assertEquals(0, seen.falsified, "falsified");
      assertEquals(0, seen.unproven, "unproven");
      assertEquals(0, seen.duplicates, "duplicates");
      assertEquals(0, seen.stale, "stale");
    }
  }

  /** Each addressing with each hash, the algorithms by turns; the slow ones on few. */
  static Stream<Arguments> streams() {
    List<Arguments> all = new ArrayList<>();
    SignatureAlgorithm[] quick = {
      SignatureAlgorithm.ECDSAP256SHA256, SignatureAlgorithm.ED25519, SignatureAlgorithm.RSASHA256
    };
    int turn = 0;
    for (ChunkAddressing addressing : ChunkAddressing.values()) {
      all.add(Arguments.of(IntegrityMethod.NONE, HashFunction.SHA256, addressing, quick[0]));
      all.add(
          Arguments.of(
              IntegrityMethod.SIGN_ALL, HashFunction.SHA256, addressing, quick[turn++ % 3]));
      for (HashFunction hash : HashFunction.values()) {
        all.add(
            Arguments.of(IntegrityMethod.UNIFIED_MERKLE_TREE, hash, addressing, quick[turn++ % 3]));
      }
    }
    for (SignatureAlgorithm slow :
        List.of(SignatureAlgorithm.ECDSAP384SHA384, SignatureAlgorithm.RSASHA1)) {
      for (IntegrityMethod method :
          List.of(IntegrityMethod.SIGN_ALL, IntegrityMethod.UNIFIED_MERKLE_TREE)) {
        all.add(Arguments.of(method, HashFunction.SHA256, ChunkAddressing.BINS_64, slow));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("streams")
  void stream(
      IntegrityMethod method,
      HashFunction hash,
      ChunkAddressing addressing,
      SignatureAlgorithm algorithm) {
    Mesh mesh = new Mesh(12);
    SigningKey key =
        KEYS.computeIfAbsent(algorithm, a -> SigningKey.generate(a, new SecureRandom()));
    SwarmMetadata metadata =
        SwarmMetadata.live(key.publicKey().id()).with(method, hash).with(addressing);
    LiveFixture live = new LiveFixture(mesh, key, metadata);
    live.rate = 50_000;
    live.ring = 1 << 19;
    Mesh.Host injector = mesh.host();
    Swarm source = live.inject(injector);
    Mesh.Host relay = mesh.host();
    Swarm first = live.watch(relay, injector);
    mesh.run(1_000_000);
    Mesh.Host viewer = mesh.host();
    Swarm second = live.watch(viewer, relay);
    mesh.run(2_000_000);
    for (Swarm swarm : List.of(first, second)) {
      assertNotNull(swarm.playout(), "not tuned in");
      assertEquals(1.0, swarm.playout().continuity());
      assertTrue(swarm.playout().onTime() > 50, "played " + swarm.playout().onTime());
      live.pause(true);
      mesh.run(200_000);
      assertEquals(source.content().store().available().max() + 1, swarm.playout().next());
      live.assertSame(swarm);
    }
    assertClean(relay, viewer);
  }
}
