package tv.martlet.node;

import java.util.Map;

/**
 * How a channel is doing.
 *
 * @param startupMs from joining to the first verified byte at a random access point; -1 before it
 * @param lagMs how far playing is behind the making; -1 before it began
 * @param continuity share of chunks that were there at their play time
 * @param played chunks whose play time has passed
 * @param neighbours open channels
 * @param uploadedBytes bytes of datagrams with chunks sent
 * @param bytesFrom content bytes got, by neighbour
 */
public record ChannelFigures(
    long startupMs,
    long lagMs,
    double continuity,
    long played,
    int neighbours,
    long uploadedBytes,
    Map<String, Long> bytesFrom) {
  public ChannelFigures {
    bytesFrom = Map.copyOf(bytesFrom);
  }

  /** The same with other names for the neighbours. */
  ChannelFigures withBytesFrom(Map<String, Long> named) {
    return new ChannelFigures(
        startupMs, lagMs, continuity, played, neighbours, uploadedBytes, named);
  }
}
