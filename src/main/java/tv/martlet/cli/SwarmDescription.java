package tv.martlet.cli;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tv.martlet.chunk.ChunkUri;
import tv.martlet.chunk.SigningKey;
import tv.martlet.chunk.SwarmMetadata;

/** Names and values that describe a swarm to a person. */
final class SwarmDescription {
  private SwarmDescription() {}

  static Map<String, Object> of(ChunkUri uri) {
    SwarmMetadata swarm = uri.metadata();
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("swarm", swarm.id().toString());
    said.put("content", swarm.live() ? "live" : "static");
    if (uri.name() != null) {
      said.put("name", uri.name());
    }
    said.put("integrity", swarm.integrity().name());
    if (swarm.hashLength() > 0) {
      said.put("hash", swarm.hash().name());
    }
    if (swarm.signature() != null) {
      said.put("signature", swarm.signature().name());
    }
    said.put("addressing", swarm.addressing().name());
    said.put("chunk size", swarm.chunkSize());
    if (swarm.length() >= 0) {
      said.put("length", swarm.length());
    }
    said.put("trackers", texts(uri.trackers()));
    said.put("peers", texts(uri.peers()));
    return said;
  }

  /** Of a key file; says nothing of the secret half. */
  static Map<String, Object> of(SigningKey key) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("content", "private signing key");
    said.put("signature", key.publicKey().algorithm().name());
    said.put("swarm", key.publicKey().id().toString());
    return said;
  }

  private static List<String> texts(List<InetSocketAddress> addresses) {
    return addresses.stream().map(a -> a.getHostString() + ":" + a.getPort()).toList();
  }
}
