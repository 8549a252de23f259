package tv.martlet.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tv.martlet.tracker.Box.NOW;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelperRankingTest {
  private static final Candidate ASKER = Box.named("asker").at("203.0.113.9", "203.0.113.9").made();
  private final HelperRanking ranking = new HelperRanking(new Random(5));

  private List<Candidate> pick(List<Candidate> from, Candidate asker, int wanted) {
    List<Candidate> list = ranking.pick(List.copyOf(from), asker, wanted, NOW);
    assertTrue(list.size() <= wanted, "no more than wanted");
    assertEquals(list.size(), new HashSet<>(list).size(), "nobody twice");
    assertTrue(from.containsAll(list), "nobody else");
    return list;
  }

  private static List<String> ids(List<Candidate> list) {
    return list.stream().map(one -> one.peer().peerId()).toList();
  }

  static Stream<Arguments> pairs() {
    Box box = Box.named("x").spare(4_000_000).links(6);
    Box open = box.at("198.51.100.1", "198.51.100.1");
    return Stream.of(
        Arguments.of("spare upload", box.spare(5_000_000), box.spare(4_000_000)),
        Arguments.of("unknown is modest", box, box.spare(-1).links(6)),
        Arguments.of("unknown is not nothing", box.spare(-1), box.announces(9_000).spare(0)),
        Arguments.of(
            "announced rate", box.spare(-1).announces(9_000), box.spare(-1).announces(5_000)),
        Arguments.of("spare within announced", box.announces(4_000), box.announces(2_000)),
        Arguments.of("links", box.announces(4_000).links(6), box.announces(4_000).links(20)),
        Arguments.of(
            "carries more", box.announces(16_000).links(30), box.announces(4_000).links(30)),
        Arguments.of("time here", box.age(50), box.age(20)),
        Arguments.of("time online", box.age(1).online(60), box.age(1).online(2)),
        Arguments.of("told less", box.told(2), box.told(5)),
        Arguments.of("one /24", box.at("203.0.113.80"), box.at("203.0.77.80")),
        Arguments.of("one /16", box.at("203.0.77.80"), box.at("203.7.77.80")),
        Arguments.of("open", open, box.at("198.51.100.1", "192.168.1.7")),
        Arguments.of("says it is open", box.nat(NatAbility.NO_NAT), box),
        Arguments.of("unknown before STUN", box, box.nat(NatAbility.STUN)),
        Arguments.of("STUN before TURN", box.nat(NatAbility.STUN), box.nat(NatAbility.TURN)));
  }

  /** Each criterion alone: two peers that differ in one thing, in either order, many times. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("pairs")
  void theBetterOfTwoStandsFirst(String criterion, Box better, Box worse) {
    for (int i = 0; i < 50; i++) {
      // Some others, so that the median is not that of the pair.
      List<Candidate> all = new ArrayList<>(Box.many(9, 1_000_000));
      all.add(new Random(i).nextInt(all.size()), better.made());
      all.add(new Random(i).nextInt(all.size()), worse.made());
      List<Candidate> list = pick(all, ASKER, 100);
      // The last quarter is random; with places for all, nobody is in it.
      assertTrue(list.indexOf(better.made()) < list.indexOf(worse.made()), criterion);
    }
  }

  @Test
  void settledIsSettled() {
    HelperWorth worth = new HelperWorth(List.of(), ASKER, NOW);
    Box box = Box.named("x");
    assertEquals(worth.of(box.age(60).made()), worth.of(box.age(100_000).made()));
    assertEquals(
        worth.of(box.age(60).made()), worth.of(box.age(60).online(Integer.MAX_VALUE).made()));
    assertTrue(
        worth.of(box.age(0).online(Integer.MAX_VALUE).made()) < worth.of(box.age(30).made()),
        "what it says counts less than what was seen");
    assertEquals(worth.of(box.age(0).seeder().made()), worth.of(box.made()), "a seeder has it all");
    assertEquals(worth.of(box.age(0).made()), worth.of(box.age(-50).made()), "from the future");
  }

  @Test
  void locationInIpv6() {
    Candidate asker = Box.named("asker").at("2001:db8:7:1::9", "2001:db8:7:1::9").made();
    HelperWorth worth = new HelperWorth(List.of(), asker, NOW);
    double near = worth.of(Box.named("x").at("2001:db8:7:ffff::1").made());
    double region = worth.of(Box.named("x").at("2001:db8:8::1").made());
    double far = worth.of(Box.named("x").at("2a00:db8:8::1").made());
    double other = worth.of(Box.named("x").at("198.51.100.1").made());
    assertEquals(Nearness.NETWORK.factor, near / far, 1e-9);
    assertEquals(Nearness.REGION.factor, region / far, 1e-9);
    assertEquals(far, other, 1e-9);
  }

  @Test
  void whoSharesALanStandsFirst() {
    Candidate asker =
        Box.named("asker").at("203.0.113.9", "192.168.1.5").nat(NatAbility.TURN).made();
    Candidate home = Box.named("home").at("203.0.113.9", "192.168.1.7").nat(NatAbility.TURN).made();
    Candidate building = Box.named("building").at("203.0.113.8", "203.0.113.8").made();
    Candidate alike = Box.named("alike").at("198.51.100.1", "192.168.1.7").made();
    assertEquals(
        List.of("home", "building", "alike"),
        ids(pick(List.of(alike, building, home), asker, 3)),
        "symmetric translation is none inside; equal private addresses elsewhere are no LAN");
    HelperWorth inside =
        new HelperWorth(List.of(), Box.named("asker").at("10.1.1.1", "10.1.1.1").made(), NOW);
    assertEquals(
        Nearness.LAN.factor,
        inside.of(Box.named("x").at("10.1.9.1", "10.1.9.1").made())
            / inside.of(Box.named("x").at("10.9.9.1", "10.9.9.1").made()),
        1e-9,
        "a provider's customers are no LAN");
  }

  @Test
  void nobodyIsANeighbourByItsWordAlone() {
    Candidate liar = Box.named("x").at("198.51.100.1", "203.0.113.10", "192.168.1.5").made();
    assertEquals(Nearness.FAR, new Place(ASKER.peer()).of(liar.peer()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TURN TURN", "TURN STUN", "STUN TURN"})
  void pairsThatCannotMeetAreNotTold(String pair) {
    NatAbility one = NatAbility.valueOf(pair.split(" ", -1)[0]);
    NatAbility other = NatAbility.valueOf(pair.split(" ", -1)[1]);
    Candidate asker = Box.named("asker").nat(one).made();
    List<Candidate> all = new ArrayList<>(Box.many(20, 1_000_000));
    for (int i = 0; i < 20; i++) {
      all.add(Box.named("n" + i).spare(50_000_000).nat(other).made());
    }
    List<Candidate> list = pick(all, asker, 29);
    assertEquals(20, list.size(), "not even where places stay empty");
    assertFalse(list.stream().anyMatch(c -> c.peer().peerId().startsWith("n")));
  }

  @Test
  void aTranslatedAskerGetsMostlyOpenPeers() {
    Candidate asker = Box.named("asker").nat(NatAbility.STUN).made();
    List<Candidate> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      all.add(Box.named("o" + i).spare(2_000_000).nat(NatAbility.NO_NAT).made());
      all.add(Box.named("n" + i).spare(4_000_000).nat(NatAbility.STUN).made());
    }
    long open =
        pick(all, asker, 20).stream().filter(c -> c.peer().peerId().startsWith("o")).count();
    assertTrue(open >= 15, open + " of 20");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 6, 8, 20, 29})
  void aQuarterOfTheListIsStrangers(int wanted) {
    int best = wanted < 4 ? wanted : wanted - Math.round(wanted / 4f);
    List<Candidate> all = new ArrayList<>();
    for (int i = 0; i < best; i++) {
      all.add(Box.named("best" + i).spare(9_000_000).made());
    }
    all.addAll(Box.many(200, 1_000_000));
    Collections.shuffle(all, new Random(3));
    HashSet<String> strangers = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      List<String> list = ids(pick(all, ASKER, wanted));
      assertEquals(wanted, list.size());
      assertTrue(list.subList(0, best).stream().allMatch(id -> id.startsWith("best")), "first");
      strangers.addAll(list.subList(best, wanted));
    }
    int expected = (int) (200 * (1 - Math.pow(1 - (wanted - best) / 200.0, 100)));
    assertTrue(strangers.size() >= expected * 0.8, strangers.size() + " of " + expected);
  }

  /** A tracker in small: so many ask one after the other, each telling is counted. */
  private Map<String, Integer> tells(List<Box> boxes, int askers, int wanted) {
    int[] told = new int[boxes.size()];
    Map<String, Integer> index = new HashMap<>();
    for (int i = 0; i < told.length; i++) {
      index.put(boxes.get(i).id(), i);
    }
    for (int n = 0; n < askers; n++) {
      List<Candidate> all =
          new ArrayList<>(
              IntStream.range(0, told.length)
                  .mapToObj(i -> boxes.get(i).told(told[i]).made())
                  .toList());
      pick(all, ASKER, wanted).forEach(one -> told[index.get(one.peer().peerId())]++);
    }
    Map<String, Integer> result = new HashMap<>();
    index.forEach((id, i) -> result.put(id, told[i]));
    return result;
  }

  @Test
  void newcomersAreSpreadEvenlyOverEqualHelpers() {
    List<Box> boxes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      boxes.add(Box.named("p" + i).spare(3_000_000));
    }
    var tells = tells(boxes, 1000, 10).values();
    int least = Collections.min(tells);
    int most = Collections.max(tells);
    assertTrue(most - least <= 20, least + " to " + most + " for a mean of 100");
  }

  @Test
  void newcomersAreSpreadBySpareUpload() {
    List<Box> boxes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      boxes.add(Box.named("p" + i).spare(1_000_000L << (i % 4)));
    }
    double[] sums = new double[4];
    tells(boxes, 1000, 3)
        .forEach((id, told) -> sums[Integer.parseInt(id.substring(1)) % 4] += told / 5.0);
    for (int i = 1; i < 4; i++) {
      assertEquals(1 << i, sums[i] / sums[0], 0.35 * (1 << i), "times the tells of 1 Mbit/s");
    }
  }

  @Test
  void aLiarGainsNoMoreThanTwentyMedians() {
    List<Candidate> honest = Box.many(60, 2_000_000);
    for (long claim : new long[] {40_000_001, 1L << 40, Long.MAX_VALUE}) {
      Candidate liar = Box.named("liar").spare(claim).made();
      List<Candidate> all = new ArrayList<>(honest);
      all.add(liar);
      HelperWorth worth = new HelperWorth(all, ASKER, NOW);
      double fair = worth.of(Box.named("liar").spare(2_000_000).made());
      double gain = worth.of(liar) / fair;
      assertTrue(gain <= HelperWorth.CAP_MEDIANS * 1.2 && gain > 10, "gains " + gain);
    }
    Candidate alone = Box.named("liar").announces(Integer.MAX_VALUE).spare(Long.MAX_VALUE).made();
    HelperWorth worth = new HelperWorth(List.of(alone, Box.named("x").made()), ASKER, NOW);
    assertTrue(worth.of(alone) / worth.of(Box.named("x").made()) < 3, "the only one to say so");
  }

  @Test
  void tenLiarsDoNotDrawTheSwarm() {
    List<Box> boxes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      boxes.add(Box.named("p" + i).spare(i < 10 ? Long.MAX_VALUE : 2_000_000));
    }
    Map<String, Integer> tells = tells(boxes, 1000, 8);
    int lies = IntStream.range(0, 10).map(i -> tells.get("p" + i)).sum();
    assertTrue(lies < 8000 * 0.75, lies + " of 8000");
    assertTrue(Collections.min(tells.values()) > 5, "nobody starves");
  }

  @Test
  void nonsenseIsNoTrouble() {
    List<Candidate> all = new ArrayList<>();
    for (long odd : new long[] {Long.MIN_VALUE, -2, 0, Long.MAX_VALUE}) {
      int small = (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, odd));
      Candidate made =
          Box.named("odd" + odd).announces(small).links(small).online(small).told(small).made();
      all.add(
          new Candidate(
              made.peer(),
              made.mode(),
              java.util.Optional.of(new StreamStats("aa", odd, odd, odd, small)),
              odd,
              small));
    }
    all.addAll(Box.many(10, 0));
    assertEquals(14, pick(all, ASKER, 29).size());
  }

  @Test
  void aScarceSeederStandsInOneNewcomersListOfFour() {
    List<Candidate> all = new ArrayList<>(Box.many(30, 1_000_000));
    all.add(Box.named("injector").seeder().spare(90_000_000).made());
    Candidate newcomer = Box.named("asker").at("203.0.113.9", "203.0.113.9").age(1).made();
    int first = 0;
    for (int i = 0; i < 1000; i++) {
      int at = ids(pick(all, newcomer, 20)).indexOf("injector");
      assertTrue(at <= 0, "first or not at all");
      first += at == 0 ? 1 : 0;
    }
    assertTrue(first > 200 && first < 300, first + " of 1000");
    assertEquals(30, ids(pick(all, ASKER, 100)).lastIndexOf("injector") % 30 + 30);
  }

  @Test
  void neverTwoScarceSeedersWhileThereAreOthers() {
    List<Candidate> all = new ArrayList<>(Box.many(30, 1_000_000));
    for (int i = 0; i < 5; i++) {
      all.add(Box.named("s" + i).seeder().spare(90_000_000).made());
    }
    for (int i = 0; i < 100; i++) {
      assertTrue(
          pick(all, ASKER, 20).stream().filter(one -> one.mode() == PeerMode.SEEDER).count() <= 1);
    }
    List<Candidate> list = pick(all, ASKER, 34);
    assertEquals(PeerMode.SEEDER, list.get(33).mode(), "places that helpers leave");
  }

  @Test
  void manySeedersAreHelpersLikeOthers() {
    List<Candidate> all = new ArrayList<>(Box.many(30, 1_000_000));
    for (int i = 0; i < 20; i++) {
      all.add(Box.named("s" + i).seeder().spare(9_000_000).made());
    }
    List<Candidate> list = pick(all, ASKER, 20);
    assertTrue(list.subList(0, 15).stream().allMatch(one -> one.mode() == PeerMode.SEEDER));
    Candidate seeder = Box.named("asker").seeder().made();
    assertTrue(
        pick(all, seeder, 20).stream().noneMatch(one -> one.mode() == PeerMode.SEEDER),
        "they have nothing to give each other");
  }

  @Test
  void aTinySwarmIsAlwaysToldOfASeeder() {
    for (int others = 0; others < 7; others++) {
      List<Candidate> all = new ArrayList<>(Box.many(others, 50_000_000));
      all.add(Box.named("s").seeder().spare(1).made());
      for (int i = 0; i < 20; i++) {
        assertEquals("s", ids(pick(all, ASKER, 1)).get(0));
        assertEquals(others + 1, pick(all, ASKER, 29).size(), "wanted more than there are");
      }
    }
  }

  @Test
  void oneSeedGivesOneResult() {
    List<Candidate> all = new ArrayList<>(Box.many(100, 1_000_000));
    List<List<Candidate>> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      HelperRanking fresh = new HelperRanking(new Random(77));
      List<Candidate> lists = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        lists.addAll(fresh.pick(all, ASKER, 20, NOW));
      }
      runs.add(lists);
    }
    assertEquals(runs.get(0), runs.get(1));
    assertFalse(
        new HelperRanking(new Random(78))
            .pick(all, ASKER, 20, NOW)
            .equals(runs.get(0).subList(0, 20)));
  }

  @Test
  void whoSaysNothingIsRankedToo() {
    Candidate silent =
        new Candidate(
            new Candidate.Identity(
                "q", Box.ip("198.51.100.1"), List.of(), java.util.Optional.empty()),
            PeerMode.LEECH,
            java.util.Optional.empty(),
            NOW,
            0);
    assertEquals(List.of(silent), pick(List.of(silent), silent, 5));
    assertEquals(
        11,
        pick(Stream.concat(Stream.of(silent), Box.many(10, 9).stream()).toList(), silent, 29)
            .size());
  }

  @Test
  void tellingsFadeAway() {
    Tellings tellings = new Tellings();
    assertEquals(0, tellings.count(5));
    for (int i = 0; i < 8; i++) {
      tellings.add(1000);
    }
    assertEquals(8, tellings.count(1000));
    assertEquals(8, tellings.count(0), "a time before");
    assertEquals(4, tellings.count(1000 + Tellings.HALF_LIFE_MILLIS));
    assertEquals(0, tellings.count(Long.MAX_VALUE));
  }
}
