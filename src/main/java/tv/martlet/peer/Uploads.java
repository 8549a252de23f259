package tv.martlet.peer;

import tv.martlet.chunk.ChunkRanges;
import tv.martlet.chunk.Proof;
import tv.martlet.wire.MessageWriter;

/**
 * What one neighbour has asked for and what is under way to it: serves REQUESTs with DATA within
 * the congestion window, with the hashes the neighbour lacks, and sends again what was lost.
 *
 * <p>A run of chunks is sent from the top of the hash tree downwards, not from left to right: chunk
 * 0 carries all uncles of the run, the middle one those of its half, and so on, so that the odd
 * half needs none. All that need equally many are equally long, and such a run costs one system
 * call.
 *
 * <pre>
 *   order    0 │ 8 │ 4 12 │ 2 6 10 14 │ 1 3 5 7 9 11 13 15
 *   hashes   4 │ 3 │ 2  2 │ 1 1  1  1 │ 0 0 0 0 0  0  0  0
 * </pre>
 */
final class Uploads implements InFlight.Outcome {
  /** Chunks of a run: half of them need no hashes, two segmented sends of 64 KiB. */
  private static final int RUN = 128;

  /** Beyond so many chunks the top's hashes are worth sending twice. */
  private static final int LONG = 31;

  /** Above this loss, hashes are repeated until acknowledged (RFC 7574 §5.3's trade-off). */
  private static final double OPTIMISTIC_LOSS = 0.09;

  private static final long MIN_REORDER = 1_000;
  private static final int MAX_PROBES = 2;

  /** What timers and short paths add to an acknowledgement, beside its delay of a quarter RTT. */
  private static final long PROBE_SLACK = 5_000;

  private static final long RECENT = 1_000_000;
  private static final long UNBOUNDED = Long.MAX_VALUE / 2;
  private static final int MAX_ASKED_RANGES = 256;
  private static final long MAX_ASKED_CHUNKS = 4096;

  private final Channel channel;
  private final Swarm swarm;
  private final CongestionControl congestion;
  private final RttEstimator rtt;
  private final RangeQueue asked = new RangeQueue(MAX_ASKED_RANGES, MAX_ASKED_CHUNKS);
  private final InFlight flight = new InFlight();

  /** What the neighbour has, or will have if nothing under way gets lost. */
  private final ChunkRanges assumed = new ChunkRanges(4096);

  /** Lost or asked for once more: perhaps it came without what proves it, so that goes with it. */
  private final ChunkRanges doubtful = new ChunkRanges(512);

  private final Proof proof = new Proof();
  private long timeoutAt = Timed.NEVER;
  private long paceAt;
  private long sendAt = Timed.NEVER;
  private long probeAt = Timed.NEVER;
  private int probes;
  private boolean probing;
  private long now;
  private int outstanding; // bytes under way when sending ended last
  private boolean silent; // nothing was acknowledged within the time-out
  private long ration = UNBOUNDED; // chunks that may still be asked for
  private final RateMeter meter = new RateMeter();
  private long sentChunks;
  private long sentBytes;
  private boolean acknowledged;
  private long acknowledgedAt = Long.MIN_VALUE / 2;

  Uploads(Channel channel, Swarm swarm, CongestionControl congestion, RttEstimator rtt) {
    this.channel = channel;
    this.swarm = swarm;
    this.congestion = congestion;
    this.rtt = rtt;
  }

  /** REQUEST: in the order received (§3.7); chunks we lack or that are under way are left out. */
  void request(long first, long last, long at) {
    revive(at);
    long from = Math.max(first, 0);
    ChunkRanges have = swarm.store().available();
    long until = Math.min(last, have.max());
    // All that can be asked and under way: whoever asks for more makes us look at no more.
    long looks = asked.chunks() == MAX_ASKED_CHUNKS ? 0 : MAX_ASKED_CHUNKS + flight.count();
    while (from <= until && looks > 0 && ration > 0) {
      from = have.nextPresent(from);
      if (from < 0 || from > until) {
        return;
      }
      long most = from + Math.min(looks, ration) - 1;
      long to = Math.min(Math.min(have.rangeLast(from), until), most);
      if (!enqueue(from, to, at)) {
        return;
      }
      ration -= to - from + 1;
      looks -= to - from + 1;
      from = to + 1;
    }
  }

  /** Queues what is neither asked nor under way; false when the queue takes no more. */
  private boolean enqueue(long first, long last, long at) {
    long chunk = first;
    while (chunk <= last) {
      if (isUnderWay(chunk, at)) {
        chunk++;
        continue;
      }
      long next = asked.nextAbsent(chunk);
      if (next == chunk) {
        long end = Math.min(last, asked.nextPresent(chunk) - 1);
        while (next < end && !isUnderWay(next + 1, at)) {
          next++;
        }
        if (asked.add(chunk, next) == 0) {
          return false;
        }
        next++;
      }
      chunk = next;
    }
    return true;
  }

  private boolean isUnderWay(long chunk, long at) {
    long sent = flight.sentAt(chunk);
    return sent >= 0 && at - sent < rtt.expected();
  }

  void cancel(long first, long last) {
    asked.remove(first, last);
  }

  /** A neighbour that asks is there: after an outage it need not wait for a grown time-out. */
  private void revive(long at) {
    if (rtt.isBackedOff() && flight.count() > 0) {
      rtt.restart();
      timeoutAt = Math.max(at, Math.min(timeoutAt, flight.oldestSentAt() + rtt.timeout()));
    }
  }

  /** The neighbour says that it has these: an implicit CANCEL (§3.8), and knowledge of hashes. */
  void has(long first, long last) {
    assumed.add(first, last);
    if (!asked.isEmpty()) {
      asked.remove(first, last);
    }
  }

  /** Until a CHOKE is sent no more than so many chunks are taken on. */
  void ration(int chunks) {
    ration = chunks;
  }

  /** CHOKE was sent: old requests are discarded (§3.9). */
  void discardRequests() {
    asked.clear();
    ration = UNBOUNDED;
  }

  /** ACK with its one-way delay sample (§8.7). */
  void acknowledged(long first, long last, long delay, long at) {
    // RFC 6817 §2.4.2: flightsize as it was before the ACK, which may be several messages here
    int before = Math.max(flight.bytes(), outstanding);
    long newest = flight.newestAcked();
    int bytes = flight.acknowledge(first, last, at - rtt.smoothed() * 7 / 8);
    if (bytes == 0) {
      return;
    }
    if (flight.newestAcked() != newest) {
      rtt.sample(at - flight.newestAckedSentAt());
    }
    congestion.acknowledged(bytes, delay, rtt.smoothed(), before, at);
    swarm.gauge().acknowledged(bytes, at);
    acknowledgedAt = at;
    armTimeout(at);
    acknowledged = true;
  }

  /**
   * After all datagrams of a batch, since ACKs of many ranges come in several: what was sent well
   * before what they cover is lost.
   */
  private void detectLost(long at) {
    if (acknowledged) {
      acknowledged = false;
      now = at;
      detectLost();
      probes = 0;
      armProbe(at);
    }
  }

  private void detectLost() {
    long reorder = Math.max(MIN_REORDER, rtt.smoothed() / 4);
    flight.detectLost(reorder, now - rtt.smoothed() - reorder, this);
  }

  /**
   * Something is due well before the time-out: the end of a burst has nothing behind it whose
   * arrival would tell of its loss (the tail loss probe of RFC 8985 §7).
   */
  private void armProbe(long at) {
    boolean wanted = flight.count() > 0 && probes < MAX_PROBES;
    long ackDelay = Math.min(rtt.smoothed() / 2, ChannelWriter.MAX_ACK_DELAY);
    probeAt = wanted ? at + 2 * rtt.smoothed() + ackDelay + PROBE_SLACK : Timed.NEVER;
  }

  private void probe(long at) {
    now = at;
    probes++;
    long before = flight.count();
    detectLost();
    if (flight.count() == before && before > 0) {
      probing = true;
      flight.loseOldest(this);
      probing = false;
    }
    armProbe(at);
  }

  @Override
  public void lost(long chunk, int bytes) {
    // A time-out tells of silence, not of loss: most acknowledgements come later, out of a queue.
    if (!probing && !silent) {
      congestion.lost(bytes, rtt.smoothed(), now);
    }
    assumed.remove(chunk, chunk);
    doubtful.add(chunk, chunk);
    if (!silent && !channel.remote().contains(chunk) && !asked.contains(chunk)) {
      asked.addFirst(chunk);
      swarm.counters().retransmitted++;
    }
  }

  private void armTimeout(long at) {
    timeoutAt = flight.count() == 0 ? Timed.NEVER : at + rtt.timeout();
  }

  /** The next moment at which there is something to do without a datagram coming in. */
  long deadline() {
    return Math.min(probeAt, Math.min(timeoutAt, sendAt));
  }

  void expire(long at) {
    if (at < timeoutAt) {
      if (at >= probeAt) {
        probe(at);
      }
      return;
    }
    now = at;
    probeAt = Timed.NEVER;
    // Not sent again unasked: perhaps it came and was of no use, and would stand in the way of
    // what is. Who still wants it asks again.
    silent = true;
    flight.loseAll(this);
    silent = false;
    congestion.timedOut(at);
    rtt.timedOut();
    armTimeout(at);
  }

  /** Sends what the window, the pace and the upload limit allow. */
  void serve(Outbox out, long at) {
    now = at;
    detectLost(at);
    sendAt = Timed.NEVER;
    while (!asked.isEmpty() && !flight.isFull()) {
      long budget = budget(at);
      if (budget <= 0) {
        break;
      }
      int sent = serveRun((int) Math.min(budget, RUN), out);
      long pace = congestion.pacingRate(rtt.smoothed());
      long gap = pace > 0 ? sent * 1_000_000L / pace : 0;
      // Gaps finer than the timers are left out: the burst is within a millisecond's worth.
      paceAt = gap < 1_000 ? at : at + gap;
    }
    outstanding = flight.bytes();
    if (timeoutAt == Timed.NEVER) {
      armTimeout(at);
    }
    if (probeAt == Timed.NEVER) {
      armProbe(at);
    }
  }

  /**
   * Chunks that may go now; where it is the clock that forbids, {@link #sendAt} says until when.
   */
  private long budget(long at) {
    if (at < paceAt) {
      sendAt = paceAt;
      return 0;
    }
    int segment = swarm.segmentBytes();
    // A window smaller than a datagram still lets one through.
    int window = Math.max(flight.count() == 0 ? segment : 0, congestion.window());
    long budget = (window - (long) flight.bytes()) / segment;
    long limit = swarm.uploadAllowance(at) / segment;
    if (budget > 0 && limit <= 0) {
      sendAt = at + swarm.uploadDelay(segment);
    }
    long pace = congestion.pacingRate(rtt.smoothed());
    long burst = pace == 0 ? RUN : Math.max(RUN / 12, pace / 500 / segment);
    return Math.min(burst, Math.min(budget, limit));
  }

  /** Sends up to {@code budget} chunks of the first range asked, from the tree's top downwards. */
  private int serveRun(int budget, Outbox out) {
    long first = asked.first();
    long last = Math.min(asked.last(), first + budget - 1);
    // A run ends where a subtree of its size ends: the next one starts with one top hash.
    long boundary = first | (RUN - 1);
    last = Math.min(last, Math.max(boundary, first));
    asked.take(last - first + 1);
    int bytes = 0;
    int sent = 0;
    long span = last - first;
    for (long step = span == 0 ? 1 : Long.highestOneBit(span) * 2; step > 0; step >>= 1) {
      for (long chunk = (first + step - 1) & -step; chunk <= last; chunk += step) {
        boolean higher = step <= span && (chunk & (2 * step - 1)) == 0;
        if (!higher) {
          // The top of a long run goes twice: one loss must not make all the others unprovable.
          bytes += send(chunk, sent++ == 1 && span >= LONG, out);
        }
      }
    }
    return bytes;
  }

  private int send(long chunk, boolean second, Outbox out) {
    if (!swarm.store().contains(chunk)) {
      return 0; // forgotten since it was asked for
    }
    boolean optimistic = congestion.lossRate() < OPTIMISTIC_LOSS && !second && !isDoubtful(chunk);
    swarm.integrity().proof(chunk, optimistic ? assumed : channel.remote(), proof);
    out.open(channel);
    int length = swarm.store().length(chunk);
    swarm.proofWriter().write(proof, out, swarm.dataHeaderBytes() + length);
    MessageWriter writer = out.room(swarm.dataHeaderBytes() + length);
    // §8.6: the one DATA message stands at the tail of its datagram, with the system time
    writer.dataHeader(chunk, now, length);
    swarm.store().copyTo(chunk, writer.buffer());
    int size = out.close();
    flight.sent(chunk, size, now);
    assumed.add(chunk, chunk);
    doubtful.remove(chunk, chunk);
    swarm.uploaded(size);
    swarm.counters().contentOut += length;
    sentChunks++;
    sentBytes += size;
    meter.add(size, now);
    return size;
  }

  private boolean isDoubtful(long chunk) {
    return doubtful.contains(chunk)
        || (assumed.contains(chunk) && !channel.remote().contains(chunk)); // sent before
  }

  /** Chunks sent to this neighbour so far. */
  long sentChunks() {
    return sentChunks;
  }

  /** Bytes of the datagrams with them. */
  long sentBytes() {
    return sentBytes;
  }

  long bytesPerSecond(long at) {
    return meter.perSecond(at);
  }

  /** The queue on the way to this neighbour, -1 if it has not acknowledged anything lately. */
  long queueing(long at) {
    return at - acknowledgedAt < RECENT ? congestion.queueing() : -1;
  }

  boolean hasWork() {
    return !asked.isEmpty();
  }

  void forgetBelow(long chunk) {
    assumed.removeBelow(chunk);
    doubtful.removeBelow(chunk);
  }

  CongestionControl congestion() {
    return congestion;
  }
}
