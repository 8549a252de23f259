package tv.martlet.sim;

/**
 * One direction of a host's line: a rate and a queue that drops what finds it full (drop-tail).
 *
 * <pre>
 *   now                       free + rest / rate
 *    |----- bytes waiting ------|-- next datagram --|
 * </pre>
 *
 * The moment at which the line is free is kept as whole microseconds and the remainder of the
 * division by the rate, so that nothing drifts however many datagrams pass. Calls come in the order
 * of their time.
 */
final class Link {
  /** A queue holds what the line sends in this time, within the two bounds below. */
  static final double QUEUE_SECONDS = 0.2;

  static final int QUEUE_LEAST = 30_000;
  static final int QUEUE_MOST = 256_000;

  /** Above this the arithmetic could overflow; faster lines are endless ones. */
  static final long MAX_RATE = 1_000_000_000_000L;

  private static final long MICROS = 1_000_000;

  private final long rate;
  private final int queueBytes;
  private long free;
  private long rest;
  private long bytes;
  private long dropped;

  /**
   * @param rate in bytes a second; 0 for a line without a bound
   * @param queueBytes how much may be waiting, the datagram on the wire included
   */
  Link(long rate, int queueBytes) {
    if (rate < 0 || rate > MAX_RATE || queueBytes < 0) {
      throw new IllegalArgumentException("rate " + rate + ", queue " + queueBytes);
    }
    this.rate = rate;
    this.queueBytes = queueBytes;
  }

  /** A line with the usual queue; the rate is in bit/s, 0 for a line without a bound. */
  static Link of(double bitRate) {
    long rate = bitRate == 0 ? 0 : Math.max(1, Math.round(bitRate / 8));
    double queue = Math.min(QUEUE_MOST, Math.max(QUEUE_LEAST, rate * QUEUE_SECONDS));
    return new Link(rate, (int) queue);
  }

  /**
   * Sends a datagram.
   *
   * @return the moment, in microseconds, when its last bit is on the wire; -1 if the queue is full
   */
  long leaves(int bytes, long nowMicros) {
    if (rate == 0) {
      this.bytes += bytes;
      return nowMicros;
    }
    long waiting = waiting(nowMicros);
    // An idle line takes any datagram: it needs no place in the queue.
    if (waiting > 0 && waiting + bytes > queueBytes) {
      dropped++;
      return -1;
    }
    if (waiting == 0) {
      free = nowMicros;
      rest = 0;
    }
    long work = bytes * MICROS + rest;
    free += work / rate;
    rest = work % rate;
    this.bytes += bytes;
    return freeAt();
  }

  /** How long a datagram would now wait before its first bit is sent, in microseconds. */
  long queueing(long nowMicros) {
    return waiting(nowMicros) == 0 ? 0 : freeAt() - nowMicros;
  }

  /** Bytes that passed or wait. */
  long bytes() {
    return bytes;
  }

  /** Datagrams that found the queue full. */
  long dropped() {
    return dropped;
  }

  /** Bytes not yet on the wire, a begun one counted as one. */
  private long waiting(long now) {
    if (now > free || rate == 0) {
      return 0;
    }
    return ((free - now) * rate + rest + MICROS - 1) / MICROS;
  }

  private long freeAt() {
    return rest == 0 ? free : free + 1;
  }
}
