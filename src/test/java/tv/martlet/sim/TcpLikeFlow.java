package tv.martlet.sim;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A flow that does what TCP does (RFC 5681): driven by loss and blind to delay. It has always more
 * to send and sends on each ACK what its window admits.
 *
 * <pre>
 *   window ▲   /|  /|  /     a segment more each round trip,
 *          |  / | / | /      half of it when the queue overflows
 *          | /  |/  |/
 * </pre>
 *
 * Each datagram is acknowledged by its number, as with selective ACKs, and what is lost is not sent
 * again: a new one goes in its place. There is no time-out: a queue always drains, so that of a
 * window something arrives.
 */
final class TcpLikeFlow implements Fabric.Tap {
  static final int SEGMENT = 1_000;

  /** RFC 6928 §2. */
  static final int FIRST_WINDOW = 10;

  private static final int ACK = 40;

  /** RFC 5681 §3.2: three later ones acknowledged, and it is lost. */
  private static final int DUPLICATES = 3;

  private final Host from;
  private final Host to;
  private final TreeMap<Integer, Long> flight = new TreeMap<>();
  private double window = FIRST_WINDOW;
  private double threshold = Double.MAX_VALUE;
  private int next;
  private int recovered;
  private boolean stopped;
  private long delivered;
  private int reductions;
  private long shortest = Long.MAX_VALUE;
  private long longest;

  TcpLikeFlow(Host from, Host to) {
    this.from = from;
    this.to = to;
  }

  /** Sends its first window; what arrives must be shown to it from now on. */
  void start(long now) {
    fill(now);
  }

  void stop() {
    stopped = true;
  }

  @Override
  public void arrived(long at, Fabric.Packet packet) {
    int number = packet.memory().getInt(4);
    if (packet.to() == to) {
      delivered += packet.length();
      Wires.send(to, from, ACK, number);
    } else if (packet.to() == from) {
      acknowledged(number, at);
    }
  }

  private void acknowledged(int number, long now) {
    long roundTrip = now - flight.remove(number);
    shortest = Math.min(shortest, roundTrip);
    longest = Math.max(longest, roundTrip);
    if (number >= recovered) {
      // RFC 5681 §3.1: a segment an ACK below the threshold, one a round trip above
      window += window < threshold ? 1 : 1 / window;
    }
    SortedMap<Integer, Long> lost = flight.headMap(number - DUPLICATES + 1);
    if (!lost.isEmpty()) {
      reduce(lost.lastKey());
      lost.clear();
    }
    fill(now);
  }

  /** RFC 5681 §3.2: halves, once for all that was under way when it last did. */
  private void reduce(int lost) {
    if (lost < recovered) {
      return;
    }
    threshold = Math.max(window / 2, 2);
    window = threshold;
    recovered = next;
    reductions++;
  }

  private void fill(long now) {
    while (!stopped && flight.size() < (int) window) {
      flight.put(next, now);
      Wires.send(from, to, SEGMENT, next++);
    }
  }

  /** Forgets what was measured until now. */
  void measure() {
    delivered = 0;
    reductions = 0;
    shortest = Long.MAX_VALUE;
    longest = 0;
  }

  /** Bytes that arrived since {@link #measure}. */
  long delivered() {
    return delivered;
  }

  /** How often the window was halved since {@link #measure}. */
  int reductions() {
    return reductions;
  }

  /** In microseconds, since {@link #measure}. */
  long shortestRoundTrip() {
    return shortest;
  }

  /** In microseconds, since {@link #measure}. */
  long longestRoundTrip() {
    return longest;
  }

  double window() {
    return window;
  }
}
