package tv.martlet.node;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import tv.martlet.config.BadSettingsException;
import tv.martlet.config.Settings;
import tv.martlet.config.Sources;
import tv.martlet.config.Surroundings;

/** Settings of nodes on loopback, and waiting for what they do. */
final class Nodes {
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private Nodes() {}

  /** Free ports on loopback, no player, a folder of its own, and what is said besides. */
  static Settings settings(Path folder, String... more) throws BadSettingsException {
    List<String> options =
        new ArrayList<>(
            List.of("peer.listen=127.0.0.1:0", "http.listen=127.0.0.1:0", "player.backend=none"));
    options.addAll(List.of(more));
    Surroundings at = new Surroundings(folder, Map.of(), "root", folder);
    return Settings.load(new Sources(at, Optional.empty(), options));
  }

  static void await(BooleanSupplier there, Supplier<String> otherwise) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!there.getAsBoolean() && System.nanoTime() < end) {
      LockSupport.parkNanos(5_000_000);
    }
    assertTrue(there.getAsBoolean(), otherwise);
  }

  /** The address with a peer to begin with. */
  static String at(String uri, int port) {
    return uri + (uri.contains("?") ? "&" : "?") + "peer=127.0.0.1:" + port;
  }
}
