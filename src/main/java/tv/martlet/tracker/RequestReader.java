package tv.martlet.tracker;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a request body (RFC 7846 §3.3.3), in the RFC's grammar and in the form of its examples. */
final class RequestReader {
  private final MessageLimits limits;

  RequestReader(MessageLimits limits) {
    this.limits = limits;
  }

  /**
   * @throws MessageException with the code to answer and the transaction ID, where it was legible
   */
  Request read(ByteBuffer body) throws MessageException {
    Fields root = MessageParts.root(JsonInput.read(body, limits));
    String transaction = MessageParts.transactionOf(root);
    try {
      // RFC 7846 §4.3: another version is told apart before anything else of it is read.
      MessageParts.checkVersion(root);
      // RFC 7846 §4.1.1: transaction_id MUST be present.
      root.text("transaction_id", MessageLimits.ID_CHARS);
      return request(root, transaction, root.text("peer_id", MessageLimits.ID_CHARS));
    } catch (MessageException e) {
      throw e.in(transaction);
    }
  }

  private Request request(Fields root, String transaction, String peer) throws MessageException {
    // RFC 7846 §7.2: method names are case sensitive.
    return switch (root.text("request_type", MessageLimits.WORD_CHARS)) {
      case "CONNECT" -> connect(data(root, "connect"), transaction, peer);
      case "FIND" -> find(data(root, "find"), transaction, peer);
      case "STAT_REPORT" -> new Request.StatReport(transaction, peer, stats(root));
      default -> throw MessageException.bad("request_type is unknown");
    };
  }

  /** RFC 7846 §3.3.3 nests a request's data, the example of §4.1.2.1 writes it flat. */
  private static Fields data(Fields root, String name) throws MessageException {
    Optional<Json> nested = root.either(name);
    return nested.isPresent() ? Fields.of(nested.get(), name) : root;
  }

  private Request connect(Fields data, String transaction, String peer) throws MessageException {
    List<SwarmAction> actions = new ArrayList<>();
    Set<String> swarms = new HashSet<>();
    for (Fields one : data.objects("swarm_action", limits.swarms())) {
      String swarm = MessageParts.swarmId(one);
      if (!swarms.add(MessageParts.key(swarm))) {
        throw MessageException.bad("two actions for one swarm");
      }
      actions.add(
          new SwarmAction(
              swarm,
              one.choice("action", Action.class),
              // RFC 7846 §4.1.1: peer_mode MUST be set.
              one.choice("peer_mode", PeerMode.class)));
    }
    if (actions.isEmpty()) {
      throw MessageException.bad("swarm_action is missing");
    }
    return new Request.Connect(
        transaction,
        peer,
        MessageParts.peerNum(data),
        MessageParts.addresses(data, limits.addresses()),
        actions);
  }

  private static Request find(Fields data, String transaction, String peer)
      throws MessageException {
    return new Request.Find(
        transaction, peer, MessageParts.swarmId(data), MessageParts.peerNum(data));
  }

  /** RFC 7846 §4.1.3: without a statistics group the report only keeps the peer alive. */
  private List<StreamStats> stats(Fields root) throws MessageException {
    List<StreamStats> all = new ArrayList<>();
    Set<String> swarms = new HashSet<>();
    for (Fields group : root.objects("stat_report", limits.swarms())) {
      String type = group.word("type", MessageLimits.WORD_CHARS);
      // RFC 7846 §3.2.5: other property types may be defined; those are not ours to judge.
      if (!type.isEmpty() && !type.equals("STREAM_STATS")) {
        continue;
      }
      // The grammar says stat, the example of §4.1.3.1 says Stat.
      Optional<Json> stat = group.either("stat", "Stat");
      if (stat.isPresent()) {
        for (Fields one : Fields.objects("stat", stat.get(), limits.swarms())) {
          all.add(streamStats(one, swarms));
        }
      }
    }
    if (all.size() > limits.swarms()) {
      throw MessageException.bad("statistics of more than " + limits.swarms() + " swarms");
    }
    return all;
  }

  private static StreamStats streamStats(Fields one, Set<String> seen) throws MessageException {
    String swarm = MessageParts.swarmId(one);
    if (!seen.add(MessageParts.key(swarm))) {
      throw MessageException.bad("statistics of one swarm twice");
    }
    return new StreamStats(
        swarm,
        one.number("uploaded_bytes", Long.MAX_VALUE).orElse(0),
        one.number("downloaded_bytes", Long.MAX_VALUE).orElse(0),
        one.number("available_bandwidth", Long.MAX_VALUE).orElse(0),
        one.smallNumber("concurrent_links").orElse(0));
  }
}
