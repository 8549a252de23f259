package tv.martlet.tracker;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The tracker's memory and its rules, without I/O, thread or clock: a request and the time go in, a
 * response comes out. Its size is bounded by {@link StoreLimits}. Not safe for several threads.
 */
public final class SwarmStore {
  private final StorePolicy policy;
  private final RandomGenerator random;
  private final Registry registry;

  /** The tracker's own state (RFC 7846 §2.3, Figure 4); its TERMINATED lasts no time. */
  public enum State {
    INIT,
    STARTED
  }

  public SwarmStore(StoreLimits limits, StorePolicy policy, RandomGenerator random) {
    this.policy = policy;
    this.random = random;
    registry = new Registry(limits);
  }

  /**
   * Carries out one request.
   *
   * @param nowMillis a time that never goes back, in milliseconds
   */
  public Response handle(Request request, Source source, long nowMillis) {
    expire(nowMillis);
    PeerEntry entry = registry.peer(request.peerId());
    // RFC 7846 §2.3.2 (B): a peer ID that is not this requester's is an invalid one.
    if (entry != null && !entry.ownedBy(source)) {
      return Response.failed(ErrorCode.FORBIDDEN_ACTION, request.transactionId());
    }
    if (request instanceof Request.Connect connect) {
      return entry == null
          ? start(connect, source, nowMillis)
          : again(entry, connect, source, nowMillis);
    }
    // RFC 7846 §2.3.2 (B): FIND and STAT_REPORT of a peer that is not registered.
    if (entry == null) {
      return Response.failed(ErrorCode.FORBIDDEN_ACTION, request.transactionId());
    }
    return request instanceof Request.Find find
        ? find(entry, find, source, nowMillis)
        : report(entry, (Request.StatReport) request, nowMillis);
  }

  /** Forgets the peers whose timers have run out; how many those were. */
  public int expire(long nowMillis) {
    return registry.expire(nowMillis);
  }

  private Response start(Request.Connect connect, Source source, long now) {
    PeerEntry.Replay asked = PeerEntry.Replay.of(connect);
    if (registry.leftWith(connect.peerId(), asked)) {
      return repeatedLeave(connect);
    }
    PeerEntry entry = new PeerEntry(connect.peerId(), source);
    if (ActionRules.judge(entry.state(), Set.of(), connect.actions()) != ActionRules.VALID) {
      return Response.failed(ErrorCode.FORBIDDEN_ACTION, connect.transactionId());
    }
    if (!registry.roomFor(entry)) {
      return Response.failed(ErrorCode.SERVICE_UNAVAILABLE, connect.transactionId());
    }
    entry.register(now, policy);
    registry.add(entry);
    entry.describe(connect, source);
    List<Response.SwarmResult> results = firstActs(entry, connect, now);
    if (results.stream().noneMatch(Response.SwarmResult::successful)) {
      // RFC 7846 §2.3.2 (A): only invalid actions: the registration is deleted.
      registry.remove(entry);
      return Response.failed(refusal(connect), connect.transactionId());
    }
    entry.track(now, policy);
    entry.remember(asked);
    return ok(connect, own(entry, connect, source), results);
  }

  /** A fault in here (error 04) must not leave a half-registered peer behind. */
  private List<Response.SwarmResult> firstActs(PeerEntry entry, Request.Connect connect, long now) {
    try {
      return act(entry, connect, now);
    } catch (RuntimeException e) {
      registry.remove(entry);
      throw e;
    }
  }

  private Response again(PeerEntry entry, Request.Connect connect, Source source, long now) {
    PeerEntry.Replay asked = PeerEntry.Replay.of(connect);
    // RFC 7846 §4.3: be prepared to receive a request with a repeated transaction_id.
    if (entry.did(asked)) {
      touch(entry, now);
      return ok(connect, own(entry, connect, source), repeat(entry, connect, now));
    }
    switch (ActionRules.judge(entry.state(), entry.memberships.keySet(), connect.actions())) {
      case TERMINATES -> {
        registry.remove(entry);
        return Response.failed(ErrorCode.FORBIDDEN_ACTION, connect.transactionId());
      }
      case REFUSED -> {
        return Response.failed(ErrorCode.FORBIDDEN_ACTION, connect.transactionId());
      }
      case VALID -> entry.describe(connect, source);
    }
    List<Response.SwarmResult> results = act(entry, connect, now);
    if (results.stream().noneMatch(Response.SwarmResult::successful)) {
      return Response.failed(refusal(connect), connect.transactionId());
    }
    entry.remember(asked);
    touch(entry, now);
    Optional<PeerAddress> own = own(entry, connect, source);
    if (entry.memberships.isEmpty()) {
      // RFC 7846 Table 6: who has left its last swarm is done.
      registry.removeLeaver(entry, asked);
    }
    return ok(connect, own, results);
  }

  private void touch(PeerEntry entry, long now) {
    entry.touch(now, policy);
    registry.touched(entry);
  }

  /** Leaves come first: they make room for the joins of the same request. */
  private List<Response.SwarmResult> act(PeerEntry entry, Request.Connect connect, long now) {
    List<Boolean> left = new ArrayList<>();
    for (SwarmAction action : connect.actions()) {
      left.add(action.action() == Action.LEAVE && leave(entry, action));
    }
    List<Response.SwarmResult> results = new ArrayList<>();
    for (int i = 0; i < connect.actions().size(); i++) {
      SwarmAction action = connect.actions().get(i);
      results.add(
          action.action() == Action.JOIN
              ? join(entry, connect, action, now)
              : new Response.SwarmResult(action.swarmId(), left.get(i), Optional.empty()));
    }
    return results;
  }

  private boolean leave(PeerEntry entry, SwarmAction action) {
    Membership membership = entry.memberships.get(MessageParts.key(action.swarmId()));
    if (membership != null) {
      registry.leave(membership);
    }
    return membership != null;
  }

  private Response.SwarmResult join(
      PeerEntry entry, Request.Connect connect, SwarmAction action, long now) {
    Membership membership = admitted(action) ? registry.join(entry, action, now) : null;
    return new Response.SwarmResult(
        action.swarmId(),
        membership != null,
        // RFC 7846 §3.3.4: no peer group where the result is 1.
        membership == null ? Optional.empty() : listFor(membership, connect, now));
  }

  private boolean admitted(SwarmAction action) {
    return policy.swarms().test(MessageParts.key(action.swarmId()));
  }

  /** Why every action failed: the swarms are not served here, or there is no room. */
  private ErrorCode refusal(Request.Connect connect) {
    return connect.actions().stream().anyMatch(this::admitted)
        ? ErrorCode.SERVICE_UNAVAILABLE
        : ErrorCode.FORBIDDEN_ACTION;
  }

  /** RFC 7846 §4.1.1: a list for a LEECH, and for a SEEDER that sends a peer_num. */
  private Optional<List<Response.PeerInfo>> listFor(
      Membership member, Request.Connect connect, long now) {
    if (member.mode() == PeerMode.SEEDER && connect.peerNum().isEmpty()) {
      return Optional.empty();
    }
    int share = Math.max(1, StoreLimits.PEERS_LISTED_TOTAL / connect.actions().size());
    List<Response.PeerInfo> list = list(member, connect.peerNum(), share, now);
    return list.isEmpty() ? Optional.empty() : Optional.of(list);
  }

  private List<Response.PeerInfo> list(
      Membership member, Optional<PeerNum> peerNum, int most, long now) {
    int count = peerNum.map(PeerNum::count).orElse(OptionalInt.empty()).orElse(most);
    int wanted = Math.min(count, Math.min(most, StoreLimits.PEERS_LISTED));
    return member.swarm().list(member, wanted, new Swarm.Choosing(policy.ranking(), random, now));
  }

  private List<Response.SwarmResult> repeat(PeerEntry entry, Request.Connect connect, long now) {
    List<Response.SwarmResult> results = new ArrayList<>();
    for (SwarmAction action : connect.actions()) {
      Membership member = entry.memberships.get(MessageParts.key(action.swarmId()));
      boolean joined = action.action() == Action.JOIN && member != null;
      results.add(
          new Response.SwarmResult(
              action.swarmId(),
              joined || (action.action() == Action.LEAVE && member == null),
              joined ? listFor(member, connect, now) : Optional.empty()));
    }
    return results;
  }

  private Response repeatedLeave(Request.Connect connect) {
    List<Response.SwarmResult> results =
        connect.actions().stream()
            .map(
                action ->
                    new Response.SwarmResult(
                        action.swarmId(), action.action() == Action.LEAVE, Optional.empty()))
            .toList();
    return ok(connect, Optional.empty(), results);
  }

  private Response find(PeerEntry entry, Request.Find find, Source source, long now) {
    Membership member = entry.memberships.get(MessageParts.key(find.swarmId()));
    if (member == null) {
      // RFC 7846 §2.3.2 (C): an invalid swarm ID; the track timer runs on.
      return Response.failed(ErrorCode.FORBIDDEN_ACTION, find.transactionId());
    }
    entry.describe(find.peerNum());
    touch(entry, now);
    List<Response.PeerInfo> list = list(member, find.peerNum(), StoreLimits.PEERS_LISTED, now);
    // RFC 7846 §4.1.2: the response MUST include a peer_group, were it an empty one.
    return ok(
        find,
        Optional.of(reflexive(entry, source)),
        List.of(new Response.SwarmResult(find.swarmId(), true, Optional.of(list))));
  }

  private Response report(PeerEntry entry, Request.StatReport report, long now) {
    List<Response.SwarmResult> results = new ArrayList<>();
    for (StreamStats stats : report.stats()) {
      Membership member = entry.memberships.get(MessageParts.key(stats.swarmId()));
      if (member != null) {
        member.report(stats);
      }
      results.add(new Response.SwarmResult(stats.swarmId(), member != null, Optional.empty()));
    }
    if (!results.isEmpty() && results.stream().noneMatch(Response.SwarmResult::successful)) {
      // RFC 7846 §2.3.2 (C): an invalid swarm ID; the track timer runs on.
      return Response.failed(ErrorCode.FORBIDDEN_ACTION, report.transactionId());
    }
    touch(entry, now);
    return ok(report, Optional.empty(), results);
  }

  /** RFC 7846 §4.1.1: no peer_addr for a peer that gathers its candidates by STUN or TURN. */
  private static Optional<PeerAddress> own(
      PeerEntry entry, Request.Connect connect, Source source) {
    boolean gathers = connect.addresses().stream().anyMatch(one -> one.type() != AddressType.HOST);
    return gathers ? Optional.empty() : Optional.of(reflexive(entry, source));
  }

  private static PeerAddress reflexive(PeerEntry entry, Source source) {
    InetAddress ip = Reach.plain(source.socket().getAddress());
    int port =
        entry.addresses().stream()
            .filter(one -> one.ip().equals(ip))
            .mapToInt(PeerAddress::port)
            .findFirst()
            .orElse(source.socket().getPort());
    return new PeerAddress(
        new InetSocketAddress(ip, port), 1, AddressType.REFLEXIVE, PeerAddress.Note.NONE);
  }

  private Response ok(
      Request request, Optional<PeerAddress> own, List<Response.SwarmResult> results) {
    return new Response(
        ErrorCode.NO_ERROR,
        request.transactionId(),
        own,
        results,
        OptionalInt.of((int) policy.reportInterval().toSeconds()));
  }

  public State state() {
    return registry.peerCount() == 0 ? State.INIT : State.STARTED;
  }

  /** The state of a peer ID; START for one that is not registered. */
  public PeerState stateOf(String peerId) {
    PeerEntry entry = registry.peer(peerId);
    return entry == null ? PeerState.START : entry.state();
  }

  public int peers() {
    return registry.peerCount();
  }

  public int swarms() {
    return registry.swarms().size();
  }

  public int memberships() {
    return registry.membershipCount();
  }

  /** Members of the fullest swarm. */
  public int largestSwarm() {
    return registry.swarms().stream().mapToInt(Swarm::size).max().orElse(0);
  }

  int remembered() {
    return registry.leftCount();
  }
}
