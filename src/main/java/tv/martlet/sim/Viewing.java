package tv.martlet.sim;

import java.net.InetSocketAddress;
import java.util.List;
import tv.martlet.chunk.ChunkRanges;
import tv.martlet.chunk.Content;
import tv.martlet.peer.Playout;
import tv.martlet.peer.Swarm;
import tv.martlet.peer.SwarmListener;
import tv.martlet.peer.SwarmPolicy;
import tv.martlet.tracker.PeerMode;
import tv.martlet.tracker.StreamStats;

/** One viewer on one channel, from joining to leaving, and what it lived through. */
final class Viewing implements SwarmListener, Timeline.Event {
  private static final long TICK = 50_000;
  private static final long SECOND = 1_000_000;

  /** Media at the player and not yet played that counts as safe. */
  private static final long TARGET_BUFFER = SECOND;

  /** As long as it must stay so. */
  private static final long HELD = SECOND;

  private static final long GIVE_UP = 30 * SECOND;
  private static final long REPORT = 10 * SECOND;
  private static final long FIRST_REPORT = 4 * SECOND;
  private static final long ASK_AGAIN = 5 * SECOND;
  private static final int LIST = 20;

  private final Run run;
  private final Viewer viewer;
  private final Host host;
  private final boolean zapped;
  private final Broadcast broadcast;
  private final Rendezvous tracker;
  private final Rendezvous.Member member;
  private final Swarm swarm;
  private final long joined;
  private long started = -1;
  private long warm = -1;
  private long warmSince = -1;
  private long firstUpload = -1;
  private long compared;
  private long reported;
  private long asked;
  private int falseChunks;
  private boolean over;

  Viewing(Run run, Viewer viewer, Broadcast broadcast, Rendezvous tracker, boolean zapped) {
    this.run = run;
    this.viewer = viewer;
    this.host = viewer.host();
    this.broadcast = broadcast;
    this.tracker = tracker;
    this.zapped = zapped;
    this.joined = run.timeline().now();
    this.reported = joined - REPORT + FIRST_REPORT;
    Content content = run.content(host, broadcast);
    SwarmPolicy policy = run.policy(viewer.isFreeRider());
    this.swarm = host.engine().join(content, policy, this, joined);
    this.member = tracker.register(host, PeerMode.LEECH, joined);
  }

  /** Begins. */
  void join(long now) {
    ask(now);
    run.timeline().at(now + TICK, this);
    host.advance(now);
  }

  /** The tracker's answer comes two round trips later: a connection and a request. */
  private void ask(long now) {
    asked = now;
    run.timeline().at(now + run.trackerMicros(host), this::answered);
  }

  private void answered(long now) {
    if (over) {
      return;
    }
    List<InetSocketAddress> list = run.list(tracker, member, broadcast, LIST);
    swarm.offer(list, now);
    host.advance(now);
  }

  @Override
  public void progressed(Swarm of, long now) {
    Playout playout = swarm.playout();
    if (started < 0 && playout != null) {
      long point = broadcast.accessPoint(playout.start());
      started = playout.next() > point ? now : -1;
    }
  }

  @Override
  public void happen(long now) {
    if (over) {
      return;
    }
    look(now);
    if (now - reported >= REPORT) {
      report(now);
    }
    boolean lonely = swarm.neighbours().size() < run.settings().wantedNeighbours() / 2;
    boolean due = now - asked >= ASK_AGAIN && (lonely || now - asked >= 6 * ASK_AGAIN);
    if (swarm.wantsList(now) || due) {
      ask(now);
    }
    if (started < 0 && now - joined >= GIVE_UP) {
      run.leave(this, false, now);
      return;
    }
    run.timeline().at(now + TICK, this);
  }

  private void look(long now) {
    if (firstUpload < 0 && swarm.uploadedBytes() > 0) {
      firstUpload = now;
    }
    Playout playout = swarm.playout();
    if (playout == null) {
      return;
    }
    if (warm < 0) {
      boolean safe = started >= 0 && buffered(playout, now) >= TARGET_BUFFER;
      warmSince = safe ? (warmSince < 0 ? now : warmSince) : -1;
      warm = safe && now - warmSince >= HELD ? warmSince : -1;
    }
    long next = playout.next();
    if (next > compared) {
      long from = Math.max(compared, playout.start());
      falseChunks += broadcast.falseChunks(swarm.content().store(), from, next - 1);
      compared = next;
    }
  }

  /** Media that is here and not due yet, microseconds; holes do not count. */
  private double buffered(Playout playout, long now) {
    ChunkRanges here = swarm.content().store().available();
    long due = playout.playedAt(now);
    long chunks = 0;
    for (int i = here.count() - 1; i >= 0 && here.last(i) >= due; i--) {
      chunks += here.last(i) - Math.max(due, here.first(i)) + 1;
    }
    return chunks / broadcast.chunksPerMicro();
  }

  private void report(long now) {
    reported = now;
    long spare = host.engine().uploadSpare(now);
    long given = swarm.uploadedBytes();
    member.report(
        new StreamStats(swarm.id().toString(), given, 0, spare, swarm.neighbours().size()));
  }

  /** The run is over: nothing more is seen of it. */
  void end(long now) {
    over = true;
    look(now);
  }

  /** Leaves the swarm; without a word to anybody if it crashes. */
  void leave(boolean crash, long now) {
    end(now);
    if (crash) {
      host.unplug();
      run.timeline().at(now + run.trackerPatience(), at -> tracker.remove(member));
    } else {
      tracker.remove(member);
      host.engine().leave(swarm, now);
      host.advance(now);
    }
  }

  // ---- what came of it ----

  Viewer viewer() {
    return viewer;
  }

  /** Whether it came from another channel. */
  boolean isZapped() {
    return zapped;
  }

  double startupMs() {
    return elapsed(started);
  }

  double warmupMs() {
    return elapsed(warm);
  }

  double firstUploadMs() {
    return elapsed(firstUpload);
  }

  private double elapsed(long moment) {
    return moment < 0 ? Double.POSITIVE_INFINITY : (moment - joined) / 1e3;
  }

  boolean hasStarted() {
    return started >= 0;
  }

  double lagMs() {
    return hasStarted() ? swarm.playout().lagMicros() / 1e3 : Double.POSITIVE_INFINITY;
  }

  /** What no neighbour had counts too: here all chunks were made. */
  double continuity() {
    if (!hasStarted()) {
      return 0;
    }
    Playout playout = swarm.playout();
    double due = playout.onTime() + playout.late() + playout.absent();
    return due == 0 ? 1 : playout.onTime() / due;
  }

  int falseChunks() {
    return falseChunks;
  }
}
