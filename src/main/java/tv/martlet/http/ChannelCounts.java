package tv.martlet.http;

import java.util.Map;

/**
 * What a channel that is received has come to.
 *
 * @param id of the channel
 * @param neighbours open channels
 * @param receivedBytes of content
 * @param sentBytes of datagrams with chunks
 * @param playing how the playing went
 * @param bytesFrom bytes of content got, by neighbour
 */
public record ChannelCounts(
    String id,
    int neighbours,
    long receivedBytes,
    long sentBytes,
    Playing playing,
    Map<String, Long> bytesFrom) {
  public ChannelCounts {
    bytesFrom = Map.copyOf(bytesFrom);
  }

  /**
   * How the playing went.
   *
   * @param onTime chunks that were here when due
   * @param late chunks that were not
   * @param startupMs from joining to the first media; -1 before it
   * @param lagMs behind the making of the stream; -1 before it began
   */
  public record Playing(long onTime, long late, long startupMs, long lagMs) {
    /** Share of chunks that were here when due; 1 before the first. */
    public double continuity() {
      return onTime + late == 0 ? 1 : (double) onTime / (onTime + late);
    }
  }
}
