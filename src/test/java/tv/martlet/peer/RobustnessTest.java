package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tv.martlet.chunk.ChunkAddressing;

/** Loss, reordering, death, gaps, small rings, large numbers. */
class RobustnessTest {
  private static final long SECOND = 1_000_000;

  @TempDir Path dir;

  private static void assertPlayed(Swarm viewer, long atLeast) {
    assertNotNull(viewer.playout(), "not tuned in");
    assertEquals(1.0, viewer.playout().continuity(), "late " + viewer.playout().late());
    assertTrue(viewer.playout().onTime() >= atLeast, "played " + viewer.playout().onTime());
  }

  private static LiveFixture slow(Mesh mesh) {
    LiveFixture live = new LiveFixture(mesh);
    live.rate = 125_000;
    live.ring = 1 << 20;
    return live;
  }

  @Test
  void viewersOfARelayThatDiesPlayOn() {
    for (int seed = 0; seed < 5; seed++) {
      Mesh mesh = new Mesh(50 + seed);
      LiveFixture live = slow(mesh);
      Mesh.Host injector = mesh.host();
      live.inject(injector);
      Mesh.Host relay = mesh.host();
      live.watch(relay, injector);
      Mesh.Host other = mesh.host();
      live.watch(other, injector);
      mesh.run(2 * SECOND);
      List<Swarm> viewers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        viewers.add(live.watch(mesh.host(), relay, other));
      }
      mesh.run(3 * SECOND + seed * 37_000L);
      relay.dead = true;
      mesh.run(6 * SECOND);
      for (Swarm viewer : viewers) {
        assertPlayed(viewer, 700);
        live.assertSame(viewer);
      }
    }
  }

  @Test
  void aRestartedInjectorGoesOnBehindAGap() {
    Mesh mesh = new Mesh(60);
    LiveFixture live = slow(mesh);
    Mesh.Host injector = mesh.host();
    live.inject(injector);
    Mesh.Host viewer = mesh.host();
    Swarm watched = live.watch(viewer, injector);
    Mesh.Host second = mesh.host();
    Swarm relayed = live.watch(second, viewer);
    mesh.run(4 * SECOND);
    injector.dead = true;
    mesh.run(2 * SECOND);
    long before = watched.playout().next();
    for (long gap : new long[] {160, 1 << 20}) {
      Mesh.Host again = mesh.host();
      live.firstChunk = (before + gap) / 16 * 16;
      live.inject(again);
      watched.offer(again.address, mesh.now);
      mesh.run(8 * SECOND);
      for (Swarm swarm : List.of(watched, relayed)) {
        assertTrue(
            swarm.playout().next() > live.firstChunk + 500,
            "next " + swarm.playout().next() + " of " + live.firstChunk);
        live.assertSame(swarm);
      }
      before = watched.playout().next();
      again.dead = true;
    }
  }

  @ParameterizedTest
  @CsvSource({"0.05, 0", "0, 20000", "0.03, 15000"})
  void lossAndReorderingLeaveNoHole(double loss, long jitter) {
    Mesh mesh = new Mesh(70);
    mesh.delayMicros = 10_000;
    LiveFixture live = slow(mesh);
    Mesh.Host injector = mesh.host();
    live.inject(injector);
    mesh.loss = loss;
    mesh.jitterMicros = jitter;
    mesh.run(2 * SECOND); // there is a second and a half to tune in behind
    Mesh.Host relay = mesh.host();
    Swarm first = live.watch(relay, injector);
    mesh.run(SECOND);
    Swarm second = live.watch(mesh.host(), relay);
    Swarm third = live.watch(mesh.host(), relay, injector);
    mesh.run(20 * SECOND);
    for (Swarm swarm : List.of(first, second, third)) {
      assertPlayed(swarm, 2_000);
    }
  }

  @ParameterizedTest
  @CsvSource({"0.05, 0, BINS_32", "0.05, 20000, CHUNKS_32", "0.3, 5000, BYTES_64"})
  void filesArriveWhateverIsLost(double loss, long jitter, ChunkAddressing addressing)
      throws IOException {
    Mesh mesh = new Mesh(80);
    mesh.delayMicros = 5_000;
    mesh.loss = loss;
    mesh.jitterMicros = jitter;
    StaticFixture file =
        new StaticFixture(
            dir,
            1_000_000,
            StaticFixture.template(
                tv.martlet.chunk.IntegrityMethod.MERKLE_TREE,
                tv.martlet.chunk.HashFunction.SHA256,
                addressing));
    Mesh.Host one = mesh.host();
    Mesh.Host two = mesh.host();
    file.seed(mesh, one);
    file.seed(mesh, two);
    Swarm fetched = file.fetch(mesh, mesh.host());
    fetched.offer(one.address, mesh.now);
    fetched.offer(two.address, mesh.now);
    for (int i = 0; i < 120 && !fetched.isComplete(); i++) {
      mesh.run(SECOND);
    }
    file.assertCopied(fetched);
  }

  /** All that the leecher says is lost for a while: it asks again by itself. */
  @Test
  void anOutageIsGotOverWithoutAWordFromTheOtherSide() throws IOException {
    StaticFixture file = new StaticFixture(dir, 3_000_000);
    for (long outage : new long[] {SECOND / 2, 3 * SECOND, 30 * SECOND}) {
      Mesh mesh = new Mesh(90);
      Mesh.Host seeder = mesh.host();
      seeder.rate = 1_000_000;
      file.seed(mesh, seeder);
      Mesh.Host leecher = mesh.host();
      Swarm fetched = file.fetch(mesh, leecher);
      fetched.offer(seeder.address, mesh.now);
      mesh.run(SECOND);
      assertTrue(fetched.content().store().available().size() > 100);
      mesh.tap = (from, bytes) -> false;
      mesh.run(outage);
      mesh.tap = (from, bytes) -> true;
      mesh.run(10 * SECOND);
      assertTrue(
          fetched.isComplete(),
          "after " + outage + ": " + fetched.content().store().available().size());
      file.assertCopied(fetched);
    }
  }

  @Test
  void aNeighbourThatGoesSilentIsLeftForAnother() {
    Mesh mesh = new Mesh(91);
    LiveFixture live = slow(mesh);
    Mesh.Host injector = mesh.host();
    live.inject(injector);
    Mesh.Host mute = mesh.host();
    live.watch(mute, injector);
    mesh.run(SECOND);
    Swarm viewer = live.watch(mesh.host(), injector, mute);
    mesh.run(3 * SECOND);
    // It takes all and announces on, but sends no chunk any more.
    mesh.tap = (from, bytes) -> from != mute || bytes.length < 900;
    mesh.run(15 * SECOND);
    assertPlayed(viewer, 1_500);
  }

  @Test
  void aRingSmallerThanAWindowPlays() {
    Mesh mesh = new Mesh(92);
    LiveFixture live = slow(mesh);
    live.ring = 200_000; // some 150 chunks, little more than a second
    Mesh.Host injector = mesh.host();
    live.inject(injector);
    Mesh.Host relay = mesh.host();
    Swarm first = live.watch(relay, injector);
    mesh.run(2 * SECOND);
    Swarm second = live.watch(mesh.host(), relay);
    mesh.run(10 * SECOND);
    for (Swarm swarm : List.of(first, second)) {
      assertPlayed(swarm, 1_000);
      assertTrue(swarm.playout().next() + 64 > live.source().content().writer().nextChunk());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CHUNKS_64, 2147483136", "BINS_64, 2147483136", "BYTES_64, 2147483136",
    "CHUNKS_32, 4294964224", "BINS_32, 2147482624", "CHUNKS_64, 1099511627264"
  })
  void monthsOfStream(ChunkAddressing addressing, long firstChunk) {
    Mesh mesh = new Mesh(93);
    LiveFixture base = new LiveFixture(mesh);
    LiveFixture live = new LiveFixture(mesh, base.key, base.metadata.with(addressing));
    live.rate = 60_000;
    live.ring = 1 << 20;
    live.firstChunk = firstChunk;
    Mesh.Host injector = mesh.host();
    live.inject(injector);
    Mesh.Host relay = mesh.host();
    Swarm first = live.watch(relay, injector);
    mesh.run(2 * SECOND);
    Swarm second = live.watch(mesh.host(), relay);
    mesh.run(5 * SECOND);
    for (Swarm swarm : List.of(first, second)) {
      assertPlayed(swarm, 150);
      assertTrue(swarm.playout().next() > firstChunk + 300);
      live.assertSame(swarm);
    }
  }

  /** Numbers of 32 bits end one day; that day nothing throws. */
  @ParameterizedTest
  @CsvSource({"CHUNKS_32, 4294967040", "BINS_32, 2147483392"})
  void theLastNumberOf32BitsIsAnEndWithoutAnException(ChunkAddressing addressing, long firstChunk) {
    Mesh mesh = new Mesh(94);
    LiveFixture base = new LiveFixture(mesh);
    LiveFixture live = new LiveFixture(mesh, base.key, base.metadata.with(addressing));
    live.rate = 60_000;
    live.ring = 1 << 20;
    live.firstChunk = firstChunk;
    Mesh.Host injector = mesh.host();
    live.inject(injector);
    Swarm viewer = live.watch(mesh.host(), injector);
    mesh.run(10 * SECOND);
    assertEquals(firstChunk + 256, viewer.playout().next());
  }
}
