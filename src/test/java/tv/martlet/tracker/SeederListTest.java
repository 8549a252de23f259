package tv.martlet.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tv.martlet.tracker.Box.NOW;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a seeder is told to feed, and who is told of a seeder. */
class SeederListTest {
  private static final Candidate SEEDER =
      Box.named("asker").at("203.0.113.9", "203.0.113.9").seeder().made();

  private final HelperRanking ranking = new HelperRanking(new Random(5));

  private List<String> pick(List<Candidate> from, Candidate asker, int wanted) {
    return ranking.pick(List.copyOf(from), asker, wanted, NOW).stream()
        .map(one -> one.peer().peerId())
        .toList();
  }

  private static List<Candidate> shuffled(List<Candidate> all, int seed) {
    List<Candidate> other = new ArrayList<>(all);
    Collections.shuffle(other, new Random(seed));
    return other;
  }

  /** So many that announce 1, 2, 3 … Mbit/s. */
  private static List<Candidate> announcing(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> Box.named("v" + i).announces(1000 * i).made())
        .toList();
  }

  private static Candidate reporting(Box box, long given, int links) {
    Candidate made = box.made();
    StreamStats stats = new StreamStats("aa", given, 0, 0, links);
    return new Candidate(
        made.peer(), made.mode(), Optional.of(stats), made.joinedMillis(), made.told());
  }

  // ---- a seeder asks ----

  @ParameterizedTest
  @CsvSource({"1, 1", "5, 5", "12, 12", "13, 12", "29, 12"})
  void aSeederGetsTheStrongestAndNoMoreThanItShouldFeed(int wanted, int named) {
    List<String> strongest = IntStream.range(0, named).mapToObj(i -> "v" + (30 - i)).toList();
    for (int seed = 0; seed < 20; seed++) {
      assertEquals(strongest, pick(shuffled(announcing(30), seed), SEEDER, wanted));
    }
  }

  @Test
  void aSeederGetsAllWhereTheyAreFew() {
    assertEquals(List.of("v3", "v2", "v1"), pick(announcing(3), SEEDER, 20));
    assertEquals(List.of(), pick(List.of(), SEEDER, 20));
  }

  @Test
  void whatIsNotKnownStandsBetweenTheStrongAndTheWeak() {
    List<Candidate> all =
        List.of(
            Box.named("weak").announces(249).made(),
            Box.named("unknown").made(),
            Box.named("strong").announces(251).made(),
            Box.named("feeble").announces(0).made());
    for (int seed = 0; seed < 20; seed++) {
      assertEquals(
          List.of("strong", "unknown", "weak", "feeble"), pick(shuffled(all, seed), SEEDER, 20));
    }
  }

  @Test
  void whatALineCarriesCountsAndNotWhatOfItIsFree() {
    List<Candidate> all =
        List.of(
            Box.named("idle").announces(5_000).spare(5_000_000).made(),
            Box.named("busy").announces(9_000).spare(0).links(40).told(9).made());
    assertEquals(List.of("busy", "idle"), pick(all, SEEDER, 20));
  }

  @Test
  void aSeederIsNotToldOfSeeders() {
    List<Candidate> all = new ArrayList<>(announcing(3));
    all.add(Box.named("s").seeder().announces(90_000).made());
    assertEquals(List.of("v3", "v2", "v1"), pick(all, SEEDER, 20));
    assertEquals(List.of(), pick(all.subList(3, 4), SEEDER, 20), "not even where it is all alone");
  }

  @Test
  void aSeederIsNotToldOfWhomItCanNeverMeet() {
    Candidate hidden =
        Box.named("asker").at("203.0.113.9", "192.168.1.5").seeder().nat(NatAbility.TURN).made();
    Box strong = Box.named("strong").announces(90_000);
    List<Candidate> all =
        List.of(
            strong.nat(NatAbility.STUN).made(),
            Box.named("open").announces(1_000).nat(NatAbility.NO_NAT).made(),
            Box.named("home")
                .announces(500)
                .at("203.0.113.9", "192.168.1.7")
                .nat(NatAbility.TURN)
                .made());
    assertEquals(List.of("open", "home"), pick(all, hidden, 20), "a LAN has no translator");
    assertEquals("strong", pick(all, SEEDER, 20).get(0), "who is open itself meets it");
  }

  @ParameterizedTest
  @CsvSource({
    "6, 4, 0, false", // it has been asked and has given nothing
    "60, 30, 0, false",
    "6, 4, 1, true", // it gives
    "5, 4, 0, true", // it has just come
    "6, 3, 0, true" // too few have met it
  })
  void whoNeverGivesIsNotFed(int seconds, int links, long given, boolean named) {
    Candidate one = reporting(Box.named("x").age(seconds).announces(90_000), given, links);
    List<Candidate> all = new ArrayList<>(announcing(3));
    all.add(one);
    assertEquals(named, pick(all, SEEDER, 20).contains("x"));
  }

  @Test
  void whoHasReportedNothingIsNotTakenForOneThatGivesNothing() {
    Candidate silent = Box.named("x").age(600).announces(90_000).links(40).made();
    assertEquals(List.of("x"), pick(List.of(silent), SEEDER, 20));
  }

  @Test
  void aLiarIsNoStrongerThanTwentyMedians() {
    List<Candidate> all = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      all.add(Box.named("p" + i).announces(2_000).made()); // of which half counts as free
    }
    HelperWorth worth = new HelperWorth(all, SEEDER, NOW);
    double most = worth.capacity(Box.named("liar").announces(Integer.MAX_VALUE).made());
    assertEquals(HelperWorth.CAP_MEDIANS * 1e6, most);
  }

  // ---- a viewer asks ----

  private static List<Candidate> withSeeder(int others) {
    List<Candidate> all = new ArrayList<>(Box.many(others, 1_000_000));
    all.add(Box.named("s").seeder().spare(90_000_000).made());
    return all;
  }

  private static Candidate aged(int millis) {
    Candidate made = Box.named("asker").at("203.0.113.9", "203.0.113.9").made();
    return new Candidate(made.peer(), made.mode(), made.stats(), NOW - millis, 0);
  }

  private int namings(List<Candidate> all, Candidate asker, int wanted) {
    int count = 0;
    for (int i = 0; i < 200; i++) {
      count += pick(all, asker, wanted).contains("s") ? 1 : 0;
    }
    return count;
  }

  @ParameterizedTest
  @ValueSource(ints = {5_000, 5_001, 600_000})
  void whoAsksAgainIsNotToldOfAScarceSeeder(int millis) {
    assertEquals(0, namings(withSeeder(30), aged(millis), 20));
    assertEquals(0, namings(withSeeder(20), aged(millis), 20), "helpers fill the list");
    assertEquals(200, namings(withSeeder(19), aged(millis), 20), "a place is left");
  }

  @Test
  void aNewcomerIsToldNowAndThen() {
    int count = namings(withSeeder(30), aged(4_999), 20);
    assertTrue(count > 20 && count < 90, count + " of 200");
  }

  @Test
  void aTinySwarmIsToldWheneverItAsks() {
    for (int i = 0; i < 200; i++) {
      assertEquals("s", pick(withSeeder(HelperRanking.TINY - 2), aged(600_000), 2).get(0));
      assertFalse(pick(withSeeder(HelperRanking.TINY - 1), aged(600_000), 2).contains("s"));
    }
  }
}
