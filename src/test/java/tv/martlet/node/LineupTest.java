package tv.martlet.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tv.martlet.http.StreamReader;
import tv.martlet.node.BoxChannel.Extras;

/** What is received when: shown, relayed, lingering, with the clock turned by hand. */
class LineupTest {
  private final List<String> events = new ArrayList<>();
  private long now;
  private final Lineup lineup = new Lineup(this::join, () -> now);

  private Served join(BoxChannel channel) {
    if (channel.id().equals("bad")) {
      throw new IllegalArgumentException("no point of the curve");
    }
    events.add("+" + channel.id());
    return new Served() {
      @Override
      public String name() {
        return channel.name();
      }

      @Override
      public StreamReader open() {
        throw new AssertionError("nobody reads here");
      }

      @Override
      public boolean isPlaying() {
        return true;
      }

      @Override
      public void close() {
        events.add("-" + channel.id());
      }
    };
  }

  private static BoxChannel channel(String id) {
    return new BoxChannel(id, id, 0, "udp://" + id, Extras.NONE);
  }

  private Set<String> served() {
    return lineup.served().keySet();
  }

  @Test
  void whatWasLeftLingersForAWhile() throws Exception {
    lineup.show(channel("a"));
    lineup.show(channel("b"));
    now = Lineup.LINGER_NANOS - 1;
    lineup.sweep();
    assertEquals(Set.of("a", "b"), served());
    lineup.show(channel("a"));
    assertEquals(List.of("+a", "+b"), events, "it was still there");
    now += Lineup.LINGER_NANOS;
    lineup.sweep();
    assertEquals(Set.of("a"), served());
    lineup.hide();
    assertFalse(lineup.isInUse(), "it only lingers");
    now += Lineup.LINGER_NANOS;
    lineup.sweep();
    assertEquals(List.of("+a", "+b", "-b", "-a"), events);
  }

  @Test
  void onlyTheLastFewLinger() throws Exception {
    for (String id : List.of("a", "b", "c", "d", "e")) {
      now++;
      lineup.show(channel(id));
    }
    assertEquals(Set.of("c", "d", "e"), served());
    List<String> wanted = List.of("+a", "+b", "+c", "-a", "+d", "-b", "+e");
    assertEquals(wanted, events, "one leaves before another comes: never more than three rings");
  }

  @Test
  void wantOfMemoryIsTold() throws Exception {
    Lineup full =
        new Lineup(
            channel -> {
              throw new CompletionException(new OutOfMemoryError("direct buffer memory"));
            },
            () -> now);
    RefusedCommandException refused =
        assertThrows(RefusedCommandException.class, () -> full.show(channel("a")));
    assertTrue(refused.getMessage().contains("lower ring.bytes"), refused.getMessage());
    assertEquals(Set.of(), full.served().keySet());
  }

  @Test
  void whatIsRelayedStays() throws Exception {
    lineup.relay(channel("a"), true);
    lineup.show(channel("a"));
    lineup.show(channel("b"));
    now += 2 * Lineup.LINGER_NANOS;
    lineup.sweep();
    assertEquals(Set.of("a", "b"), served());
    assertEquals(List.of(channel("a")), lineup.relayed());
    lineup.relay(channel("a"), false);
    assertEquals(Set.of("b"), served());
    lineup.relay(channel("b"), true);
    lineup.relay(channel("b"), false);
    lineup.relay(channel("never"), false);
    assertEquals(Set.of("b"), served(), "it is still shown");
  }

  @Test
  void oneAddressIsJoinedOnceWhateverItIsCalled() throws Exception {
    assertEquals("a", lineup.show(channel("a")));
    BoxChannel twin = new BoxChannel("twin", "Twin", 0, "udp://a", Extras.NONE);
    assertEquals("a", lineup.show(twin));
    assertEquals(List.of("+a"), events);
  }

  @Test
  void whatCannotBeJoinedChangesNothing() throws Exception {
    lineup.show(channel("a"));
    RefusedCommandException e =
        assertThrows(RefusedCommandException.class, () -> lineup.show(channel("bad")));
    assertEquals("channel bad: no point of the curve", e.getMessage());
    now += Lineup.LINGER_NANOS;
    lineup.sweep();
    assertEquals(Set.of("a"), served());
  }

  @Test
  void thereIsABound() throws Exception {
    for (int i : IntStream.range(0, Lineup.MAX_CHANNELS).toArray()) {
      lineup.relay(channel("c" + i), true);
    }
    assertTrue(lineup.isFull());
    assertThrows(RefusedCommandException.class, () -> lineup.relay(channel("more"), true));
    assertThrows(RefusedCommandException.class, () -> lineup.show(channel("more")));
    lineup.show(channel("c5"));
    lineup.relay(channel("c0"), false);
    lineup.show(channel("more"));
    assertTrue(served().contains("more"));
    lineup.close();
    assertEquals(Set.of(), served());
  }
}
