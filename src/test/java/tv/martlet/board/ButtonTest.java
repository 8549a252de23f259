package tv.martlet.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tv.martlet.board.Keys.Press.DOWN;
import static tv.martlet.board.Keys.Press.LONG;
import static tv.martlet.board.Keys.Press.REPEAT;
import static tv.martlet.board.Keys.Press.SHORT;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tv.martlet.board.Keys.Press;

/** What a button makes of the levels of its contact. */
class ButtonTest {
  private static final long MILLI = 1_000;

  private final List<Press> heard = new ArrayList<>();
  private final Button button = button(false);

  private Button button(boolean pressed) {
    return new Button(Duration.ofMillis(20), Duration.ofMillis(800), pressed, heard::add);
  }

  /** Lets the timer go off at each of its deadlines up to a time, as the board's thread does. */
  private static void pass(Button button, long until) {
    while (button.deadline() <= until) {
      button.timer(button.deadline());
    }
  }

  private void level(boolean down, long millis) {
    pass(button, millis * MILLI);
    button.level(down, millis * MILLI);
  }

  @Test
  void aPressIsDownThenShort() {
    level(true, 100);
    pass(button, 119 * MILLI);
    assertEquals(List.of(), heard);
    pass(button, 120 * MILLI);
    assertEquals(List.of(DOWN), heard);
    level(false, 300);
    pass(button, 320 * MILLI);
    assertEquals(List.of(DOWN, SHORT), heard);
    assertEquals(Button.NEVER, button.deadline(), "no timer runs for a button at rest");
  }

  @Test
  void bouncesAreOnePress() {
    for (int i = 0; i < 10; i++) {
      level(i % 2 == 0, 100 + 15L * i); // each level too short to count
    }
    level(true, 260);
    level(false, 500);
    level(true, 503);
    level(false, 509);
    pass(button, 2_000 * MILLI);
    assertEquals(List.of(DOWN, SHORT), heard);
  }

  @Test
  void aGlitchIsNothing() {
    level(true, 100);
    level(false, 119);
    pass(button, 1_000 * MILLI);
    assertEquals(List.of(), heard);
    level(true, 2_000);
    level(false, 2_100);
    level(true, 2_110); // a moment's loss of contact does not end the press
    pass(button, 2_500 * MILLI);
    assertEquals(List.of(DOWN), heard);
  }

  @Test
  void heldLongItSaysSoOnceThenRepeatsAndIsNotShort() {
    level(true, 0);
    pass(button, 819 * MILLI);
    assertEquals(List.of(DOWN), heard);
    pass(button, 820 * MILLI);
    assertEquals(List.of(DOWN, LONG), heard);
    pass(button, (820 + 450) * MILLI);
    assertEquals(List.of(DOWN, LONG, REPEAT, REPEAT, REPEAT), heard);
    level(false, 1_280);
    pass(button, 9_000 * MILLI);
    assertEquals(5, heard.size());
  }

  @Test
  void repeatsEnd() {
    level(true, 0);
    pass(button, Duration.ofHours(1).toNanos() / 1_000);
    assertEquals(Button.MAX_REPEATS, Collections.frequency(heard, REPEAT));
    assertEquals(Button.NEVER, button.deadline());
  }

  @Test
  void aButtonFoundPressedMustBeLetGoFirst() {
    Button stuck = button(true);
    pass(stuck, 60_000 * MILLI);
    stuck.level(false, 60_000 * MILLI);
    pass(stuck, 61_000 * MILLI);
    assertEquals(List.of(), heard, "a jammed power button does not switch off at each start");
    stuck.level(true, 62_000 * MILLI);
    pass(stuck, 62_100 * MILLI);
    assertEquals(List.of(DOWN), heard);
  }

  @Test
  void aLateTimerLosesNothing() {
    button.level(true, 0);
    button.level(false, 2_000 * MILLI);
    button.timer(3_000 * MILLI);
    assertEquals(List.of(DOWN, LONG), heard.subList(0, 2));
    assertEquals(7, Collections.frequency(heard, REPEAT));
    assertEquals(0, Collections.frequency(heard, SHORT));
  }

  /**
   * Every sequence of 14 levels of 10 ms each: two alike in a row are a state, by the debounce of
   * 20 ms; what is heard follows from how long the states last.
   */
  @Test
  void everySequenceOfLevels() {
    int slots = 14;
    for (int bits = 0; bits < 1 << slots; bits++) {
      List<Press> presses = new ArrayList<>();
      Button one = new Button(Duration.ofMillis(20), Duration.ofMillis(55), false, presses::add);
      List<Press> wanted = new ArrayList<>();
      boolean state = false;
      int since = 0;
      for (int slot = 0; slot < slots; slot++) {
        boolean level = (bits >> slot & 1) == 1;
        long now = slot * 10L * MILLI;
        pass(one, now);
        one.level(level, now);
        boolean settled = slot > 0 && level == ((bits >> (slot - 1) & 1) == 1);
        if (settled && level != state) {
          boolean wasLong = (slot + 1 - since) * 10 > 55;
          state = level;
          since = slot + 1;
          wanted.add(state ? DOWN : wasLong ? LONG : SHORT);
        }
      }
      pass(one, slots * 10L * MILLI);
      if (state && (slots - since) * 10 >= 55) {
        wanted.add(LONG);
      }
      presses.removeIf(REPEAT::equals);
      assertEquals(wanted, presses, Integer.toBinaryString(bits));
    }
  }

  /** Presses of random lengths whose edges bounce at random. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void bouncingPressesAreHeardAsMade(long seed) {
    Random random = new Random(seed);
    List<Press> wanted = new ArrayList<>();
    long now = 0;
    for (int i = 0; i < 500; i++) {
      boolean isLong = random.nextInt(5) == 0;
      now = edge(random, true, now);
      now += (isLong ? 900 + random.nextInt(2_000) : 21 + random.nextInt(700)) * MILLI;
      wanted.addAll(List.of(DOWN, isLong ? LONG : SHORT));
      now = edge(random, false, now);
      now += (21 + random.nextInt(500)) * MILLI;
    }
    pass(button, now);
    heard.removeIf(REPEAT::equals);
    assertEquals(wanted, heard, "seed " + seed);
  }

  private long edge(Random random, boolean down, long start) {
    long now = start;
    for (int bounces = random.nextInt(6); bounces > 0; bounces--) {
      for (boolean level : new boolean[] {down, !down}) {
        pass(button, now);
        button.level(level, now);
        now += 1 + random.nextInt(8_000);
      }
    }
    pass(button, now);
    button.level(down, now);
    return now;
  }

  /** Any noise at all: what is heard is in order, and bounded by the time that passed. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void noiseIsHeardInOrder(long seed) {
    Random random = new Random(seed);
    long now = 0;
    for (int i = 0; i < 20_000; i++) {
      now += (long) Math.exp(random.nextDouble() * 13);
      pass(button, now);
      button.level(random.nextBoolean(), now);
    }
    Press before = SHORT;
    for (Press press : heard) {
      boolean fits =
          switch (press) {
            case DOWN -> before != DOWN;
            case SHORT, LONG -> before == DOWN;
            case REPEAT -> before == LONG || before == REPEAT;
          };
      assertTrue(fits, before + " then " + press + ", seed " + seed);
      before = press;
    }
    assertTrue(heard.size() > 100 && heard.size() < 2 * now / (20 * MILLI), "seed " + seed);
  }
}
