package tv.martlet.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The patterns of the status light. */
class LightTest {
  private static final long SECOND = 1_000_000;

  private final Light light = new Light();

  /** Lit or not in each of so many slices of 50 ms. */
  private String slices(long from, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(light.isLit(from + i * 50_000L) ? '#' : '.');
    }
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "OFF,       ................................................................",
    "STARTING,  ################................################................",
    "PLAYING,   ################################################################",
    "BUFFERING, ###...###...###...###...###...###...###...###...###...###...###.",
    "PROBLEM,   ###....###....................###....###....................###.",
    "IDENTIFY,  #.#.#.#.#.#.#.#.#.#.#.#.#.#.#.#.#.#.#.#.#.#.#.#.#.#.#.#.#.#.#.#.",
  })
  void shows(Light.State state, String pattern) {
    light.show(state, 7 * SECOND);
    assertEquals(pattern, slices(7 * SECOND, 64));
  }

  @Test
  void identifyingGoesOnTopForTenSecondsAndTheRestComesBack() {
    light.show(Light.State.PLAYING, 0);
    light.identify(3 * SECOND);
    assertEquals("#.#.#.#.", slices(3 * SECOND, 8));
    light.show(Light.State.OFF, 5 * SECOND);
    assertEquals("#.#.", slices(12_800_000, 4));
    assertEquals("....", slices(13 * SECOND, 4));
  }

  @Test
  void theSameStateAgainDoesNotDisturbTheBlink() {
    light.show(Light.State.STARTING, 0);
    light.show(Light.State.STARTING, 500_000);
    assertEquals(800_000, light.deadline(500_000));
    assertTrue(light.isLit(799_999));
  }

  @Test
  void aSteadyLightNeedsNoTimer() {
    assertEquals(Light.NEVER, light.deadline(0));
    light.show(Light.State.PLAYING, 0);
    assertEquals(Light.NEVER, light.deadline(SECOND));
  }

  /** Whoever looks at the deadlines only sees every change, at its moment. */
  @ParameterizedTest
  @EnumSource(Light.State.class)
  void theDeadlineIsTheNextChange(Light.State state) {
    light.show(state, 3);
    light.identify(SECOND);
    long now = 3;
    while (now < 20 * SECOND) {
      long next = Math.min(light.deadline(now), 20 * SECOND);
      // Identifying begins in between, which whoever asks for it knows.
      long end = now < SECOND ? Math.min(next, SECOND) : next;
      for (long at = now; at < end; at += 1_000) {
        assertEquals(light.isLit(now), light.isLit(at), state + " at " + at);
      }
      assertEquals(light.isLit(now), light.isLit(end - 1), state + " until " + end);
      now = end;
    }
  }
}
