package tv.martlet.http;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code host[:port]} by which a client calls this node.
 *
 * @param host a lower-case name without trailing dot, an IPv4 literal, or an IPv6 literal without
 *     brackets
 * @param port as written, 80 when absent
 */
record Authority(String host, int port) {
  private static final Pattern SHAPE =
      Pattern.compile(
          "(?:\\[(?<v6>[0-9A-Fa-f:.]{2,45})]|(?<name>[A-Za-z0-9._-]{1,253}))"
              + "(?::(?<port>[0-9]{1,5}))?");

  /** Empty when the text is no authority. RFC 9110 §7.2. */
  static Optional<Authority> parse(String text) {
    Matcher m = SHAPE.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    int port = m.group("port") == null ? 80 : Integer.parseInt(m.group("port"));
    String v6 = m.group("v6");
    if (port > 65_535 || (v6 != null && !NetUtil.isValidIpV6Address(v6))) {
      return Optional.empty();
    }
    return Optional.of(new Authority(plain(v6 == null ? m.group("name") : v6), port));
  }

  static Authority of(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    int zone = host.indexOf('%');
    return new Authority(zone < 0 ? host : host.substring(0, zone), address.getPort());
  }

  private static String plain(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /** Whether the host is an address: a page elsewhere cannot make its own name mean it. */
  boolean isLiteral() {
    return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
  }

  /** {@code http://host:port} without a trailing slash, IPv6 in brackets. RFC 3986 §3.2.2. */
  String url() {
    String written = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return "http://" + written + (port == 80 ? "" : ":" + port);
  }
}
