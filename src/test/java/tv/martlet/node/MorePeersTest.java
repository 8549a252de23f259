package tv.martlet.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class MorePeersTest {
  /** At which seconds it asks, with so many neighbours in each. */
  private static List<Integer> asks(int most, int seconds, IntUnaryOperator neighbours) {
    MorePeers more = new MorePeers(most);
    List<Integer> asks = new ArrayList<>();
    for (int second = 0; second <= seconds; second++) {
      // A clock of the system may well begin below 0.
      if (more.ask(neighbours.applyAsInt(second), -50_000_000L + second * 1_000_000L)) {
        asks.add(second);
      }
    }
    return asks;
  }

  @Test
  void aLonelySwarmAsksLessAndLessOften() {
    assertEquals(List.of(10, 30, 70, 150, 310, 610, 910, 1210), asks(48, 1300, second -> 0));
  }

  @Test
  void enoughIsEnough() {
    assertEquals(List.of(), asks(48, 1000, second -> MorePeers.FEW));
    assertEquals(List.of(), asks(2, 1000, second -> 2), "it may not have more");
  }

  @Test
  void whoLosesItsNeighboursAsksSoon() {
    assertEquals(List.of(109, 129), asks(48, 150, second -> second < 100 ? 20 : 3));
  }
}
