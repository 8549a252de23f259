package tv.martlet.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Refuses requests under a name that is not this node's.
 *
 * <p>DNS rebinding: a hostile page lets its own name resolve to this node and then reads it as its
 * own origin. The browser still sends the hostile name in Host, so only known names are served.
 */
final class HostGuard {
  private final Set<String> names = new HashSet<>();

  HostGuard(Collection<String> configured, String machine) {
    names.add("localhost");
    for (String name : configured) {
      names.add(name.toLowerCase(Locale.ROOT));
    }
    if (!machine.isBlank()) {
      String own = machine.strip().toLowerCase(Locale.ROOT);
      names.add(own);
      names.add(own + ".local"); // RFC 6762 §3: the name that multicast DNS gives the machine
    }
  }

  boolean accepts(Authority authority) {
    return authority.isLiteral() || names.contains(authority.host());
  }

  /** The machine's name as the kernel knows it, without asking DNS, which may wait for seconds. */
  static String machineName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname"));
    } catch (IOException e) {
      return "";
    }
  }
}
