package tv.martlet.tracker;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads a response body (RFC 7846 §3.3.4), in the RFC's grammar and in the form of its examples.
 */
final class ResponseReader {
  private final MessageLimits limits;

  ResponseReader(MessageLimits limits) {
    this.limits = limits;
  }

  Response read(ByteBuffer body) throws MessageException {
    Fields root = MessageParts.root(JsonInput.read(body, limits));
    MessageParts.checkVersion(root);
    OptionalLong type = root.number("response_type", 2);
    if (type.isEmpty() || type.getAsLong() > 1) {
      throw MessageException.bad("response_type is neither 0 nor 1");
    }
    ErrorCode error = ErrorCode.of(root.number("error_code", 99).orElse(type.getAsLong()));
    if ((error == ErrorCode.NO_ERROR) != (type.getAsLong() == 0)) {
      throw MessageException.bad("response_type and error_code do not agree");
    }
    List<PeerAddress> own = MessageParts.addresses(root, limits.addresses());
    return new Response(
        error,
        root.word("transaction_id", MessageLimits.ID_CHARS),
        own.isEmpty() ? Optional.empty() : Optional.of(own.get(0)),
        results(root),
        root.smallNumber("track_interval"));
  }

  private List<Response.SwarmResult> results(Fields root) throws MessageException {
    List<Response.SwarmResult> all = new ArrayList<>();
    for (Fields one : root.objects("swarm_result", limits.swarms())) {
      boolean successful = one.number("result", 1).orElse(0) == 0;
      Optional<Json> group = one.either("peer_group");
      all.add(
          new Response.SwarmResult(
              MessageParts.swarmId(one),
              successful,
              group.isPresent() ? Optional.of(peers(group.get())) : Optional.empty()));
    }
    return all;
  }

  /** A peer with several addresses comes as several entries of one peer_id, or with an array. */
  private List<Response.PeerInfo> peers(Json group) throws MessageException {
    Map<String, List<PeerAddress>> byPeer = new LinkedHashMap<>();
    Fields fields = Fields.of(group, "peer_group");
    for (Fields one : fields.objects("peer_info", limits.values())) {
      String peer = one.text("peer_id", MessageLimits.ID_CHARS);
      byPeer
          .computeIfAbsent(peer, id -> new ArrayList<>())
          .addAll(MessageParts.addresses(one, limits.addresses()));
    }
    List<Response.PeerInfo> all = new ArrayList<>(byPeer.size());
    byPeer.forEach((peer, addresses) -> all.add(new Response.PeerInfo(peer, addresses)));
    return all;
  }
}
