package tv.martlet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RoomsTest {
  @Test
  void holds() {
    assertTrue(RoomsTest.class.getPackageName().startsWith("tv.martlet"));
  }
}
