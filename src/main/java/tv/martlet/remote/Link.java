package tv.martlet.remote;

import java.io.IOException;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.tinylog.Logger;

/**
 * Keeps a connection to the broker of the settings: opens it, and again when it is lost, with
 * pauses that grow. One thread drives it by {@link #tick}; connections tell it of themselves from
 * theirs.
 */
final class Link {
  private static final long STABLE_MILLIS = 30_000;

  /** What a connection is opened with. */
  record Plan(Access access, Wire.Purpose purpose) {}

  /** Makes plans, anew for each attempt. */
  interface Planner {
    /**
     * Reads the settings.
     *
     * @return empty for no broker
     * @throws IOException with a sentence if the settings are of no use
     */
    Optional<Plan> plan() throws IOException;
  }

  /** Who is told of the link, on its own thread. */
  interface Watcher {
    void up();

    /** A message came, on a thread of the connection. */
    void arrived(Message message);

    /** Something happened: {@link #tick} soon. On any thread. */
    void wake();
  }

  private final Wire.Opener opener;
  private final Planner planner;
  private final Watcher watcher;
  private final Timing timing;
  private final RandomGenerator random;
  private Wire wire;
  private Ear ear;
  private Optional<Message> will = Optional.empty();
  private boolean up;
  private boolean wanted = true;
  private long upSince;
  private long retryAt = Long.MIN_VALUE;
  private int failures;
  private String told = "";

  Link(
      Wire.Opener opener, Planner planner, Watcher watcher, Timing timing, RandomGenerator random) {
    this.opener = opener;
    this.planner = planner;
    this.watcher = watcher;
    this.timing = timing;
    this.random = random;
  }

  boolean isUp() {
    return up;
  }

  /** Sends, if that is possible now. */
  boolean publish(Message message) {
    return up && wire.publish(message);
  }

  /** Looks at what happened and at the clock. */
  void tick(long now) {
    if (ear != null && ear.lost != null) {
      String sentence = ear.lost;
      drop();
      failed(sentence, now);
    } else if (ear != null && ear.stands && !up) {
      up = true;
      upSince = now;
      told = "";
      Logger.info("connected to the broker");
      watcher.up();
    }
    if (wire == null && wanted && now >= retryAt) {
      connect(now);
    }
  }

  /** Milliseconds until {@link #tick} has something to do by the clock alone. */
  long patience(long now) {
    if (wire != null || !wanted) {
      return Long.MAX_VALUE;
    }
    return now >= retryAt ? 1 : retryAt - now;
  }

  private void connect(long now) {
    try {
      Optional<Plan> plan = planner.plan();
      wanted = plan.isPresent();
      if (wanted) {
        ear = new Ear(watcher);
        will = plan.get().purpose().will();
        wire = opener.open(plan.get().access(), plan.get().purpose(), ear);
      }
    } catch (IOException e) {
      ear = null;
      failed(e.getMessage(), now);
    }
  }

  private void failed(String sentence, long now) {
    failures = now - upSince > STABLE_MILLIS && upSince != 0 ? 1 : failures + 1;
    upSince = 0;
    long wait =
        Math.min(
            timing.lastRetry().toMillis(),
            timing.firstRetry().toMillis() << Math.min(failures - 1, 20));
    // Jitter, or all boxes of a fleet would come back to a restarted broker at the same moment.
    retryAt = now + (long) (wait * (0.5 + random.nextDouble() / 2));
    if (sentence.equals(told)) {
      Logger.debug(sentence);
    } else {
      Logger.warn("{}; the node goes on without it and tries again", sentence);
      told = sentence;
    }
  }

  /** Leaves the broker and comes back with the settings as they are now. */
  void reopen() {
    leave();
    wanted = true;
    failures = 0;
    retryAt = Long.MIN_VALUE;
  }

  /** Says goodbye; waits for that at most two seconds. */
  void leave() {
    will.ifPresent(this::publish);
    drop();
  }

  private void drop() {
    if (wire != null) {
      wire.close();
    }
    wire = null;
    ear = null;
    up = false;
  }

  /** What one connection tells, kept until the link's own thread looks. */
  private static final class Ear implements Wire.Listener {
    private final Watcher watcher;
    private volatile boolean stands;
    private volatile String lost;

    Ear(Watcher watcher) {
      this.watcher = watcher;
    }

    @Override
    public void up() {
      stands = true;
      watcher.wake();
    }

    @Override
    public void down(String sentence) {
      lost = sentence;
      watcher.wake();
    }

    @Override
    public void arrived(Message message) {
      watcher.arrived(message);
    }

    @Override
    public void moved() {
      watcher.wake();
    }
  }
}
