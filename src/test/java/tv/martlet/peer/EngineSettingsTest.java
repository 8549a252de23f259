package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** The bounds of an engine's numbers. */
class EngineSettingsTest {
  @Test
  void settingsOutOfBoundsAreRefusedInASentence() {
    Tuning wrong = new Tuning().maxNeighbours(0);
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, wrong::settings);
    assertEquals("The number of neighbours must be 1 to 1000, not 0", e.getMessage());
  }
}
