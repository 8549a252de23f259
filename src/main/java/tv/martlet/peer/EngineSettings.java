package tv.martlet.peer;

/**
 * The numbers of an engine. Times are microseconds.
 *
 * @param maxNeighbours open channels of one swarm at the most
 * @param maxChannels channels of all swarms at the most, half-open ones among them
 * @param wantedNeighbours how many neighbours a swarm dials for
 * @param uploadLimit bytes a second sent in chunks, 0 for no limit
 * @param uploadSlots neighbours served at a time; 0 for as many as the line carries
 * @param exchange how freely addresses of peers are exchanged
 * @param congestion makes the congestion control of a channel
 * @param handshakeTimeoutMicros first wait for an answer
 * @param keepAliveMicros silence after which a keep-alive is sent
 * @param deadAfterMicros silence after which a neighbour is dead (RFC 7574 §3.12: three minutes)
 * @param blacklistMicros how long a liar is neither dialled nor answered
 * @param liveOffsetMicros how far behind the newest chunk a newcomer starts, beside some munros
 * @param startBufferMicros what a chunk may be late before it is given up
 * @param maxOutstanding chunks asked of one neighbour at the most
 */
public record EngineSettings(
    int maxNeighbours,
    int maxChannels,
    int wantedNeighbours,
    long uploadLimit,
    int uploadSlots,
    Exchange exchange,
    CongestionControl.Factory congestion,
    long handshakeTimeoutMicros,
    long keepAliveMicros,
    long deadAfterMicros,
    long blacklistMicros,
    long liveOffsetMicros,
    long startBufferMicros,
    int maxOutstanding) {

  /** Whether addresses are exchanged (RFC 7574 §3.10). */
  public enum Exchange {
    OFF,
    /** Only among private addresses, as §3.10.1 has it for messages without certificates. */
    PRIVATE,
    ANY
  }

  /** No more places may be set. */
  public static final int MOST_NEIGHBOURS = 1000;

  private static final long SECOND = 1_000_000;

  public EngineSettings {
    within("neighbours", maxNeighbours, 1, MOST_NEIGHBOURS);
    within("channels", maxChannels, 1, 65_536);
    within("wanted neighbours", wantedNeighbours, 0, 1000);
    within("outstanding chunks", maxOutstanding, 16, InFlight.MAX_DATAGRAMS);
  }

  private static void within(String what, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "The number of " + what + " must be " + least + " to " + most + ", not " + value);
    }
  }

  /** The defaults of a box at home. */
  public static EngineSettings defaults() {
    return new EngineSettings(
        48,
        1024,
        10,
        0,
        0,
        Exchange.PRIVATE,
        deadline(60_000),
        SECOND,
        20 * SECOND,
        180 * SECOND,
        600 * SECOND,
        7 * SECOND / 10,
        SECOND / 2,
        1024);
  }

  /** The same with another number of neighbours, and channels to match. */
  public EngineSettings withPlaces(int neighbours) {
    return new EngineSettings(
        neighbours,
        Math.max(maxChannels, 2 * neighbours),
        wantedNeighbours,
        uploadLimit,
        uploadSlots,
        exchange,
        congestion,
        handshakeTimeoutMicros,
        keepAliveMicros,
        deadAfterMicros,
        blacklistMicros,
        liveOffsetMicros,
        startBufferMicros,
        maxOutstanding);
  }

  /** LEDBAT as RFC 6817 states it, with this target of queueing delay in microseconds. */
  public static CongestionControl.Factory ledbat(long target) {
    return segment -> new Ledbat(segment, target);
  }

  /** Congestion control for traffic with a deadline; see {@link DeadlineControl}. */
  public static CongestionControl.Factory deadline(long target) {
    return segment -> new DeadlineControl(segment, target);
  }
}
