package tv.martlet.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** Takes the UDP datagram out of an IPv4 or IPv6 packet. */
final class IpPacket {
  private static final int UDP = 17;
  private static final int UDP_HEADER_BYTES = 8;
  private static final int V4_HEADER_BYTES = 20;
  private static final int V6_HEADER_BYTES = 40;
  private static final int V6_HOP_BY_HOP = 0;
  private static final int V6_ROUTING = 43;
  private static final int V6_FRAGMENT = 44;
  private static final int V6_DESTINATION = 60;
  private static final int MAX_V6_EXTENSIONS = 8;

  private IpPacket() {}

  /**
   * Null where it is no UDP, a fragment, or cut before the UDP header's end.
   *
   * @param ip from 0 to its limit
   */
  static UdpDatagram udp(long micros, ByteBuffer ip) {
    if (ip.limit() == 0) {
      return null;
    }
    return switch ((ip.get(0) & 0xFF) >>> 4) {
      case 4 -> udpOfV4(micros, ip);
      case 6 -> udpOfV6(micros, ip);
      default -> null;
    };
  }

  private static UdpDatagram udpOfV4(long micros, ByteBuffer ip) {
    if (ip.limit() < V4_HEADER_BYTES || ip.get(9) != UDP) {
      return null;
    }
    int header = (ip.get(0) & 0x0F) * Integer.BYTES;
    boolean fragment = (ip.getShort(6) & 0x3FFF) != 0; // more to come, or an offset
    if (fragment || header < V4_HEADER_BYTES) {
      return null;
    }
    return udp(micros, ip, header, 12, 4);
  }

  private static UdpDatagram udpOfV6(long micros, ByteBuffer ip) {
    if (ip.limit() < V6_HEADER_BYTES) {
      return null;
    }
    int next = ip.get(6) & 0xFF;
    int at = V6_HEADER_BYTES;
    for (int i = 0; i < MAX_V6_EXTENSIONS && next != UDP; i++) {
      if (ip.limit() - at < Long.BYTES) {
        return null;
      }
      int length = extensionLength(next, ip, at);
      if (length == 0) {
        return null;
      }
      next = ip.get(at) & 0xFF;
      at += length;
    }
    return next == UDP ? udp(micros, ip, at, 8, 16) : null;
  }

  /** 0 for a header that no whole UDP datagram follows. */
  private static int extensionLength(int type, ByteBuffer ip, int at) {
    return switch (type) {
      case V6_HOP_BY_HOP, V6_ROUTING, V6_DESTINATION -> ((ip.get(at + 1) & 0xFF) + 1) * Long.BYTES;
      case V6_FRAGMENT -> (ip.getShort(at + 2) & 0xFFF9) == 0 ? Long.BYTES : 0;
      default -> 0;
    };
  }

  private static UdpDatagram udp(
      long micros, ByteBuffer ip, int at, int addressesAt, int addressBytes) {
    if (ip.limit() - at < UDP_HEADER_BYTES) {
      return null;
    }
    int length = (ip.getShort(at + 4) & 0xFFFF) - UDP_HEADER_BYTES;
    if (length < 0) {
      return null;
    }
    int captured = Math.min(length, ip.limit() - at - UDP_HEADER_BYTES);
    return new UdpDatagram(
        micros,
        address(ip, addressesAt, addressBytes, at),
        address(ip, addressesAt + addressBytes, addressBytes, at + Short.BYTES),
        ip.slice(at + UDP_HEADER_BYTES, captured),
        length);
  }

  private static InetSocketAddress address(ByteBuffer ip, int at, int bytes, int portAt) {
    byte[] address = new byte[bytes];
    ip.get(at, address);
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), ip.getShort(portAt) & 0xFFFF);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(bytes + " bytes are no address", e);
    }
  }
}
