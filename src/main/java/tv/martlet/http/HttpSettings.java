package tv.martlet.http;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The section {@code [http]}: the node's own web.
 *
 * @param listen TCP address; unresolved where a name was given
 * @param maxClients connections at a time
 * @param allowedHosts names besides addresses and {@code localhost} under which the web answers
 * @param tokenFile file of the token that commands must bear; empty for one in the node's data
 *     folder
 */
public record HttpSettings(
    InetSocketAddress listen, int maxClients, List<String> allowedHosts, Optional<Path> tokenFile) {
  /** With the token in the node's data folder. */
  public HttpSettings(InetSocketAddress listen, int maxClients, List<String> allowedHosts) {
    this(listen, maxClients, allowedHosts, Optional.empty());
  }
}
