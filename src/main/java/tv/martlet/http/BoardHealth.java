package tv.martlet.http;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How the machine fares under the node.
 *
 * @param celsius temperature of the processor, where it is known
 * @param throttling what slows the board down now, such as {@code under-voltage}; empty for nothing
 * @param memory what is used
 * @param uptimeSeconds since the machine began; 0 where it is not known
 */
public record BoardHealth(
    OptionalDouble celsius, List<String> throttling, Memory memory, long uptimeSeconds) {
  public BoardHealth {
    throttling = List.copyOf(throttling);
  }

  /**
   * Bytes; each 0 where it is not known.
   *
   * @param process resident memory of this process
   * @param used of the machine, without what caches would give back
   * @param total of the machine
   */
  public record Memory(long process, long used, long total) {}
}
