package tv.martlet.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tv.martlet.peer.Choking;
import tv.martlet.peer.EngineSettings;
import tv.martlet.peer.SwarmPolicy;
import tv.martlet.tracker.HelperRanking;

/** The names that an experiment can be asked for, and what is behind them. */
class ArmsTest {
  private static SwarmPolicy policy(String arm) {
    return Arms.named(arm).orElseThrow().policy(EngineSettings.defaults(), new Random(1));
  }

  @Test
  void eachPieceOfThePolicyCanBeLeftOut() {
    List<String> names = Arms.all().stream().map(Arm::name).toList();
    assertEquals(
        List.of(
            "b0",
            "b1",
            "b2",
            "oracle",
            "martlet",
            "martlet-ranking",
            "martlet-slots",
            "martlet-guests",
            "martlet-rewiring",
            "martlet-reciprocity",
            "martlet-picker"),
        names);
    for (String name : names) {
      assertEquals(name, Arms.named(name).orElseThrow().name());
    }
    assertEquals(Optional.empty(), Arms.named("martlet-"));
  }

  @ParameterizedTest
  @CsvSource({
    "b0, false, false",
    "b2, false, false",
    "oracle, false, false",
    "martlet, true, true",
    "martlet-ranking, true, false",
    "martlet-slots, true, true",
    "martlet-guests, true, true",
    "martlet-rewiring, false, true",
    "martlet-reciprocity, true, true",
    "martlet-picker, true, true"
  })
  void whoRewiresAndWhoRanks(String name, boolean rewires, boolean ranks) {
    assertEquals(rewires, policy(name).rewires());
    boolean ranked = Arms.named(name).orElseThrow().ranking(new Random(1)) instanceof HelperRanking;
    assertEquals(ranks, ranked);
    assertEquals(name.equals("oracle"), Arms.named(name).orElseThrow().isOracle());
  }

  @Test
  void aContrastDiffersInItsOwnPieceOnly() {
    SwarmPolicy whole = policy("martlet");
    for (String name : List.of("martlet-rewiring", "martlet-reciprocity")) {
      SwarmPolicy less = policy(name);
      assertSame(whole.picker().getClass(), less.picker().getClass(), name);
      assertSame(whole.choking().getClass(), less.choking().getClass(), name);
    }
  }

  @Test
  void aFreeRiderLetsNobodyAskFromTheFirst() {
    Choking refusal = new Refusal();
    assertTrue(refusal.startsChoked());
    assertFalse(Choking.none().startsChoked(), "which is not what others do");
  }
}
