package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tv.martlet.chunk.ChunkRanges;

/** What a relay tells a neighbour of a stream that comes to it in munros of eight chunks. */
class AnnouncerTest {
  private static final long SECOND = 1_000_000;
  private static final int BLOCK = 16;
  private static final int HALF = 8;
  private static final Pattern RANGE = Pattern.compile("^HAVE.*first=(\\d+).*last=(\\d+)");

  private final Mesh mesh = new Mesh(11);
  private final LiveFixture live = new LiveFixture(mesh);
  private final Mesh.Host injector = mesh.host();
  private final Mesh.Host host = mesh.host();
  private final Stranger stranger = new Stranger(mesh, 1, live.metadata);
  private Swarm relay;
  private boolean serves = true;

  /** Serves the injector always and the stranger as told. */
  private final class AsTold implements Choking {
    @Override
    public void decide(List<Channel> neighbours, long now) {
      for (Channel neighbour : neighbours) {
        neighbour.choke(neighbour.address().equals(stranger.address) && !serves, now);
      }
    }

    @Override
    public long interval() {
      return SECOND / 10;
    }

    @Override
    public boolean startsChoked() {
      return true;
    }
  }

  private void begin() {
    live.munroWidth = HALF;
    live.inject(injector);
    mesh.run(SECOND);
    relay =
        live.watch(
            host,
            new SwarmPolicy(
                new AsTold(), new InOrderPicker(), host.engine.settings().congestion()));
    relay.offer(injector.address, mesh.now);
    mesh.run(2 * SECOND);
    stranger.open(host);
    stranger.messages(); // the reply to a handshake says what is here, whoever asks
    mesh.run(SECOND / 2);
  }

  /** First and last chunks of the HAVEs heard since the last look. */
  private List<long[]> news() {
    List<long[]> news = new ArrayList<>();
    for (String line : stranger.messages()) {
      Matcher range = RANGE.matcher(line);
      if (range.find()) {
        news.add(new long[] {Long.parseLong(range.group(1)), Long.parseLong(range.group(2))});
      }
    }
    return news;
  }

  private ChunkRanges told() {
    ChunkRanges told = new ChunkRanges(64);
    for (long[] range : news()) {
      told.add(range[0], range[1]);
    }
    return told;
  }

  private long newest() {
    return relay.content().store().available().max();
  }

  /** Stops the stream when the relay has half of a block. */
  private void pauseInABlock() {
    do {
      mesh.run(1_000);
    } while ((newest() + 1) % BLOCK != HALF);
    live.pause(true);
  }

  @Test
  void chunksAreToldOfByWholeBlocks() {
    begin();
    news();
    mesh.run(2 * SECOND);
    List<long[]> news = news();
    assertTrue(news.size() >= 20, news.size() + " HAVEs");
    for (long[] range : news) {
      assertEquals(0, range[0] % BLOCK);
      assertEquals(BLOCK - 1, range[1] % BLOCK);
    }
  }

  @Test
  void whatDoesNotBecomeWholeIsToldOfAfterAWhile() {
    begin();
    pauseInABlock();
    long half = newest() + 1 - HALF;
    mesh.run(100_000);
    ChunkRanges before = told();
    assertTrue(before.isEmpty() || before.max() < half, before + ", held: " + half);
    mesh.run(40_000);
    assertTrue(told().containsAll(half, half + HALF - 1));
  }

  @Test
  void oneThatIsChokedIsToldNothingAndEverythingOnceItIsNot() {
    serves = false;
    begin();
    mesh.run(SECOND);
    List<String> heard = stranger.messages();
    assertFalse(heard.stream().anyMatch(line -> line.startsWith("HAVE")), heard.toString());
    live.pause(true);
    mesh.run(SECOND);
    serves = true;
    mesh.run(2 * SECOND);
    ChunkRanges here = relay.content().store().available();
    assertTrue(here.size() > 500, here.toString());
    assertEquals(here.toString(), told().toString());
  }
}
