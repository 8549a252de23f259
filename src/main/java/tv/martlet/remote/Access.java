package tv.martlet.remote;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * Where a broker is and what opens its door.
 *
 * @param host name or literal address, the latter without brackets
 * @param tls empty for a plain connection
 * @param user empty for none
 */
record Access(
    String host,
    int port,
    Optional<SSLContext> tls,
    String clientId,
    String user,
    String password,
    boolean allowPlain) {
  private static final Pattern BROKER =
      Pattern.compile("(mqtts?)://(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._-]+))(?::(\\d{1,5}))?/?");
  private static final int PLAIN_PORT = 1883;
  private static final int TLS_PORT = 8883;
  private static final int MAX_SECRET_BYTES = 64 << 10;

  /**
   * Reads the files that the settings name.
   *
   * @throws IOException with a sentence that says what to change
   */
  static Access of(MqttSettings settings, String clientId) throws IOException {
    Matcher broker = BROKER.matcher(settings.broker());
    if (!broker.matches()) {
      throw new IOException(
          "mqtt.broker: want mqtt://HOST:PORT or mqtts://HOST:PORT, found " + settings.broker());
    }
    boolean secure = broker.group(1).equals("mqtts");
    String host = broker.group(2) == null ? broker.group(3) : broker.group(2);
    String password = settings.passwordFile().isPresent() ? secret(settings) : "";
    Optional<SSLContext> tls = secure ? Optional.of(BrokerTls.context(settings)) : Optional.empty();
    boolean allowPlain = settings.allowPlain();
    return new Access(
        host, port(broker.group(4), secure), tls, clientId, settings.user(), password, allowPlain);
  }

  private static int port(String text, boolean secure) throws IOException {
    int port = text == null ? (secure ? TLS_PORT : PLAIN_PORT) : Integer.parseInt(text);
    if (port < 1 || port > 65535) {
      throw new IOException("mqtt.broker: a port is a number from 1 to 65535, found " + port);
    }
    return port;
  }

  private static String secret(MqttSettings settings) throws IOException {
    Path file = settings.passwordFile().orElseThrow();
    if (!Files.isReadable(file) || Files.size(file) > MAX_SECRET_BYTES) {
      throw new IOException(
          "mqtt.password_file: "
              + file
              + " cannot be read or is over 64 KiB: check its path and rights");
    }
    String all = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    return all.lines().findFirst().orElse("").strip();
  }

  /**
   * What is sent in the clear stays in networks of one's own, unless the settings say otherwise.
   *
   * @throws IOException with a sentence that says what to change
   */
  void checkPlain() throws IOException {
    if (tls.isPresent() || allowPlain) {
      return;
    }
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (!isPrivate(address)) {
          throw new IOException(
              "mqtt.broker: "
                  + host
                  + " is not in a private network, and without TLS everyone on the way could read"
                  + " and command: write mqtts://, or set mqtt.allow_plain = true");
        }
      }
    } catch (UnknownHostException e) {
      throw new IOException("mqtt.broker: there is no host " + host + ": check its name", e);
    }
  }

  /** RFC 1918, RFC 4193, loopback and link-local addresses. */
  static boolean isPrivate(InetAddress address) {
    boolean unique = address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
    return unique
        || address.isLoopbackAddress()
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress();
  }

  /** As it stands in sentences. */
  String place() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return clientId + " at " + place();
  }
}
