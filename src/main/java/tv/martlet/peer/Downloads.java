package tv.martlet.peer;

import tv.martlet.chunk.ChunkRanges;

/**
 * What we have asked of one neighbour and not got yet, how much may be asked at once, and how fast
 * it delivers. A neighbour that stops delivering gives its requests back to the swarm.
 *
 * <p>The window follows the time from REQUEST to chunk as congestion control follows the one-way
 * delay: what is above the least of these times is the queue before us at the neighbour, and is
 * held near a target. So a busy neighbour is asked for what it can give and the rest is asked of
 * others.
 */
final class Downloads implements InFlight.Outcome {
  private static final int FIRST_WINDOW = 128;

  /** A live neighbour shows what it can do before it is counted on. */
  private static final int FIRST_LIVE_WINDOW = 16;

  private static final int MIN_WINDOW = 2;

  /** Queue before us at a neighbour that is not worth avoiding. */
  private static final long TARGET_QUEUE = 160_000;

  /** Who has one neighbour only cannot ask another instead. */
  private static final long LONE_TARGET_QUEUE = 250_000;

  private static final long MIN_STALL = 150_000;
  private static final long MAX_STALL = 2_000_000;
  private static final double DECREASE = 0.7;

  private final Channel channel;
  private final Swarm swarm;
  private final int maxWindow;
  private final ChunkRanges pending = new ChunkRanges(1024);
  private final ChunkRanges overdue = new ChunkRanges(256);
  private final InFlight asked = new InFlight();
  private final RttEstimator response = new RttEstimator();
  private final BaseDelay responses = new BaseDelay();

  private final int least;
  private double window;
  private boolean starting = true;
  private long queue;
  private long reducedAt;
  private long progressAt;
  private int stalls;
  private long suspectUntil = Long.MIN_VALUE;
  private long retryAt = Timed.NEVER;
  private final RateMeter meter = new RateMeter();
  private long chunks;
  private long bytes;

  Downloads(Channel channel, Swarm swarm, int maxWindow) {
    this.channel = channel;
    this.swarm = swarm;
    this.maxWindow = maxWindow;
    boolean live = swarm.content().metadata().live();
    this.least = live ? LivePicker.RUN : MIN_WINDOW;
    this.window = Math.min(maxWindow, live ? FIRST_LIVE_WINDOW : FIRST_WINDOW);
  }

  /** How many more chunks may be asked for now. */
  int budget(long now) {
    if (now < suspectUntil) {
      return 0;
    }
    return (int) Math.max(0, window - pending.size());
  }

  /** True when enough is free that asking is worth a datagram. */
  boolean wantsMore(long now) {
    int budget = budget(now);
    return budget >= Math.max(least, Math.min(window / 4, 32));
  }

  void asked(long first, long last, long now) {
    if (pending.isEmpty()) {
      progressAt = now;
    }
    pending.add(first, last);
    for (long chunk = first; chunk <= last; chunk++) {
      asked.sent(chunk, 1, now);
    }
  }

  /** One chunk came; gives false if it had not been asked of this neighbour. */
  boolean arrived(long chunk, long now) {
    long askedAt = asked.sentAt(chunk);
    boolean expected = askedAt >= 0;
    if (expected) {
      withdraw(chunk);
      adapt(now - askedAt, now);
    }
    stalls = 0;
    progressAt = now;
    return expected;
  }

  private void adapt(long took, long now) {
    boolean inUse = pending.size() * 2 + 2 >= window;
    response.sample(took);
    responses.sample(took, now);
    queue = responses.queueing(response.smoothed(), now);
    long target = target();
    if (starting && queue > target / 2) {
      starting = false;
    }
    if (starting) {
      window += inUse ? 1 : 0;
    } else {
      double off = Math.max(-1, (double) (target - queue) / target);
      double step = Math.max(1, window / 8);
      window += off < 0 || inUse ? off * step / window : 0;
    }
    window = Math.max(least, Math.min(window, maxWindow));
  }

  private long target() {
    return swarm.neighbours().size() == 1 ? LONE_TARGET_QUEUE : TARGET_QUEUE;
  }

  /** One chunk that came from this neighbour was verified and stored. */
  void stored(int length, long now) {
    chunks++;
    bytes += length;
    meter.add(length, now);
  }

  /** How long a REQUEST takes until its chunk is here, as far as is known. */
  long expected() {
    return response.known() ? response.smoothed() : channel.rttMicros();
  }

  /** How long after a REQUEST its chunk is still awaited. */
  private long patience() {
    long expected = response.known() ? response.expected() * 3 / 2 : 4 * channel.rttMicros();
    return Math.max(MIN_STALL, Math.min(expected, MAX_STALL));
  }

  long deadline() {
    if (pending.isEmpty()) {
      return retryAt;
    }
    long patience = patience();
    return Math.min(retryAt, Math.min(asked.oldestSentAt(), progressAt) + patience);
  }

  /** Gives back what will not come: all of it after a stall, what was left out otherwise. */
  void expire(long now) {
    if (now >= retryAt) {
      retryAt = Timed.NEVER; // asked again as soon as this round is written
    }
    if (pending.isEmpty()) {
      return;
    }
    long patience = patience();
    if (now - progressAt >= patience) {
      stalled(now);
      return;
    }
    while (asked.count() > 0 && now - asked.oldestSentAt() >= patience) {
      asked.loseOldest(this);
    }
    if (!overdue.isEmpty()) {
      // What a path loses now and then is no reason to ask for less: a queue is.
      if (queue > target() / 2 && now - reducedAt > patience) {
        reducedAt = now;
        starting = false;
        window = Math.max(least, window * DECREASE);
      }
      cancel(overdue);
      release(overdue);
    }
  }

  @Override
  public void lost(long chunk, int size) {
    overdue.add(chunk, chunk);
  }

  private void stalled(long now) {
    cancel(pending);
    release(pending);
    starting = false;
    window = Math.max(least, window / 2);
    stalls = Math.min(stalls + 1, 6);
    // A silent neighbour is left alone for a while, longer each time.
    suspectUntil = now + (50_000L << stalls);
    retryAt = suspectUntil;
  }

  /** §3.8: what is asked of another now is not to come from there late, before what is of use. */
  private void cancel(ChunkRanges ranges) {
    for (int i = 0; i < ranges.count(); i++) {
      channel.writer().cancel(ranges.first(i), ranges.last(i));
    }
  }

  private void release(ChunkRanges ranges) {
    while (!ranges.isEmpty()) {
      long first = ranges.first(0);
      long last = ranges.last(0);
      ranges.remove(first, last);
      pending.remove(first, last);
      asked.forget(first, last);
      swarm.giveBack(first, last);
    }
  }

  /** Gives everything back at once: choked, closed. */
  void releaseAll() {
    release(pending);
  }

  /** Takes a chunk over for another neighbour. */
  void withdraw(long chunk) {
    pending.remove(chunk, chunk);
    asked.forget(chunk, chunk);
  }

  ChunkRanges pending() {
    return pending;
  }

  /** Verified chunks got from this neighbour. */
  long chunks() {
    return chunks;
  }

  /** Bytes of verified chunks got from this neighbour. */
  long bytes() {
    return bytes;
  }

  long bytesPerSecond(long now) {
    return meter.perSecond(now);
  }

  int stalls() {
    return stalls;
  }

  void forgetBelow(long chunk) {
    if (!pending.isEmpty() && pending.min() < chunk) {
      asked.forget(pending.min(), chunk - 1);
      pending.removeBelow(chunk);
    }
  }
}
