package tv.martlet.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tv.martlet.board.Keys.Press.DOWN;
import static tv.martlet.board.Keys.Press.LONG;
import static tv.martlet.board.Keys.Press.REPEAT;
import static tv.martlet.board.Keys.Press.SHORT;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tv.martlet.board.Key;
import tv.martlet.board.Keys.Press;
import tv.martlet.board.Light;
import tv.martlet.node.BoxState.Sound;
import tv.martlet.node.BoxState.Status;

/** What buttons do to a box, and what its light says of it. */
class BoardLinkTest {
  private final List<String> done = new ArrayList<>();
  private BoxState state = state(Status.PLAYING, 50, "");
  private Set<String> refused = Set.of();
  private final BoardLink link = new BoardLink(box());

  private static BoxState state(Status status, int volume, String problem) {
    return new BoxState(status, "", "", new Sound(volume, false), null, problem);
  }

  /** A box that notes what it is told, and refuses some of it. */
  private Box box() {
    return (Box)
        Proxy.newProxyInstance(
            Box.class.getClassLoader(),
            new Class<?>[] {Box.class},
            (proxy, method, words) -> note(method.getName(), words));
  }

  private Object note(String method, Object[] words)
      throws RefusedCommandException, InvocationTargetException {
    if (method.equals("state")) {
      return state;
    }
    if (refused.contains(method)) {
      throw new RefusedCommandException("not " + method);
    }
    done.add(words == null ? method : method + " " + Arrays.asList(words).get(0));
    return null;
  }

  private void press(Key key, Press... presses) {
    done.clear();
    for (Press press : presses) {
      link.pressed(key, press);
    }
  }

  @Test
  void channelsAreSteppedAtOnceAndOnceAPress() {
    press(Key.CHANNEL_UP, DOWN, SHORT);
    assertEquals(List.of("step 1"), done);
    press(Key.CHANNEL_DOWN, DOWN, LONG, REPEAT, REPEAT);
    assertEquals(List.of("step -1"), done);
  }

  @Test
  void anEmptyListIsNoTrouble() {
    refused = Set.of("step");
    press(Key.CHANNEL_UP, DOWN, SHORT);
    assertEquals(List.of(), done);
  }

  @Test
  void volumeGoesOnWhileHeldAndStaysInItsBounds() {
    press(Key.VOLUME_UP, DOWN, SHORT);
    assertEquals(List.of("volume 55", "message Volume 55"), done);
    press(Key.VOLUME_DOWN, DOWN, LONG, REPEAT);
    assertEquals(3, done.stream().filter("volume 45"::equals).count());
    state = state(Status.PLAYING, 98, "");
    press(Key.VOLUME_UP, DOWN);
    assertTrue(done.contains("volume 100"));
    state = state(Status.PLAYING, 2, "");
    press(Key.VOLUME_DOWN, DOWN);
    assertTrue(done.contains("volume 0"));
  }

  @Test
  void volumeEndsMutingAndNeedsNoScreen() {
    state = new BoxState(Status.PLAYING, "", "", new Sound(50, true), null, "");
    refused = Set.of("message");
    press(Key.VOLUME_UP, DOWN);
    assertEquals(List.of("mute false", "volume 55"), done);
  }

  @Test
  void powerMakesItselfKnownAndHeldLongSwitchesOff() {
    press(Key.POWER, DOWN, SHORT);
    assertEquals(List.of("identify"), done);
    press(Key.POWER, DOWN, LONG, REPEAT, REPEAT);
    assertEquals(List.of("powerOff"), done);
  }

  @ParameterizedTest
  @CsvSource({
    "STARTING,  '',      STARTING",
    "STARTING,  trouble, PROBLEM",
    "IDLE,      '',      PLAYING",
    "IDLE,      trouble, PROBLEM",
    "LOADING,   '',      BUFFERING",
    "LOADING,   trouble, PROBLEM",
    "BUFFERING, '',      BUFFERING",
    "PLAYING,   '',      PLAYING",
    "PLAYING,   trouble, PLAYING",
    "RELAYING,  '',      PLAYING",
    "RELAYING,  trouble, PLAYING",
  })
  void theLightFollowsTheBox(Status status, String problem, Light.State light) {
    assertEquals(light, BoardLink.light(state(status, 50, problem)));
  }
}
