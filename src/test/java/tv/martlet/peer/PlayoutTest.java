package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tv.martlet.chunk.ChunkStore;
import tv.martlet.chunk.Content;
import tv.martlet.chunk.SignatureChecker;

/** When playing begins and what is due when, in a stream of 256 chunks a second. */
class PlayoutTest {
  private static final long SECOND = 1_000_000;
  private static final int MUNRO = 16;
  private static final long MUNRO_TIME = 62_500;
  private static final long BUFFER = SECOND / 2 - 1_000;

  private final Mesh mesh = new Mesh(5);
  private final LiveFixture live = new LiveFixture(mesh);
  private final Content stream = Content.inject(live.metadata, live.key, live.ring, MUNRO, 0);
  private final ChunkStore here =
      Content.live(
              live.metadata,
              live.ring,
              SignatureChecker.inline(),
              (first, last, ntp, genuine, source) -> {})
          .store();
  private final ByteBuffer chunk = ByteBuffer.allocate(live.metadata.chunkSize());
  private final long begun = mesh.now;
  private final Playout playout = new Playout(here, stream.integrity(), 0, BUFFER, 256.0 / SECOND);

  @BeforeEach
  void twoSecondsAreMade() {
    for (int i = 0; i < 2 * SECOND / MUNRO_TIME; i++) {
      ByteBuffer munro = ByteBuffer.allocate(MUNRO * live.metadata.chunkSize());
      stream.writer().append(munro, begun + i * MUNRO_TIME);
    }
  }

  private void comes(long first, long last) {
    for (long at = first; at <= last; at++) {
      assertTrue(here.put(at, chunk, 0, live.metadata.chunkSize()));
    }
  }

  /** Time of a chunk in playing, if all up to there is here. */
  private long madeAt(long chunkNumber) {
    return begun + chunkNumber / MUNRO * MUNRO_TIME;
  }

  private static void assertNear(long expected, long actual) {
    assertTrue(Math.abs(expected - actual) <= 1, actual + ", not about " + expected);
  }

  @Test
  void playingBeginsOnceTheStartBufferIsHere() {
    long now = begun + 3 * SECOND;
    comes(0, 127);
    playout.advance(now, List.of());
    assertEquals(128, playout.next());
    assertEquals(0, playout.onTime());
    comes(128, 128);
    playout.advance(now + 1_000, List.of());
    assertNear(now + 1_000 - begun, playout.lagMicros());
    assertEquals(MUNRO, playout.onTime(), "the first munro is due at once");
  }

  @Test
  void playingBeginsAfterThePatienceAllTheSame() {
    long now = begun + 3 * SECOND;
    comes(0, 31);
    playout.advance(now, List.of());
    playout.advance(now + 3 * SECOND - 1, List.of());
    assertEquals(0, playout.onTime());
    assertEquals(0, playout.lagMicros());
    playout.advance(now + 3 * SECOND, List.of());
    assertNear(now + 3 * SECOND - begun, playout.lagMicros());
    assertEquals(MUNRO, playout.onTime());
  }

  @Test
  void aGapInTheStartBufferDoesNotCountAsGathered() {
    long now = begun + 3 * SECOND;
    comes(0, 63);
    comes(65, 300);
    playout.advance(now, List.of());
    assertEquals(64, playout.next());
    assertEquals(0, playout.onTime());
    comes(64, 64);
    playout.advance(now, List.of());
    assertEquals(301, playout.next());
    assertEquals(MUNRO, playout.onTime());
  }

  @Test
  void whatIsPlayedAndDueFollowsFromTheRate() {
    long now = begun + 3 * SECOND;
    assertEquals(0, playout.playedAt(now), "not begun");
    comes(0, 159);
    playout.advance(now, List.of());
    assertNear(0, playout.playedAt(now));
    assertNear(64, playout.playedAt(now + SECOND / 4));
    assertNear(256, playout.playedAt(now + SECOND));
    assertEquals(160, playout.dueAt(now), "nothing is due twice");
    assertEquals(160, playout.dueAt(now + SECOND / 2));
    assertNear(256, playout.dueAt(now + SECOND));
  }

  @Test
  void aMunroIsPlayedWhenItIsDueAndNotEarlier() {
    long now = begun + 3 * SECOND;
    comes(0, 159);
    playout.advance(now, List.of());
    playout.advance(now + 4 * MUNRO_TIME - 10, List.of());
    assertEquals(4 * MUNRO, playout.onTime());
    playout.advance(now + 4 * MUNRO_TIME + 10, List.of());
    assertEquals(5 * MUNRO, playout.onTime());
    assertEquals(1.0, playout.continuity());
  }

  @Test
  void aHoleThatIsDueWithinASecondSlowsPlaying() {
    long now = begun + 3 * SECOND;
    comes(0, 319);
    comes(336, 511);
    playout.advance(now, List.of());
    playout.advance(now + SECOND / 5, List.of());
    assertEquals(1, playout.speed(now + SECOND / 5), "320 is due in more than a second");
    playout.advance(now + SECOND / 3, List.of());
    assertEquals(PlayoutClock.SLOWED, playout.speed(now + SECOND / 3));
    assertEquals(0, playout.late() + playout.absent());
  }

  @Test
  void whoIsLessThanTwoSecondsBehindLooksHalfOfThatAhead() {
    long now = begun + SECOND;
    comes(0, 159);
    playout.advance(now, List.of());
    playout.advance(now + SECOND / 10, List.of());
    assertEquals(1, playout.speed(now + SECOND / 10), "160 is due in 525 ms");
    playout.advance(now + SECOND / 5, List.of());
    assertEquals(PlayoutClock.SLOWED, playout.speed(now + SECOND / 5));
  }

  @Test
  void aHoleIsLateOnlyAsFarAsANeighbourHadIt() {
    Channel neighbour =
        new Channel(live.watch(mesh.host()), 1, mesh.host().address, true, mesh.now);
    neighbour.remoteHas(0, 149);
    long now = begun + 3 * SECOND;
    comes(0, 143);
    comes(160, 400);
    playout.advance(now, List.of(neighbour));
    long due = now + madeAt(160) - begun;
    playout.advance(due - 10, List.of(neighbour));
    assertEquals(144, playout.next());
    assertEquals(0, playout.late());
    playout.advance(due + 10, List.of(neighbour));
    assertEquals(401, playout.next());
    assertEquals(6, playout.late(), "144 to 149 of the hole up to 159");
    assertEquals(10, playout.absent(), "150 to 159, which nobody had");
    assertEquals(144 + MUNRO, playout.onTime());
  }

  @Test
  void aJumpCountsWhatItPassesAsLate() {
    long now = begun + 3 * SECOND;
    comes(0, 143);
    playout.advance(now, List.of());
    comes(304, 500);
    playout.jump(304, now);
    assertEquals(304, playout.start());
    assertEquals(501, playout.next());
    assertEquals(160, playout.late());
  }

  private static void assertTunedIn(Swarm viewer, long newest, long behind) {
    Playout tunedIn = viewer.playout();
    assertNotNull(tunedIn, "not tuned in");
    long off = newest - behind - tunedIn.start();
    assertTrue(off >= -MUNRO && off <= 2 * MUNRO, tunedIn.start() + " of " + newest);
    assertEquals(0, tunedIn.start() % MUNRO);
  }

  /** Runs until a viewer of the stream has tuned in; gives the newest chunk then. */
  private long tuneIn(LiveFixture broadcast, Swarm viewer) {
    for (int i = 0; i < 200 && viewer.playout() == null; i++) {
      mesh.run(LiveFixture.TICK);
    }
    return broadcast.source().content().store().available().max();
  }

  @Test
  void aNewcomerTunesInTheOffsetBehindTheNewest() {
    Mesh.Host injector = mesh.host();
    live.inject(injector);
    mesh.run(5 * SECOND);
    Mesh.Host host = mesh.host();
    Swarm viewer = live.watch(host, injector);
    long newest = tuneIn(live, viewer);
    long offset = host.engine.settings().liveOffsetMicros();
    assertTunedIn(viewer, newest, offset * live.rate / 1024 / SECOND + 6 * MUNRO);
  }

  @Test
  void aNewcomerDoesNotTuneInBeforeWhatNeighboursHave() {
    Mesh.Host injector = mesh.host();
    live.firstChunk = 4096;
    live.inject(injector);
    mesh.run(SECOND / 2);
    Swarm viewer = live.watch(mesh.host(), injector);
    tuneIn(live, viewer);
    assertNotNull(viewer.playout(), "not tuned in");
    assertEquals(4096, viewer.playout().start());
  }
}
