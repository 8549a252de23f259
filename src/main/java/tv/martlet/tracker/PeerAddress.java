package tv.martlet.tracker;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * One transport address of a peer (RFC 7846 §3.2.4).
 *
 * @param socket the address and UDP port; the unspecified address stands for "where you see me"
 * @param priority the larger, the better
 * @param note what else the peer says of the address
 */
public record PeerAddress(InetSocketAddress socket, long priority, AddressType type, Note note) {
  public PeerAddress {
    requireNonNull(socket.getAddress(), "an unresolved address");
    requireNonNull(type);
    requireNonNull(note);
  }

  /**
   * The optional attributes of an address; an empty string is one that was not given.
   *
   * @param connection {@code wireless} or {@code wired}
   * @param asn the access network's Autonomous System Number
   * @param peerProtocol the peer protocol spoken there
   */
  public record Note(String connection, String asn, String peerProtocol) {
    public static final Note NONE = new Note("", "", "");

    public Note {
      requireNonNull(connection);
      requireNonNull(asn);
      requireNonNull(peerProtocol);
    }
  }

  /** A HOST address with nothing else said about it. */
  public static PeerAddress host(InetSocketAddress socket) {
    return new PeerAddress(socket, 1, AddressType.HOST, Note.NONE);
  }

  InetAddress ip() {
    return socket.getAddress();
  }

  int port() {
    return socket.getPort();
  }
}
