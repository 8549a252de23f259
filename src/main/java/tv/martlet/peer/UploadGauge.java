package tv.martlet.peer;

import java.util.List;

/**
 * What our line carries, learned from sending over all swarms. While the neighbours'
 * acknowledgements show a queue before the line, what they acknowledge is all that it can carry;
 * while they show none, it can carry more than was ever sent.
 *
 * <pre>
 *   queue ▲   ▁▂▃▄▅▆▆▆▆▅▄▃▂▁
 *         │   │   ├─────┤       acknowledged in this time = what the line carries
 *         └───┴───┴─────┴────►  time
 *             look  look
 * </pre>
 */
final class UploadGauge {
  /** The queue from which a line counts as full, microseconds. */
  static final long FULL = 40_000;

  private static final long LOOK = 400_000;

  /** A line that was full so long ago may carry more by now. */
  private static final long MEMORY = 30_000_000;

  /** What a line that was never full may carry, for each byte that it has carried. */
  private static final int PROMISE = 2;

  /** Lines seldom come to carry less: what looks so may be others' queues. */
  private static final double LESS = 0.1;

  private static final double MORE = 0.3;

  /** Of a limit set by the user, which shows no queue in the network, counts as all. */
  private static final double WHOLE = 0.9;

  private final long limit;
  private final RateMeter used = new RateMeter();
  private long acknowledged; // since the last look
  private long lookedAt = Long.MIN_VALUE / 2;
  private long queue; // the longest that was shown since then
  private boolean full; // at the last look
  private boolean measured;
  private double carried;
  private long fullAt = Long.MIN_VALUE / 2;

  /**
   * @param limit bytes a second that the user allows, 0 for no limit
   */
  UploadGauge(long limit) {
    this.limit = limit;
  }

  /** A neighbour has got datagrams with chunks of so many bytes. */
  void acknowledged(int bytes, long now) {
    acknowledged += bytes;
    used.add(bytes, now);
  }

  /**
   * A swarm looks at the queue that its neighbours' acknowledgements show, about twice a second.
   */
  void look(long shown, long now) {
    queue = Math.max(queue, shown);
    long took = now - lookedAt;
    if (took < LOOK) {
      return;
    }
    boolean wasFull = full && took < 4 * LOOK;
    double rate = acknowledged * 1e6 / took;
    full = queue > FULL || (limit > 0 && rate > WHOLE * limit);
    if (full && wasFull) {
      double weight = rate < carried ? LESS : MORE;
      carried = measured ? carried + weight * (rate - carried) : rate;
      measured = true;
      fullAt = now;
    } else {
      carried = Math.max(carried, (double) used.perSecond(now));
    }
    acknowledged = 0;
    queue = 0;
    lookedAt = now;
  }

  /** Whether the line was full lately, so that its measure can be believed. */
  boolean isMeasured(long now) {
    return measured && now - fullAt < MEMORY;
  }

  /** Bytes a second of datagrams with chunks that the line has been seen to carry. */
  long carried() {
    return (long) carried;
  }

  /** Bytes a second of datagrams with chunks that the line may carry; 0 if nothing is known. */
  long capacity(long now) {
    if (limit > 0) {
      return limit;
    }
    return (long) (isMeasured(now) ? carried : PROMISE * carried);
  }

  /** Bytes a second of datagrams with chunks that are being sent. */
  long used(long now) {
    return used.perSecond(now);
  }

  /** What of it is not in use; 0 if nothing is known. */
  long spare(long now) {
    return Math.max(0, capacity(now) - used(now));
  }

  /** The median of the queues that neighbours' acknowledgements have lately shown; 0 for none. */
  static long shown(List<Channel> neighbours, long now) {
    long[] queues =
        neighbours.stream()
            .mapToLong(c -> c.uploads().queueing(now))
            .filter(q -> q >= 0)
            .sorted()
            .toArray();
    return queues.length == 0 ? 0 : queues[queues.length / 2];
  }
}
