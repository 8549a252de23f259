package tv.martlet.tracker;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A response of RFC 7846 §3.3.4.
 *
 * @param peerAddress the asker's public address as the tracker saw it
 * @param trackInterval seconds between reports that the tracker wishes: an added member that other
 *     peers ignore (RFC 7846 §7.1)
 */
public record Response(
    ErrorCode error,
    String transactionId,
    Optional<PeerAddress> peerAddress,
    List<SwarmResult> results,
    OptionalInt trackInterval) {
  public Response {
    requireNonNull(error);
    requireNonNull(transactionId);
    requireNonNull(peerAddress);
    requireNonNull(trackInterval);
    results = List.copyOf(results);
  }

  /** RFC 7846 §4.3: an error's message body is empty: neither peer_addr nor swarm_result. */
  public static Response failed(ErrorCode error, String transactionId) {
    return new Response(error, transactionId, Optional.empty(), List.of(), OptionalInt.empty());
  }

  /** The result of one action; {@code peers} is empty where no peer group was given. */
  public record SwarmResult(String swarmId, boolean successful, Optional<List<PeerInfo>> peers) {
    public SwarmResult {
      requireNonNull(swarmId);
      peers = peers.map(List::copyOf);
    }
  }

  /** One peer of a list and its addresses, best first. */
  public record PeerInfo(String peerId, List<PeerAddress> addresses) {
    public PeerInfo {
      requireNonNull(peerId);
      addresses = List.copyOf(addresses);
    }
  }
}
