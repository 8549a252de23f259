package tv.martlet.http;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * The section {@code [http]}: the node's own web.
 *
 * @param listen TCP address; unresolved where a name was given
 * @param maxClients connections at a time
 * @param allowedHosts names besides addresses and {@code localhost} under which the web answers
 */
public record HttpSettings(InetSocketAddress listen, int maxClients, List<String> allowedHosts) {}
