package tv.martlet.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tv.martlet.tracker.Samples.HOME;
import static tv.martlet.tracker.Samples.connect;
import static tv.martlet.tracker.Samples.find;
import static tv.martlet.tracker.Samples.join;
import static tv.martlet.tracker.Samples.leave;
import static tv.martlet.tracker.Samples.leech;
import static tv.martlet.tracker.Samples.peers;
import static tv.martlet.tracker.Samples.report;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SwarmStoreTest {
  private static final long TRACK = StorePolicy.DEFAULT.trackTimer().toMillis();
  private final SwarmStore store = Samples.store();
  private int transactions;

  private Response act(String peer, SwarmAction... actions) {
    return store.handle(connect("t" + transactions++, peer, actions), HOME, 0);
  }

  /** Table 6 of RFC 7846 §4.1.1, each row, and the rows that it leaves open. */
  static Stream<Arguments> table6() {
    SwarmAction leechJoin = join("aa", PeerMode.LEECH);
    SwarmAction leechLeave = leave("bb");
    SwarmAction seederLeave = new SwarmAction("bb", Action.LEAVE, PeerMode.SEEDER);
    List<SwarmAction> seeders = List.of(join("aa", PeerMode.SEEDER), join("cc", PeerMode.SEEDER));
    PeerState start = PeerState.START;
    PeerState tracking = PeerState.TRACKING;
    return Stream.of(
        Arguments.of(start, List.of(leechJoin), tracking, ErrorCode.NO_ERROR),
        Arguments.of(start, List.of(leechLeave), start, ErrorCode.FORBIDDEN_ACTION),
        Arguments.of(tracking, List.of(leechLeave), start, ErrorCode.NO_ERROR),
        Arguments.of(start, List.of(leechJoin, leechLeave), start, ErrorCode.FORBIDDEN_ACTION),
        Arguments.of(tracking, List.of(leechJoin, leechLeave), tracking, ErrorCode.NO_ERROR),
        Arguments.of(start, seeders, tracking, ErrorCode.NO_ERROR),
        Arguments.of(tracking, seeders, start, ErrorCode.FORBIDDEN_ACTION),
        Arguments.of(tracking, List.of(seederLeave), start, ErrorCode.NO_ERROR),
        // beyond the table
        Arguments.of(tracking, List.of(leechJoin), tracking, ErrorCode.NO_ERROR),
        Arguments.of(tracking, List.of(leave("dd")), tracking, ErrorCode.FORBIDDEN_ACTION),
        Arguments.of(tracking, List.of(leechJoin, leave("dd")), tracking, ErrorCode.NO_ERROR));
  }

  @ParameterizedTest
  @MethodSource("table6")
  void table6(PeerState from, List<SwarmAction> actions, PeerState then, ErrorCode error) {
    if (from == PeerState.TRACKING) {
      act("p", join("bb", PeerMode.LEECH));
    }
    assertEquals(from, store.stateOf("p"));
    assertEquals(error, act("p", actions.toArray(SwarmAction[]::new)).error());
    assertEquals(then, store.stateOf("p"));
  }

  @Test
  void theTrackerStartsWithItsFirstPeerAndEndsWithItsLast() {
    assertEquals(SwarmStore.State.INIT, store.state());
    act("p", join("aa", PeerMode.LEECH));
    assertEquals(SwarmStore.State.STARTED, store.state());
    act("p", leave("aa"));
    assertEquals(SwarmStore.State.INIT, store.state());
  }

  @Test
  void theTimersBelongToTheStates() {
    StorePolicy policy = StorePolicy.DEFAULT;
    PeerEntry entry = new PeerEntry("p", HOME);
    assertEquals(PeerState.START, entry.state());
    assertThrows(IllegalStateException.class, () -> entry.track(0, policy));
    entry.register(0, policy);
    assertEquals(PeerState.PEER_REGISTERED, entry.state());
    assertFalse(entry.due(policy.initTimer().toMillis() - 1));
    assertTrue(entry.due(policy.initTimer().toMillis()), "the init timer");
    assertThrows(IllegalStateException.class, () -> entry.touch(0, policy));
    entry.track(0, policy);
    assertFalse(entry.due(TRACK - 1));
    assertTrue(entry.due(TRACK), "the track timer");
    entry.touch(5, policy);
    assertFalse(entry.due(TRACK));
    entry.terminate();
    assertThrows(IllegalStateException.class, () -> entry.touch(0, policy));
  }

  @Test
  void aPeerThatIsStillWaitingForItsFirstActionExpires() {
    Registry registry = new Registry(StoreLimits.DEFAULT);
    PeerEntry entry = new PeerEntry("p", HOME);
    entry.register(0, StorePolicy.DEFAULT);
    registry.add(entry);
    assertEquals(0, registry.expire(9_999));
    assertEquals(1, registry.expire(10_000));
    assertEquals(PeerState.TERMINATE, entry.state());
  }

  @Test
  void eachGoodRequestResetsTheTrackTimer() {
    for (Request request :
        List.of(
            report("r", "p"),
            report("s", "p", "aa"),
            find("f", "p", "aa"),
            leech("j", "p", "bb"))) {
      SwarmStore fresh = Samples.store();
      fresh.handle(leech("c", "p", "aa"), HOME, 0);
      assertEquals(ErrorCode.NO_ERROR, fresh.handle(request, HOME, 1000).error());
      assertEquals(0, fresh.expire(TRACK + 999));
      assertEquals(1, fresh.expire(TRACK + 1000));
      assertEquals(0, fresh.peers() + fresh.swarms() + fresh.memberships());
    }
  }

  @Test
  void aBadRequestDoesNotResetTheTrackTimer() {
    store.handle(leech("c", "p", "aa"), HOME, 0);
    for (Request request :
        List.of(report("r", "p", "ee"), find("f", "p", "ee"), connect("l", "p", leave("ee")))) {
      assertEquals(ErrorCode.FORBIDDEN_ACTION, store.handle(request, HOME, 1000).error());
    }
    assertEquals(1, store.expire(TRACK));
  }

  @Test
  void whoIsNotRegisteredIsForbidden() {
    assertEquals(
        Response.failed(ErrorCode.FORBIDDEN_ACTION, "f"),
        store.handle(find("f", "p", "aa"), HOME, 0));
    assertEquals(
        Response.failed(ErrorCode.FORBIDDEN_ACTION, "s"), store.handle(report("s", "p"), HOME, 0));
  }

  @Test
  void seedersAndLeechersAreMixedAndTheAskerIsLeftOut() {
    act("seed", join("aa", PeerMode.SEEDER), join("bb", PeerMode.SEEDER));
    act("one", join("aa", PeerMode.LEECH));
    Response two = act("two", join("AA", PeerMode.LEECH), join("bb", PeerMode.LEECH));
    assertEquals(List.of("one", "seed"), peers(two, 0));
    assertEquals("AA", two.results().get(0).swarmId(), "as it was asked");
    assertEquals(List.of("seed"), peers(two, 1));
    Response found = store.handle(find("f", "one", "aa"), HOME, 0);
    assertEquals(List.of("seed", "two"), peers(found, 0));
  }

  @Test
  void aSeederIsToldOfPeersOnlyIfItAsks() {
    act("one", join("aa", PeerMode.LEECH));
    assertEquals(Optional.empty(), act("s", join("aa", PeerMode.SEEDER)).results().get(0).peers());
    Request.Connect asks =
        new Request.Connect(
            "t",
            "s2",
            Optional.of(PeerNum.atMost(5)),
            List.of(),
            List.of(join("aa", PeerMode.SEEDER)));
    assertEquals(List.of("one", "s"), peers(store.handle(asks, HOME, 0), 0));
  }

  @Test
  void aFindOfALonelyPeerHasAnEmptyPeerGroup() {
    act("p", join("aa", PeerMode.LEECH));
    Response found = store.handle(find("f", "p", "aa"), HOME, 0);
    assertEquals(Optional.of(List.of()), found.results().get(0).peers());
  }

  @Test
  void noMoreThanPeerCountAndNeverThirty() {
    for (int i = 0; i < 60; i++) {
      act("p" + i, join("aa", PeerMode.LEECH));
    }
    assertEquals(29, peers(store.handle(find("f", "p0", "aa"), HOME, 0), 0).size());
    for (int count : new int[] {0, 1, 5, 29, 30, Integer.MAX_VALUE}) {
      Request.Find asks = new Request.Find("f", "p0", "aa", Optional.of(PeerNum.atMost(count)));
      List<String> listed = peers(store.handle(asks, HOME, 0), 0);
      assertEquals(Math.min(29, count), listed.size());
      assertEquals(listed.stream().distinct().toList(), listed);
      assertFalse(listed.contains("p0"));
    }
  }

  @Test
  void theListsOfOneResponseAreBoundedTogether() {
    List<SwarmAction> all = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      all.add(join(String.format("%04x", i), PeerMode.LEECH));
    }
    for (int i = 0; i < 20; i++) {
      act("p" + i, all.toArray(SwarmAction[]::new));
    }
    Response last = act("last", all.toArray(SwarmAction[]::new));
    int listed =
        last.results().stream().mapToInt(result -> result.peers().orElse(List.of()).size()).sum();
    assertEquals(64 * (StoreLimits.PEERS_LISTED_TOTAL / 64), listed);
  }

  @Test
  void aRepeatedTransactionIsAnsweredAgainAndNotDoneAgain() {
    Request.Connect seeds = connect("same", "s", join("aa", PeerMode.SEEDER));
    Response first = store.handle(seeds, HOME, 0);
    assertEquals(first, store.handle(seeds, HOME, 1));
    assertEquals(1, store.peers());
    Request.Connect leaves = connect("bye", "s", leave("aa"));
    assertEquals(ErrorCode.NO_ERROR, store.handle(leaves, HOME, 2).error());
    Response again = store.handle(leaves, HOME, 3);
    assertEquals(ErrorCode.NO_ERROR, again.error());
    assertTrue(again.results().get(0).successful());
    assertEquals(0, store.peers());
  }

  @Test
  void aTransactionIdWithAnotherContentIsAnotherRequest() {
    assertEquals(ErrorCode.NO_ERROR, store.handle(leech("12345", "p", "aa"), HOME, 0).error());
    Request.Connect moves = connect("12345", "p", leave("aa"), join("bb", PeerMode.LEECH));
    assertEquals(ErrorCode.NO_ERROR, store.handle(moves, HOME, 0).error());
    assertEquals(ErrorCode.NO_ERROR, store.handle(find("12345", "p", "bb"), HOME, 0).error());
  }

  @Test
  void whoWasForgottenRegistersByTheVerySameRequest() {
    Request.Connect joins = leech("12345", "p", "aa");
    store.handle(joins, HOME, 0);
    store.expire(TRACK);
    assertEquals(ErrorCode.NO_ERROR, store.handle(joins, HOME, TRACK).error());
    assertEquals(PeerState.TRACKING, store.stateOf("p"));
  }

  @Test
  void nobodySpeaksForAnotherSite() {
    act("p", join("aa", PeerMode.LEECH));
    Source stranger = Samples.source("203.0.113.9");
    for (Request request :
        List.of(connect("x", "p", leave("aa")), find("x", "p", "aa"), report("x", "p"))) {
      assertEquals(ErrorCode.FORBIDDEN_ACTION, store.handle(request, stranger, 0).error());
    }
    assertEquals(PeerState.TRACKING, store.stateOf("p"));
  }

  @Test
  void aPeerMayComeByAnAddressThatItAnnounced() {
    Request.Connect both =
        new Request.Connect(
            "t",
            "p",
            Optional.empty(),
            List.of(PeerAddress.host(new InetSocketAddress("2001:db8::7", 6778))),
            List.of(join("aa", PeerMode.LEECH)));
    store.handle(both, HOME, 0);
    assertEquals(
        ErrorCode.NO_ERROR,
        store.handle(report("r", "p"), Samples.source("2001:db8::7"), 0).error());
  }

  @Test
  void aNamedPeerIsBoundToItsName() {
    InetSocketAddress here = HOME.socket();
    store.handle(leech("t", "p", "aa"), new Source(here, "user:ann"), 0);
    Request.StatReport report = report("r", "p");
    assertEquals(
        ErrorCode.FORBIDDEN_ACTION, store.handle(report, new Source(here, "user:bob"), 0).error());
    Source elsewhere = new Source(new InetSocketAddress("203.0.113.9", 1), "user:ann");
    assertEquals(ErrorCode.NO_ERROR, store.handle(report, elsewhere, 0).error());
  }

  @Test
  void aSwarmThatIsNotServedIsForbidden() {
    StorePolicy some =
        new StorePolicy(
            StorePolicy.DEFAULT.initTimer(),
            StorePolicy.DEFAULT.trackTimer(),
            StorePolicy.DEFAULT.reportInterval(),
            "aa"::equals,
            PeerRanking.random());
    SwarmStore choosy = new SwarmStore(StoreLimits.DEFAULT, some, new Random(7));
    assertEquals(ErrorCode.FORBIDDEN_ACTION, choosy.handle(leech("t", "p", "bb"), HOME, 0).error());
    assertEquals(PeerState.START, choosy.stateOf("p"));
    Response mixed =
        choosy.handle(
            connect("u", "p", join("AA", PeerMode.LEECH), join("bb", PeerMode.LEECH)), HOME, 0);
    assertEquals(ErrorCode.NO_ERROR, mixed.error());
    assertTrue(mixed.results().get(0).successful());
    assertFalse(mixed.results().get(1).successful());
    assertEquals(Optional.empty(), mixed.results().get(1).peers());
  }

  @Test
  void aRankingSeesWhatPeersSaid() {
    List<Candidate> seen = new ArrayList<>();
    PeerRanking spy =
        (candidates, asker, wanted, now) -> {
          seen.addAll(candidates);
          seen.add(asker);
          return candidates;
        };
    StorePolicy policy = StorePolicy.DEFAULT;
    SwarmStore spied =
        new SwarmStore(
            StoreLimits.DEFAULT,
            new StorePolicy(
                policy.initTimer(), policy.trackTimer(), policy.reportInterval(), id -> true, spy),
            new Random(7));
    PeerNum self =
        new PeerNum(
            OptionalInt.of(3),
            Optional.of(NatAbility.TURN),
            OptionalInt.of(4),
            OptionalInt.of(5),
            OptionalInt.of(6));
    Request.Connect one = leech("t", "one", "aa");
    spied.handle(
        new Request.Connect("t", "one", Optional.of(self), one.addresses(), one.actions()),
        HOME,
        9);
    spied.handle(report("r", "one", "AA"), HOME, 10);
    spied.handle(leech("t", "two", "aa"), HOME, 11);
    spied.handle(find("f", "two", "aa"), HOME, 12);
    Candidate candidate = seen.get(0);
    assertEquals("one", candidate.peer().peerId());
    assertEquals(Optional.of(self), candidate.peer().self());
    assertEquals(new StreamStats("aa", 1, 2, 3, 4), candidate.stats().orElseThrow());
    assertEquals(9, candidate.joinedMillis());
    assertEquals(0, candidate.told());
    assertEquals("two", seen.get(1).peer().peerId());
    assertEquals(1, seen.get(2).told(), "told once by now");
  }

  @Test
  void reportsAnswerSwarmBySwarm() {
    act("p", join("aa", PeerMode.LEECH));
    Response mixed = store.handle(report("r", "p", "aa", "bb"), HOME, 0);
    assertEquals(ErrorCode.NO_ERROR, mixed.error());
    assertEquals(
        List.of(true, false),
        mixed.results().stream().map(Response.SwarmResult::successful).toList());
    assertEquals(60, mixed.trackInterval().orElseThrow());
  }
}
