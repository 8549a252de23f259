package tv.martlet.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tv.martlet.tracker.Box.NOW;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known of one who has given nothing, and of one who has said nothing. */
class HelperWorthTest {
  private static final Candidate ASKER = Box.named("asker").at("203.0.113.9", "203.0.113.9").made();

  private static HelperWorth among(List<Candidate> sample) {
    return new HelperWorth(sample, ASKER, NOW);
  }

  /** One that reports so much given, nothing to spare and so many links. */
  private static Candidate reporting(Box box, long given, int links) {
    Candidate made = box.made();
    StreamStats stats = new StreamStats("aa", given, 0, 0, links);
    return new Candidate(
        made.peer(), made.mode(), Optional.of(stats), made.joinedMillis(), made.told());
  }

  @Test
  void whoHasSentNothingIsNotTakenForOneWithNothingToSpare() {
    HelperWorth worth = among(Box.many(9, 4_000_000));
    Box young = Box.named("x").age(3).announces(8_000);
    assertEquals(
        worth.of(young.made()),
        worth.of(reporting(young, 0, 0)),
        "what it announces counts, as if it had not reported");
    assertTrue(worth.of(reporting(young, 1, 0)) < worth.of(reporting(young, 0, 0)) / 10);
    Box secret = Box.named("x").age(3);
    assertEquals(worth.of(secret.made()), worth.of(reporting(secret, 0, 0)));
  }

  @Test
  void whoHasSentNothingDoesNotLowerTheMedian() {
    List<Candidate> newcomers =
        List.of(
            reporting(Box.named("a").announces(16_000), 0, 0),
            reporting(Box.named("b").announces(16_000), 0, 0),
            reporting(Box.named("c").announces(16_000), 0, 0));
    HelperWorth worth = among(newcomers);
    Box box = Box.named("x");
    assertEquals(
        worth.of(box.spare(4_000_000).made()), worth.of(box.made()), "half of half of 16 Mbit/s");
  }

  @ParameterizedTest
  @CsvSource({
    "6000, 4, 0, LEECH, 0.02",
    "5999, 4, 0, LEECH, 1",
    "6000, 3, 0, LEECH, 1",
    "6000, 4, 1, LEECH, 1",
    "6000, 4, 0, SEEDER, 1"
  })
  void whoHasBeenAskedAndGivesNothingIsWorthAFiftieth(
      long millis, int links, long given, PeerMode mode, double share) {
    HelperWorth worth = among(Box.many(9, 1_000_000));
    Candidate made = Box.named("x").made();
    Candidate plain = new Candidate(made.peer(), mode, stats(1, links), NOW - millis, made.told());
    Candidate one =
        new Candidate(made.peer(), mode, stats(given, links), NOW - millis, made.told());
    // Without an announced rate, a report of nothing to spare says nothing.
    assertEquals(share, worth.of(one) / worth.of(plain), 1e-9);
  }

  private static Optional<StreamStats> stats(long given, int links) {
    return Optional.of(new StreamStats("aa", given, 0, 0, links));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1000000", // all are busy: still worth a try
    "500000, 1000000",
    "2000000, 1000000",
    "2000002, 1000001", // half of what is usual
    "6000000, 3000000"
  })
  void ofWhomNothingIsKnownHalfTheUsualIsExpectedAndAMegabitAtLeast(long usual, long expected) {
    HelperWorth worth = among(Box.many(9, usual));
    Box box = Box.named("x");
    assertEquals(worth.of(box.spare(expected).made()), worth.of(box.made()));
  }

  @Test
  void whereNobodySaysAnythingTwoMegabitsAreExpected() {
    Box box = Box.named("x");
    HelperWorth worth = among(List.of(box.made()));
    assertEquals(worth.of(box.spare(2_000_000).made()), worth.of(box.made()));
  }
}
