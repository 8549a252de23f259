package tv.martlet.tracker;

import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * This peer's registration at one tracker: brings what the tracker knows to what is wanted, one
 * request at a time, and keeps it there. Lives on the loop.
 *
 * <pre>
 *            wanted                 answered
 *   IDLE ------------> ASKING ------------------> IDLE, timer to the next report
 *                        ^  \  no valid answer
 *             time is up |   v
 *                       WAITING: longer each time
 * </pre>
 */
final class TrackerLink {
  /** So often one request is repeated before it is made anew. RFC 7846 §4.3. */
  private static final int MOST_REPEATS = 3;

  private static final long LEAST_INTERVAL_MILLIS = 1_000;

  private static final long FIRST_REPORT_MILLIS = 4_000;
  private static final long MOST_INTERVAL_MILLIS = 3_600_000;

  private final TrackerTarget target;
  private final Driver driver;
  private final ClientSettings settings;
  private final Owner owner;
  private final TrackerPost post;
  private final Backoff backoff;
  private final Map<String, PeerMode> wanted = new LinkedHashMap<>();
  private final Map<String, PeerMode> joined = new LinkedHashMap<>();
  private final Set<String> refused = new HashSet<>();
  private final Set<String> finds = new LinkedHashSet<>();
  private State state = State.IDLE;
  private ScheduledFuture<?> timer;
  private Request repeated;
  private int repeats;
  private long nextReport;
  private Optional<Boolean> up = Optional.empty();
  private Optional<InetAddress> reflexive = Optional.empty();
  private boolean leaving;

  private enum State {
    IDLE,
    ASKING,
    WAITING,
    CLOSED
  }

  /** The client, as its links see it. */
  interface Owner {
    String peerId();

    String transaction();

    StatSource stats();

    TrackerListener listener();

    /** The tracker went up or down. */
    void changed(TrackerLink link);

    /** Nothing is wanted of this tracker any more. */
    void finished(TrackerLink link);
  }

  TrackerLink(
      TrackerTarget target, Driver driver, ClientSettings settings, Owner owner, NameLookup names) {
    this.target = target;
    this.driver = driver;
    this.settings = settings;
    this.owner = owner;
    post = new TrackerPost(target, driver, settings, names);
    backoff = new Backoff(settings.times(), driver.random());
  }

  void want(String swarm, PeerMode mode) {
    wanted.put(swarm, mode);
    refused.remove(swarm);
    step();
  }

  void unwant(String swarm) {
    wanted.remove(swarm);
    finds.remove(swarm);
    step();
  }

  void find(String swarm) {
    if (wanted.containsKey(swarm)) {
      finds.add(swarm);
      step();
    }
  }

  /** Leaves every swarm, with one attempt. */
  void goodbye() {
    leaving = true;
    wanted.clear();
    finds.clear();
    if (state == State.WAITING) {
      close();
    } else {
      step();
    }
  }

  boolean up() {
    return up.orElse(false);
  }

  /** Whether it is known by now that the tracker is of no use. */
  boolean down() {
    return !up.orElse(true);
  }

  TrackerTarget target() {
    return target;
  }

  private void step() {
    if (state != State.IDLE) {
      return;
    }
    stopTimer();
    Request next = repeated != null ? repeated : next();
    if (next != null) {
      state = State.ASKING;
      post.send(next, new Outcome(next));
    } else if (joined.isEmpty()) {
      close();
    } else {
      long wait = Math.max(1, nextReport - driver.now());
      timer = driver.loop().schedule(this::step, wait, TimeUnit.MILLISECONDS);
    }
  }

  private Request next() {
    if (joined.isEmpty()) {
      return wanted.isEmpty() ? null : connect(List.of(), wanted);
    }
    List<String> leaves =
        joined.keySet().stream().filter(id -> joined.get(id) != wanted.get(id)).toList();
    Map<String, PeerMode> joins = new LinkedHashMap<>(wanted);
    joins.keySet().removeIf(id -> joined.get(id) == wanted.get(id) || refused.contains(id));
    if (joins.containsValue(PeerMode.SEEDER)) {
      // RFC 7846 Table 6: a seeder joins in START only, so it leaves everything and starts again.
      return connect(List.copyOf(joined.keySet()), Map.of());
    }
    if (!leaves.isEmpty() || !joins.isEmpty()) {
      return connect(leaves.stream().filter(id -> !joins.containsKey(id)).toList(), joins);
    }
    if (!finds.isEmpty()) {
      String swarm = finds.iterator().next();
      finds.remove(swarm);
      return new Request.Find(
          owner.transaction(), owner.peerId(), swarm, Optional.of(owner.stats().self()));
    }
    return nextReport - driver.now() <= 0 ? report() : null;
  }

  private Request connect(List<String> leaves, Map<String, PeerMode> joins) {
    List<SwarmAction> actions = new ArrayList<>();
    leaves.forEach(id -> actions.add(new SwarmAction(id, Action.LEAVE, joined.get(id))));
    joins.forEach((id, mode) -> actions.add(new SwarmAction(id, Action.JOIN, mode)));
    boolean joining = !joins.isEmpty();
    return new Request.Connect(
        owner.transaction(),
        owner.peerId(),
        joining ? Optional.of(owner.stats().self()) : Optional.empty(),
        joining ? owner.stats().addresses() : List.of(),
        actions);
  }

  private Request report() {
    refused.clear();
    List<StreamStats> stats = new ArrayList<>();
    joined.keySet().forEach(id -> owner.stats().stats(id).ifPresent(stats::add));
    return new Request.StatReport(owner.transaction(), owner.peerId(), stats);
  }

  private final class Outcome implements TrackerPost.Outcome {
    private final Request request;

    Outcome(Request request) {
      this.request = request;
    }

    @Override
    public void answered(Response response) {
      state = State.IDLE;
      repeated = null;
      repeats = 0;
      if (response.error() == ErrorCode.NO_ERROR) {
        successful(request, response);
      } else {
        answeredError(request, response.error());
      }
    }

    @Override
    public void failed(String reason) {
      state = State.IDLE;
      // RFC 7846 §4.3: the same request with the same transaction_id MUST be repeated.
      repeated = request;
      if (++repeats >= MOST_REPEATS) {
        repeated = null;
        repeats = 0;
        joined.clear();
      }
      waitAfter(reason);
    }
  }

  private void successful(Request request, Response response) {
    backoff.reset();
    long interval = interval(response.trackInterval());
    long due = driver.now() + interval - driver.random().nextLong(interval / 5 + 1);
    // Only a report puts off the next one: who goes short asks for peers all the time.
    boolean fresh = joined.isEmpty() || request instanceof Request.StatReport;
    nextReport = fresh ? due : Math.min(nextReport, due);
    if (request instanceof Request.Connect connect) {
      connected(connect, response);
      boolean joining = connect.actions().stream().anyMatch(one -> one.action() == Action.JOIN);
      if (joining) {
        // Whether a newcomer serves others is to be known soon.
        nextReport = Math.min(nextReport, driver.now() + FIRST_REPORT_MILLIS);
      }
      if (joining && joined.isEmpty()) {
        refused.clear();
        waitAfter("it does not take this peer in");
        return;
      }
    }
    if (request instanceof Request.StatReport) {
      forget(response);
    }
    if (!joined.isEmpty() || wanted.isEmpty()) {
      turn(true, "tracker " + target.uri() + " knows this peer");
    }
    response.peerAddress().ifPresent(this::seen);
    response.results().forEach(this::found);
    step();
  }

  /** A CONNECT that was repeated over a tracker's restart tells the new one of its swarms only. */
  private void forget(Response report) {
    for (Response.SwarmResult result : report.results()) {
      if (!result.successful()) {
        joined.remove(MessageParts.key(result.swarmId())); // to be joined again
      }
    }
  }

  private long interval(OptionalInt seconds) {
    long millis =
        seconds.isPresent() ? seconds.getAsInt() * 1000L : settings.times().report().toMillis();
    return Math.max(LEAST_INTERVAL_MILLIS, Math.min(MOST_INTERVAL_MILLIS, millis));
  }

  /** What a successful response does not mention has succeeded: RFC 7846 §4.1.1.1, switching. */
  private void connected(Request.Connect connect, Response response) {
    Set<String> failed = new HashSet<>();
    for (Response.SwarmResult result : response.results()) {
      if (!result.successful()) {
        failed.add(MessageParts.key(result.swarmId()));
      }
    }
    for (SwarmAction action : connect.actions()) {
      if (action.action() == Action.LEAVE) {
        joined.remove(action.swarmId());
      } else if (failed.contains(action.swarmId())) {
        joined.remove(action.swarmId());
        refused.add(action.swarmId());
      } else {
        joined.put(action.swarmId(), action.mode());
      }
    }
  }

  private void seen(PeerAddress address) {
    Optional<InetAddress> ip = Optional.of(Reach.plain(address.ip()));
    if (!ip.equals(reflexive)) {
      reflexive = ip;
      owner.listener().reflexiveAddress(target.uri(), ip.get());
    }
  }

  private void found(Response.SwarmResult result) {
    String swarm = MessageParts.key(result.swarmId());
    if (!wanted.containsKey(swarm) || result.peers().isEmpty()) {
      return;
    }
    var peers =
        FoundPeers.of(
            result.peers().get(), owner.peerId(), owner.stats().addresses(), post.local());
    if (!peers.isEmpty()) {
      owner.listener().peersFound(swarm, peers);
    }
  }

  private void answeredError(Request request, ErrorCode error) {
    boolean registered = !joined.isEmpty();
    if (error == ErrorCode.FORBIDDEN_ACTION && registered) {
      // The tracker has forgotten us, as after its restart: join again.
      joined.clear();
      step();
      return;
    }
    waitAfter(
        switch (error) {
          case NO_ERROR, INTERNAL_SERVER_ERROR -> "it reports a fault of its own";
          case BAD_REQUEST -> "it does not understand this peer's " + name(request);
          case UNSUPPORTED_VERSION -> "it does not speak version 1 of the tracker protocol";
          case FORBIDDEN_ACTION -> "it does not serve this channel or this peer";
          case SERVICE_UNAVAILABLE -> "it is overloaded";
          case AUTHENTICATION_REQUIRED ->
              "it wants a user and password or a certificate; check those set for the tracker";
        });
  }

  private static String name(Request request) {
    return request instanceof Request.Connect
        ? "CONNECT"
        : request instanceof Request.Find ? "FIND" : "STAT_REPORT";
  }

  private void waitAfter(String reason) {
    boolean idle = wanted.isEmpty() && joined.isEmpty();
    if (leaving || idle) {
      close();
      return;
    }
    state = State.WAITING;
    long wait = backoff.nextMillis();
    timer = driver.loop().schedule(this::waited, wait, TimeUnit.MILLISECONDS);
    turn(false, "tracker " + target.uri() + ": " + reason + "; it is asked again and again");
  }

  private void waited() {
    state = State.IDLE;
    if (wanted.isEmpty() && joined.isEmpty()) {
      repeated = null;
    }
    step();
  }

  private void turn(boolean nowUp, String sentence) {
    if (up.isPresent() && up.get() == nowUp) {
      return;
    }
    up = Optional.of(nowUp);
    if (nowUp) {
      owner.listener().trackerUp(target.uri(), sentence);
    } else {
      owner.listener().trackerDown(target.uri(), sentence);
    }
    owner.changed(this);
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  void close() {
    if (state != State.CLOSED) {
      state = State.CLOSED;
      stopTimer();
      post.close();
      owner.finished(this);
    }
  }
}
