package tv.martlet.tracker;

import static java.util.Objects.requireNonNull;

/**
 * What a peer reports about one swarm (RFC 7846 §3.2.5).
 *
 * @param uploadedBytes bytes sent to the swarm
 * @param downloadedBytes bytes received from the swarm
 * @param availableBandwidth spare upload at this instant; RFC 7846 names no unit, Martlet sends
 *     bit/s
 * @param links links in use
 */
public record StreamStats(
    String swarmId, long uploadedBytes, long downloadedBytes, long availableBandwidth, int links) {
  public StreamStats {
    requireNonNull(swarmId);
  }
}
