package tv.martlet.http;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * What the server needs to know, the bounds spelt out.
 *
 * @param listen where to listen; the wildcard address means IPv6 and IPv4, port 0 any free port
 * @param hostNames names besides {@code localhost} and the machine's own by which browsers may call
 *     this node
 * @param limits the bounds
 * @param token that commands must bear; without one nobody may give any
 */
public record WebSettings(
    InetSocketAddress listen,
    List<String> hostNames,
    WebLimits limits,
    Optional<AccessToken> token) {
  /** The node web's port. */
  public static final int PORT = 8778;

  public WebSettings {
    hostNames = List.copyOf(hostNames);
  }

  /** From the section of the configuration. */
  public static WebSettings of(HttpSettings settings, Optional<AccessToken> token) {
    return new WebSettings(
        settings.listen(), settings.allowedHosts(), WebLimits.of(settings.maxClients()), token);
  }
}
