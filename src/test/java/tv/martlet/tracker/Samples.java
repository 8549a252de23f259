package tv.martlet.tracker;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Requests and stores for the tests of this room. */
final class Samples {
  static final Source HOME = source("198.51.100.1");

  private Samples() {}

  static Source source(String ip) {
    return new Source(new InetSocketAddress(ip, 40000), "");
  }

  static SwarmStore store() {
    return store(StoreLimits.DEFAULT);
  }

  static SwarmStore store(StoreLimits limits) {
    return new SwarmStore(limits, StorePolicy.DEFAULT, new Random(7));
  }

  static SwarmAction join(String swarm, PeerMode mode) {
    return new SwarmAction(swarm, Action.JOIN, mode);
  }

  static SwarmAction leave(String swarm) {
    return new SwarmAction(swarm, Action.LEAVE, PeerMode.LEECH);
  }

  /** A CONNECT with the peer's port 6778 "where you see me". */
  static Request.Connect connect(String transaction, String peer, SwarmAction... actions) {
    return new Request.Connect(
        transaction,
        peer,
        Optional.empty(),
        List.of(PeerAddress.host(new InetSocketAddress("0.0.0.0", 6778))),
        Arrays.asList(actions));
  }

  static Request.Connect leech(String transaction, String peer, String swarm) {
    return connect(transaction, peer, join(swarm, PeerMode.LEECH));
  }

  static Request.Find find(String transaction, String peer, String swarm) {
    return new Request.Find(transaction, peer, swarm, Optional.empty());
  }

  static Request.StatReport report(String transaction, String peer, String... swarms) {
    return new Request.StatReport(
        transaction,
        peer,
        Arrays.stream(swarms).map(swarm -> new StreamStats(swarm, 1, 2, 3, 4)).toList());
  }

  static List<String> peers(Response response, int result) {
    return response.results().get(result).peers().orElse(List.of()).stream()
        .map(Response.PeerInfo::peerId)
        .sorted()
        .toList();
  }
}
