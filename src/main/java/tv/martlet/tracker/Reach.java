package tv.martlet.tracker;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** How far an IP address reaches: the ground on which addresses are kept and handed out. */
enum Reach {
  /** Never to be sent to: multicast, broadcast, link-local (its scope means nothing elsewhere). */
  NOWHERE,
  UNSPECIFIED,
  LOOPBACK,
  PRIVATE,
  GLOBAL;

  static Reach of(InetAddress ip) {
    if (ip.isAnyLocalAddress()) {
      return UNSPECIFIED;
    }
    if (ip.isLoopbackAddress()) {
      return LOOPBACK;
    }
    byte[] bytes = ip.getAddress();
    if (ip.isMulticastAddress() || ip.isLinkLocalAddress() || reserved(bytes)) {
      return NOWHERE;
    }
    return ip.isSiteLocalAddress() || shared(bytes) ? PRIVATE : GLOBAL;
  }

  /** 0.0.0.0/8, 240.0.0.0/4. */
  private static boolean reserved(byte[] bytes) {
    return bytes.length == 4 && (bytes[0] == 0 || (bytes[0] & 0xF0) == 0xF0);
  }

  /** 100.64.0.0/10 between a carrier and its customers, fc00::/7 of IPv6. */
  private static boolean shared(byte[] bytes) {
    return bytes.length == 4
        ? bytes[0] == 100 && (bytes[1] & 0xC0) == 0x40
        : (bytes[0] & 0xFE) == 0xFC;
  }

  /** Whether a peer seen at this address is on the tracker's own side of address translation. */
  static boolean inside(InetAddress source) {
    return switch (of(source)) {
      case LOOPBACK, PRIVATE -> true;
      case NOWHERE -> source.isLinkLocalAddress();
      case UNSPECIFIED, GLOBAL -> false;
    };
  }

  /** The site of a source: its IPv4 address, or its IPv6 /64, where hosts change addresses. */
  static InetAddress site(InetAddress source) {
    if (source instanceof Inet4Address) {
      return source;
    }
    byte[] bytes = source.getAddress();
    Arrays.fill(bytes, 8, 16, (byte) 0);
    return ipv6(bytes);
  }

  /** The address without a zone, and an IPv4 address that came as IPv6 as IPv4 again. */
  static InetAddress plain(InetAddress ip) {
    return ip instanceof Inet6Address ? ipv6(ip.getAddress()) : ip;
  }

  private static InetAddress ipv6(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // thrown for a wrong length only
    }
  }
}
