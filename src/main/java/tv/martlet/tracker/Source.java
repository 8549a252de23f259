package tv.martlet.tracker;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;

/**
 * Who a request came from.
 *
 * @param socket the address and TCP port that the tracker saw
 * @param principal the authenticated name, or an empty string where nobody was asked to prove one
 */
public record Source(InetSocketAddress socket, String principal) {
  public Source {
    requireNonNull(socket.getAddress(), "an unresolved source");
    requireNonNull(principal);
  }
}
