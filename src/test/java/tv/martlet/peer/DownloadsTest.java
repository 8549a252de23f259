package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much is asked of a neighbour, and what becomes of requests that it does not answer. */
class DownloadsTest {
  private static final long SECOND = 1_000_000;
  private static final int FIRST_WINDOW = 128;

  private final Mesh mesh = new Mesh(17);
  private final Mesh.Host seeder = mesh.host();
  private final Mesh.Host leecher = mesh.host();

  @TempDir Path dir;

  private long window(Swarm swarm) {
    Downloads downloads = swarm.neighbours().get(0).downloads();
    return downloads.budget(mesh.now) + downloads.pending().size();
  }

  @Test
  void theWindowGrowsWhileAnswersAreQuick() throws IOException {
    StaticFixture file = new StaticFixture(dir, 8 << 20);
    file.seed(mesh, seeder);
    Swarm copy = file.fetch(mesh, leecher);
    mesh.delayMicros = 20_000;
    copy.offer(seeder.address, mesh.now);
    long most = 0;
    for (int i = 0; i < 100 && !copy.isComplete(); i++) {
      mesh.run(SECOND / 20);
      most = copy.neighbours().isEmpty() ? most : Math.max(most, window(copy));
    }
    assertTrue(most > 2 * FIRST_WINDOW, "window " + most);
    file.assertCopied(copy);
  }

  @Test
  void theWindowShrinksWhereTheNeighbourIsSlowToAnswer() throws IOException {
    StaticFixture file = new StaticFixture(dir, 2 << 20);
    file.seed(mesh, seeder);
    Swarm copy = file.fetch(mesh, leecher);
    seeder.rate = 100_000;
    copy.offer(seeder.address, mesh.now);
    mesh.run(8 * SECOND);
    long window = window(copy);
    // 0.2 seconds of 100 chunks a second is 20 chunks
    assertTrue(window < FIRST_WINDOW / 2, "window " + window);
    mesh.run(20 * SECOND);
    file.assertCopied(copy);
  }

  /** Chunks that may be asked at once of the first of so many, which then are 200 ms in a queue. */
  private static int budgetBehindQueue(int neighbours) {
    Mesh mesh = new Mesh(3);
    Swarm swarm = new LiveFixture(mesh).inject(mesh.host());
    long now = mesh.now;
    for (int i = 1; i <= neighbours; i++) {
      byte[] ip = {10, 8, 0, (byte) i};
      Channel channel = new Channel(swarm, i, Mesh.address(ip, 6778), true, now);
      channel.greet(now);
      channel.opened(now);
      swarm.opened(channel, now);
    }
    Downloads downloads = swarm.neighbours().get(0).downloads();
    long next = 0;
    for (int round = 0; round < 200; round++) {
      int budget = downloads.budget(now);
      downloads.asked(next, next + budget - 1, now);
      now += round < 10 ? 100_000 : 300_000;
      for (int i = 0; i < budget; i++) {
        downloads.arrived(next++, now);
      }
    }
    return downloads.budget(now);
  }

  @Test
  void whoHasOneNeighbourOnlyWaitsLongerForIt() {
    assertEquals(LivePicker.RUN, budgetBehindQueue(2));
    assertTrue(budgetBehindQueue(1) > 2 * LivePicker.RUN, "window " + budgetBehindQueue(1));
  }

  /** Says that it has all of a file, and gives nothing. */
  private Stranger liar(StaticFixture file, int number, Swarm copy) {
    Stranger liar = new Stranger(mesh, number, file.known);
    liar.open(leecher);
    liar.say(leecher, w -> w.have(0, copy.content().integrity().chunkCount() - 1));
    return liar;
  }

  @Test
  void whatDoesNotComeIsAskedOfAnother() throws IOException {
    StaticFixture file = new StaticFixture(dir, 300 << 10);
    file.seed(mesh, seeder);
    seeder.rate = 400_000;
    Swarm copy = file.fetch(mesh, leecher);
    copy.offer(seeder.address, mesh.now);
    mesh.run(SECOND / 4);
    assertFalse(copy.isComplete());
    Stranger liar = liar(file, 1, copy);
    List<String> heard = new ArrayList<>();
    for (int i = 0; i < 50 && !copy.isComplete(); i++) {
      mesh.run(SECOND / 10);
      heard.addAll(liar.messages());
    }
    assertTrue(heard.stream().anyMatch(m -> m.startsWith("REQUEST")), heard.toString());
    assertTrue(heard.stream().anyMatch(m -> m.startsWith("CANCEL")), heard.toString());
    assertEquals(300, liarFree(copy), "all of it came from the seeder");
    file.assertCopied(copy);
  }

  private long liarFree(Swarm copy) {
    return copy.neighbours().stream()
        .filter(channel -> channel.address().equals(seeder.address))
        .mapToLong(Channel::chunksReceived)
        .sum();
  }

  @Test
  void aSilentNeighbourIsLeftAloneLongerEachTime() throws IOException {
    StaticFixture file = new StaticFixture(dir, 300 << 10);
    file.seed(mesh, seeder);
    seeder.rate = 200_000;
    Swarm copy = file.fetch(mesh, leecher);
    copy.offer(seeder.address, mesh.now);
    mesh.run(SECOND / 2);
    assertFalse(copy.isComplete());
    copy.close(copy.neighbours().get(0), false, mesh.now);
    seeder.dead = true;
    Stranger liar = liar(file, 2, copy);
    List<Long> pauses = new ArrayList<>();
    long cancelled = -1;
    for (int i = 0; i < 1_000; i++) {
      mesh.run(SECOND / 100);
      for (String message : liar.messages()) {
        if (message.startsWith("CANCEL") && cancelled < 0) {
          cancelled = mesh.now;
        } else if (message.startsWith("REQUEST") && cancelled >= 0) {
          pauses.add(mesh.now - cancelled);
          cancelled = -1;
        }
      }
    }
    assertTrue(pauses.size() >= 4, pauses.toString());
    long least = SECOND / 10;
    for (int i = 0; i < 4; i++) {
      long pause = pauses.get(i);
      assertTrue(Math.abs(pause - (least << i)) <= SECOND / 50, pauses.toString());
    }
  }
}
