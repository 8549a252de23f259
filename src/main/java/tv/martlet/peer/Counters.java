package tv.martlet.peer;

/** What an engine has seen and done since it began. Read by the owner thread; plain numbers. */
public final class Counters {
  public long datagramsIn;
  public long bytesIn;
  public long datagramsOut;
  public long bytesOut;

  /** Payload bytes of verified chunks taken in, and of chunks sent. */
  public long contentIn;

  public long contentOut;

  /** Bytes of datagrams with a chunk sent: the rest of {@link #bytesOut} is control traffic. */
  public long chunkDatagramBytesOut;

  /** Chunks that arrived although they were there already. */
  public long duplicates;

  /** Chunks dropped because a hash on their path was missing. */
  public long unproven;

  /** Chunks that failed verification; each drops the neighbour that sent it. */
  public long falsified;

  /** Chunks sent again because they were found lost. */
  public long retransmitted;

  /** Datagrams to no channel of ours, or from another address than the channel's. */
  public long strays;

  /** Datagrams in which a message could not be read or was out of place. */
  public long malformed;

  /** Handshakes that were not answered: unknown swarm, other options, no room. */
  public long refused;

  /** Signed munros or chunks whose timestamp was too old (RFC 7574 §6.1.2.4). */
  public long stale;
}
