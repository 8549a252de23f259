package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tv.martlet.peer.SwarmPolicy.Piece;

/** The one that serves most of the others goes, and those go on. */
class DepartureTest {
  private static final long SECOND = 1_000_000;
  private static final int INJECTOR_SLOTS = 2;

  private final Mesh mesh = new Mesh(41);
  private final LiveFixture live = new LiveFixture(mesh);
  private final Mesh.Host injector = mesh.host();
  private final List<Member> members = new ArrayList<>();

  /** One that plays the stream and passes it on. */
  private record Member(Mesh.Host host, Swarm swarm) {
    long sendRate(long now) {
      return swarm.neighbours().stream().mapToLong(channel -> channel.sendRate(now)).sum();
    }

    long late() {
      return swarm.playout().late();
    }

    long played() {
      return swarm.playout().onTime();
    }
  }

  private static SwarmPolicy policy(Mesh.Host host, int slots) {
    return new SwarmPolicy(
        new HelperSlots(EnumSet.allOf(Piece.class), slots),
        new LivePicker(new Random(host.address.hashCode())),
        host.engine.settings().congestion());
  }

  private Member join(Mesh.Host host) {
    Swarm swarm = live.watch(host, policy(host, 0));
    swarm.offer(injector.address, mesh.now);
    members.forEach(known -> swarm.offer(known.host().address, mesh.now));
    Member member = new Member(host, swarm);
    members.add(member);
    return member;
  }

  /** Nine behind an injector that serves two; gives the one that carries the others. */
  private Member settle() {
    mesh.delayMicros = 10_000;
    live.inject(injector, policy(injector, INJECTOR_SLOTS));
    mesh.run(3 * SECOND);
    for (int i = 0; i < 9; i++) {
      join(mesh.host());
      mesh.run(SECOND / 5);
    }
    mesh.run(10 * SECOND);
    Member relay =
        members.stream()
            .max(Comparator.comparingLong(member -> member.sendRate(mesh.now)))
            .orElseThrow();
    long rate = relay.sendRate(mesh.now);
    assertTrue(rate > 2L * live.rate, "it sends no more than " + rate + " bytes a second");
    members.remove(relay);
    return relay;
  }

  private void assertPlayed(long[] before, int seconds) {
    long least = (long) seconds * live.rate / 1024 * 95 / 100;
    for (int i = 0; i < members.size(); i++) {
      long played = members.get(i).played() - before[i];
      assertTrue(played >= least, "viewer " + i + " played " + played + " of " + least);
    }
  }

  private long[] late() {
    return members.stream().mapToLong(Member::late).toArray();
  }

  private long[] played() {
    return members.stream().mapToLong(Member::played).toArray();
  }

  @Test
  void nobodyMissesAChunkWhenARelaySaysGoodbye() {
    Member relay = settle();
    long[] late = late();
    long[] played = played();
    relay.host().engine.leave(relay.swarm(), mesh.now);
    relay.host().dead = true;
    mesh.run(6 * SECOND);
    for (int i = 0; i < members.size(); i++) {
      assertEquals(late[i], members.get(i).late(), "chunks that viewer " + i + " missed");
    }
    assertPlayed(played, 6);
  }

  @Test
  void aCrashCostsAFewChunksAtTheMost() {
    Member relay = settle();
    long[] late = late();
    long[] played = played();
    relay.host().dead = true;
    mesh.run(SECOND);
    long[] afterASecond = late();
    mesh.run(5 * SECOND);
    for (int i = 0; i < members.size(); i++) {
      long missed = afterASecond[i] - late[i];
      assertTrue(missed <= 16, "viewer " + i + " missed " + missed);
      assertEquals(afterASecond[i], members.get(i).late(), "viewer " + i + " has not recovered");
    }
    assertPlayed(played, 6);
  }

  @Test
  void thePlaceOfOneThatLeavesIsTakenAtOnce() {
    live.inject(injector, policy(injector, 0));
    mesh.run(2 * SECOND);
    Member relay = join(mesh.host());
    mesh.run(2 * SECOND);
    EngineSettings wantingOne =
        new Tuning().wanted(1).exchange(EngineSettings.Exchange.OFF).settings();
    Swarm viewer = live.watch(mesh.host(wantingOne));
    viewer.offer(relay.host().address, mesh.now);
    mesh.run(SECOND);
    viewer.offer(injector.address, mesh.now);
    mesh.run(SECOND);
    assertEquals(relay.host().address, viewer.neighbours().get(0).address());
    relay.host().engine.leave(relay.swarm(), mesh.now);
    relay.host().dead = true;
    mesh.run(10_000); // a few round trips
    assertEquals(1, viewer.neighbours().size());
    assertEquals(injector.address, viewer.neighbours().get(0).address());
  }
}
