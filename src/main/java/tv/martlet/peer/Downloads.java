package tv.martlet.peer;

import tv.martlet.chunk.ChunkRanges;

/**
 * What we have asked of one neighbour and not got yet, how much may be asked at once, and how fast
 * it delivers. A neighbour that stops delivering gives its requests back to the swarm.
 */
final class Downloads {
  private static final int FIRST_WINDOW = 128;
  private static final int MIN_WINDOW = 16;
  private static final long MIN_STALL = 150_000;
  private static final long MAX_STALL = 2_000_000;
  private static final long RATE_EPOCH = 100_000;

  private final Channel channel;
  private final Swarm swarm;
  private final RttEstimator rtt;
  private final int maxWindow;
  private final ChunkRanges pending = new ChunkRanges(1024);
  private final ChunkRanges overdue = new ChunkRanges(256);

  private int window = FIRST_WINDOW;
  private long waitingSince; // oldest REQUEST not followed by any chunk
  private long progressAt;
  private long overdueAt = Timed.NEVER;
  private int stalls;
  private long suspectUntil = Long.MIN_VALUE;
  private long retryAt = Timed.NEVER;
  private final RateMeter meter = new RateMeter();
  private long chunks;
  private long bytes;
  private long epochAt;
  private int epochChunks;
  private double rate;

  Downloads(Channel channel, Swarm swarm, RttEstimator rtt, int maxWindow) {
    this.channel = channel;
    this.swarm = swarm;
    this.rtt = rtt;
    this.maxWindow = maxWindow;
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
    return budget(now) >= Math.min(window / 4, 32) || (pending.isEmpty() && budget(now) > 0);
  }

  void asked(long first, long last, long now) {
    if (pending.isEmpty()) {
      waitingSince = now;
      progressAt = now;
    }
    pending.add(first, last);
    if (overdueAt == Timed.NEVER) {
      overdueAt = now + queuePatience();
    }
  }

  /** One chunk came; gives false if it had not been asked of this neighbour. */
  boolean arrived(long chunk, long now) {
    boolean expected = pending.contains(chunk);
    if (expected) {
      if (waitingSince >= 0) {
        rtt.sample(now - waitingSince);
        waitingSince = -1;
      }
      pending.remove(chunk, chunk);
      overdue.remove(chunk, chunk);
      window = Math.min(maxWindow, window + 1);
    }
    stalls = 0;
    progressAt = now;
    measure(now);
    return expected;
  }

  /** One chunk that came from this neighbour was verified and stored. */
  void stored(int length, long now) {
    chunks++;
    bytes += length;
    meter.add(length, now);
  }

  private void measure(long now) {
    epochChunks++;
    long elapsed = now - epochAt;
    if (elapsed >= RATE_EPOCH) {
      double measured = epochChunks * 1e6 / elapsed;
      rate = rate == 0 ? measured : rate + (measured - rate) / 4;
      epochAt = now;
      epochChunks = 0;
    }
  }

  private long patience() {
    return Math.max(MIN_STALL, Math.min(4 * rtt.smoothed(), MAX_STALL));
  }

  /** What is asked far ahead is not late while what was asked before it keeps coming. */
  private long queuePatience() {
    boolean file = !swarm.content().metadata().live(); // a live chunk is better asked for twice
    long queue = file && rate > 0 ? (long) (pending.size() * 1e6 / rate) : 0;
    return patience() + Math.min(queue, MAX_STALL);
  }

  long deadline() {
    if (pending.isEmpty()) {
      return retryAt;
    }
    return Math.min(retryAt, Math.min(overdueAt, progressAt + patience()));
  }

  /** Gives back what will not come: all of it after a stall, what was left out otherwise. */
  void expire(long now) {
    if (now >= retryAt) {
      retryAt = Timed.NEVER; // asked again as soon as this round is written
    }
    if (pending.isEmpty()) {
      overdueAt = Timed.NEVER;
      return;
    }
    if (now - progressAt >= patience()) {
      stalled(now);
    } else if (now >= overdueAt) {
      cancel(overdue);
      release(overdue);
      // What is asked now is overdue when it is still here after another round of patience.
      for (int i = 0; i < pending.count(); i++) {
        overdue.add(pending.first(i), pending.last(i));
      }
      overdueAt = now + queuePatience();
    }
  }

  private void stalled(long now) {
    cancel(pending);
    release(pending);
    overdue.clear();
    overdueAt = Timed.NEVER;
    window = Math.max(MIN_WINDOW, window / 2);
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
      swarm.giveBack(first, last);
    }
  }

  /** Gives everything back at once: choked, closed. */
  void releaseAll() {
    release(pending);
    overdue.clear();
    overdueAt = Timed.NEVER;
  }

  /** Takes a chunk over for another neighbour. */
  void withdraw(long chunk) {
    pending.remove(chunk, chunk);
    overdue.remove(chunk, chunk);
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

  /** Chunks a second, smoothed. */
  double rate() {
    return rate;
  }

  int stalls() {
    return stalls;
  }

  void forgetBelow(long chunk) {
    pending.removeBelow(chunk);
    overdue.removeBelow(chunk);
  }
}
