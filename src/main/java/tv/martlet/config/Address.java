package tv.martlet.config;

import com.google.gson.JsonObject;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code HOST:PORT}. A literal address comes out resolved, a name unresolved, for whoever uses it
 * to look up: reading settings never waits for the network.
 */
record Address() implements ValueType<InetSocketAddress> {
  private static final Pattern V6 = Pattern.compile("\\[([0-9A-Fa-f:.]{2,45})]:(\\d{1,5})");
  private static final Pattern V4 = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3}):(\\d{1,5})");
  private static final Pattern NAME =
      Pattern.compile("(?=.{1,260}$)([A-Za-z][A-Za-z0-9.-]{0,252}):(\\d{1,5})");

  @Override
  public InetSocketAddress read(Object raw) throws BadValueException {
    InetSocketAddress address = raw instanceof String text ? parse(text.trim()) : null;
    if (address == null) {
      throw BadValueException.of(expected(), raw);
    }
    return address;
  }

  private static InetSocketAddress parse(String text) {
    Matcher v6 = V6.matcher(text);
    Matcher v4 = V4.matcher(text);
    Matcher name = NAME.matcher(text);
    if (v6.matches() && port(v6) >= 0) {
      return literal(v6.group(1), port(v6));
    }
    if (v4.matches() && port(v4) >= 0) {
      return literal(v4.group(1), port(v4));
    }
    return name.matches() && port(name) >= 0
        ? InetSocketAddress.createUnresolved(name.group(1), port(name))
        : null;
  }

  private static int port(Matcher form) {
    int port = Integer.parseInt(form.group(2));
    return port <= 65535 ? port : -1;
  }

  private static InetSocketAddress literal(String literal, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByName(literal), port);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  @Override
  public Object write(InetSocketAddress value) {
    if (value.isUnresolved()) {
      return value.getHostString() + ":" + value.getPort();
    }
    String host = value.getAddress().getHostAddress();
    if (value.getAddress() instanceof Inet6Address) {
      String shortest = host.replaceFirst("(^|:)0(:0)+(:|$)", "::");
      return "[" + shortest + "]:" + value.getPort();
    }
    return host + ":" + value.getPort();
  }

  @Override
  public String expected() {
    return "an address and port such as \"[::]:6778\" or \"127.0.0.1:8778\"";
  }

  @Override
  public JsonObject schema() {
    JsonObject schema = new JsonObject();
    schema.addProperty("type", "string");
    schema.addProperty("pattern", "^(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9.-]+):[0-9]{1,5}$");
    return schema;
  }
}
