package tv.martlet.wire;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * A UDP datagram out of a capture.
 *
 * @param micros when it was captured, microseconds since 1970
 * @param payload what was captured of it, position 0 to limit
 * @param length bytes of payload that it had on the wire: more than captured where the capture cut
 *     it
 */
public record UdpDatagram(
    long micros,
    InetSocketAddress source,
    InetSocketAddress destination,
    ByteBuffer payload,
    int length) {
  /** Whether the capture holds only a part of it. */
  public boolean cut() {
    return payload.limit() < length;
  }
}
