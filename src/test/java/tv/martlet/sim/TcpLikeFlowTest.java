package tv.martlet.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/**
 * The rival alone, held to arithmetic: on a line of 1 MB/s with 20 ms there and back and room for
 * 200 ms of queue, 220 segments of 1 ms are under way when the queue overflows.
 */
class TcpLikeFlowTest {
  private static final long SECOND = 1_000_000;
  private static final double LINE = 8e6;

  private final Wires wires = new Wires(Wires.plain(0, 0, 0), 1);
  private final Host from = wires.host(0, LINE, 0);
  private final TcpLikeFlow flow = new TcpLikeFlow(from, wires.host(0, 0, 0));

  private void start() {
    wires.fabric.tap(flow);
    flow.start(wires.timeline.now());
  }

  @Test
  void theWindowDoublesEachRoundTripUntilTheLineIsFull() {
    start();
    // The last of ten is there after 10 ms of line and 10 ms of way, its ACK 10 ms later.
    wires.pass(30_000);
    assertEquals(10_000, flow.delivered());
    assertEquals(20, flow.window());
    assertEquals(21_000, flow.shortestRoundTrip(), "1 ms of line and 20 ms of way");
    assertEquals(30_000, flow.longestRoundTrip(), "9 ms more in the queue");
    assertEquals(0, from.up().dropped());
  }

  @Test
  void itSwingsBetweenAFullQueueAndHalfOfWhatIsUnderWayThen() {
    start();
    wires.pass(6 * SECOND);
    flow.measure();
    // From 110 to 220 segments, one each round trip of 110 to 220 ms: 18 s, the whole tooth.
    wires.pass(20 * SECOND);
    assertEquals(20e6, (double) flow.delivered(), 1_000, "the queue is never empty");
    assertEquals(1, flow.reductions());
    assertEquals(220e3, (double) flow.longestRoundTrip(), 2_000);
    assertEquals(110e3, (double) flow.shortestRoundTrip(), 2_000);
  }
}
