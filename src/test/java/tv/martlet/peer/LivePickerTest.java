package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tv.martlet.chunk.ChunkRanges;
import tv.martlet.chunk.Content;

/**
 * What is asked for at one moment of a stream of 256 chunks a second.
 *
 * <pre>
 *   0         135   144             271 272             NEWEST
 *   ├─ played ─┼ here ┼── due soon ───┼──── the rest ────┤
 * </pre>
 */
class LivePickerTest {
  private static final int MUNRO = 16;
  private static final long MUNRO_TIME = 62_500;
  private static final int HERE = 9 * MUNRO;
  private static final long REST = 272;
  private static final long NEWEST = 1023;

  private final Mesh mesh = new Mesh(3);
  private final LiveFixture live = new LiveFixture(mesh);
  private final Swarm swarm = live.watch(mesh.host());
  private final Content stream =
      Content.inject(live.metadata, live.key, live.ring, MUNRO, live.firstChunk);
  private final LivePicker picker = new LivePicker(new Random(9));
  private long now = mesh.now;

  /** Wants all from {@link #next} on. */
  private static final class Want extends Interest {
    final Playout playout;
    final long next;

    Want(Playout playout, long next) {
      super(new ChunkRanges(16));
      this.playout = playout;
      this.next = next;
    }

    @Override
    public long floor(ChunkRanges theirs) {
      return next;
    }

    @Override
    public long ceiling(ChunkRanges theirs) {
      return Long.MAX_VALUE;
    }

    @Override
    boolean isSated() {
      return false;
    }

    @Override
    Playout playout() {
      return playout;
    }
  }

  /** One that has played chunk 135 and has all up to 143. */
  private Want playing() {
    for (int i = 0; i < HERE / MUNRO; i++) {
      stream.writer().append(ByteBuffer.allocate(MUNRO * live.metadata.chunkSize()), now);
      now += MUNRO_TIME;
    }
    Playout playout =
        new Playout(stream.store(), stream.integrity(), 0, 8 * MUNRO_TIME - 1_000, 256 / 1e6);
    playout.advance(now, List.of());
    now += 8 * MUNRO_TIME + MUNRO_TIME / 2;
    playout.advance(now, List.of());
    assertEquals(HERE, playout.onTime());
    long played = playout.playedAt(now);
    assertTrue(played >= 134 && played <= 137, "played up to " + played);
    return new Want(playout, playout.next());
  }

  private Channel neighbour(long first, long last) {
    int n = swarm.neighbours().size() + 1;
    byte[] ip = {10, 8, 0, (byte) n};
    Channel channel = new Channel(swarm, n, Mesh.address(ip, 6778), true, now);
    channel.greet(now - 10_000);
    channel.opened(now);
    channel.remoteHas(first, last);
    swarm.opened(channel, now);
    return channel;
  }

  private ChunkRanges pick(Want want, Channel neighbour, int budget) {
    ChunkRanges wants = new ChunkRanges(64);
    picker.pick(want, neighbour, budget, now, wants);
    for (int i = 0; i < wants.count(); i++) {
      assertFalse(want.taken().intersects(wants.first(i), wants.last(i)), "asked twice");
      want.asked(wants.first(i), wants.last(i));
    }
    assertTrue(wants.size() <= budget, wants.size() + " asked, budget " + budget);
    return wants;
  }

  private static void assertSpan(long first, long last, ChunkRanges wants) {
    assertEquals(1, wants.count(), wants.toString());
    assertEquals(first, wants.min());
    assertEquals(last, wants.max());
  }

  @Test
  void whoHasJustComeIsServedInOrder() {
    Want unplayed = new Want(null, 500);
    Channel one = neighbour(0, NEWEST);
    assertSpan(500, 549, pick(unplayed, one, 50));
    assertSpan(550, 555, pick(unplayed, one, 6));
    Want fresh =
        new Want(new Playout(stream.store(), stream.integrity(), 500, 500_000, 256 / 1e6), 500);
    assertSpan(500, 549, pick(fresh, one, 50));
  }

  @Test
  void whatIsDueSoonIsAskedInOrder() {
    Want want = playing();
    Channel one = neighbour(0, NEWEST);
    neighbour(0, NEWEST);
    assertSpan(144, 175, pick(want, one, 32));
    assertSpan(176, 207, pick(want, one, 32));
    assertSpan(208, 271, pick(want, one, 64));
  }

  @Test
  void whatOneAloneHasComesBeforeWhatIsDueSoon() {
    Want want = playing();
    Channel one = neighbour(0, NEWEST);
    neighbour(0, REST - 1);
    ChunkRanges wants = pick(want, one, 48);
    assertEquals(48, wants.size());
    assertTrue(wants.min() >= REST, wants.toString());
  }

  @Test
  void whatOneThatChokesUsHasIsHeldByTheOtherAlone() {
    Want want = playing();
    Channel one = neighbour(0, NEWEST);
    neighbour(0, NEWEST).chokedByThem(true, 0);
    assertTrue(pick(want, one, 32).min() >= REST);
  }

  @Test
  void theRestIsAskedInWholeRuns() {
    Want want = playing();
    Channel one = neighbour(0, NEWEST);
    neighbour(0, NEWEST);
    want.asked(HERE, REST - 1);
    assertTrue(pick(want, one, 15).isEmpty());
    for (int budget = 16; budget < 100; budget += 12) {
      ChunkRanges wants = pick(want, one, budget);
      assertEquals(budget & -16, wants.size());
      for (int i = 0; i < wants.count(); i++) {
        assertEquals(0, wants.first(i) % 16, wants.toString());
        assertEquals(15, wants.last(i) % 16, wants.toString());
      }
    }
  }

  @Test
  void theRarerOfTheRestIsAskedMoreOften() {
    Want want = playing();
    Channel one = neighbour(0, NEWEST);
    neighbour(0, NEWEST);
    neighbour(0, 647); // the upper half of the rest is rarer
    want.asked(HERE, REST - 1);
    int rare = 0;
    for (int i = 0; i < 12; i++) {
      rare += pick(want, one, 16).min() >= 640 ? 1 : 0;
    }
    assertTrue(rare >= 10, rare + " of 12"); // at random it would be 6
  }

  @Test
  void aSlowNeighbourIsNotAskedForWhatItCannotBringInTime() {
    Want want = playing();
    Channel slow = neighbour(0, NEWEST);
    neighbour(0, NEWEST);
    slow.downloads().asked(2000, 2000, now - 800_000);
    assertTrue(slow.downloads().arrived(2000, now));
    long inTime = (135 + 204) & -16; // 256 chunks a second, 800 ms
    ChunkRanges all = pick(want, slow, 2000);
    assertTrue(all.min() >= inTime, all.toString());
    assertTrue(all.size() >= 256, "16 runs, if not more: " + all.size());
  }

  @Test
  void nothingIsAskedOfTwoAndAllIsAskedOfOne() {
    Want want = playing();
    Channel one = neighbour(0, NEWEST);
    Channel other = neighbour(0, NEWEST);
    Random random = new Random(4);
    for (int i = 0; i < 200; i++) {
      pick(want, i % 2 == 0 ? one : other, 1 + random.nextInt(40)); // looks for what is twice
    }
    assertTrue(want.taken().containsAll(HERE, NEWEST), want.taken().toString());
    assertEquals(NEWEST + 1 - HERE, want.taken().size());
  }

  @Test
  void nothingIsAskedThatTheNeighbourLacks() {
    Want want = playing();
    Channel one = neighbour(150, 165);
    one.remoteHas(700, 715);
    neighbour(0, NEWEST);
    ChunkRanges wants = pick(want, one, 500);
    for (int i = 0; i < wants.count(); i++) {
      assertTrue(one.remote().containsAll(wants.first(i), wants.last(i)), wants.toString());
    }
    assertTrue(wants.containsAll(150, 165), wants.toString());
    assertTrue(pick(want, neighbour(0, 100), 500).isEmpty());
  }
}
