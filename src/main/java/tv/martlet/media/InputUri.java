package tv.martlet.media;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where a stream comes from, as a user writes it:
 *
 * <pre>
 * -                                   standard input
 * clip.ts  clip.ts?loop  file:///…    a file, at the speed of its clock
 * demo:  demo:?rate=2M                the clip that comes with Martlet, in a loop
 * udp://:5000  udp://239.1.1.1:5000?interface=eth0  udp://[ff15::1]:5000
 * rtp://…                             as udp
 * http://…  https://…
 * </pre>
 */
public final class InputUri {
  /** The longest address. */
  public static final int MAX_LENGTH = 2048;

  private static final Set<String> FILE_OPTIONS = Set.of("loop", "rate");
  private static final Set<String> NET_OPTIONS = Set.of("interface", "buffer");
  private static final int DEFAULT_BUFFER = 2 << 20;
  private static final int MAX_BUFFER = 64 << 20;

  /** What kind of place it is. */
  public enum Kind {
    STDIN,
    FILE,
    DEMO,
    UDP,
    RTP,
    HTTP
  }

  private final String text;
  private final Kind kind;
  private final String place;
  private final int port;
  private final Map<String, String> options;

  private InputUri(String text, Kind kind, String place, int port, Map<String, String> options) {
    this.text = text;
    this.kind = kind;
    this.place = place;
    this.port = port;
    this.options = options;
  }

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException with a sentence that says what to change
   */
  public static InputUri parse(String text) {
    if (text.isBlank() || text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "the input is empty or longer than "
              + MAX_LENGTH
              + " characters: name a file, -,"
              + " udp://, rtp://, http:// or https://");
    }
    if (text.equals("-")) {
      return new InputUri(text, Kind.STDIN, "", 0, Map.of());
    }
    int colon = text.indexOf("://");
    String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "udp" -> network(text, Kind.UDP, text.substring(colon + 3));
      case "rtp" -> network(text, Kind.RTP, text.substring(colon + 3));
      case "http", "https" -> web(text);
      case "file" -> file(text, URI.create(pathOnly(text)).getPath());
      case "" -> text.startsWith("demo:") ? demo(text) : file(text, pathOnly(text));
      default ->
          throw new IllegalArgumentException(
              text
                  + ": "
                  + scheme
                  + ":// is not known: use a file, -, udp://, rtp://, http:// or"
                  + " https:// (anything else: ffmpeg -i INPUT -c copy -f mpegts - | martlet … -)");
    };
  }

  private static String pathOnly(String text) {
    int question = text.lastIndexOf('?');
    return question < 0 || !areFileOptions(text.substring(question + 1))
        ? text
        : text.substring(0, question);
  }

  /** A file's name may have a question mark in it; only known options behind one are options. */
  private static boolean areFileOptions(String query) {
    for (String part : query.split("&", -1)) {
      int equals = part.indexOf('=');
      if (!FILE_OPTIONS.contains(equals < 0 ? part : part.substring(0, equals))) {
        return false;
      }
    }
    return true;
  }

  private static InputUri file(String text, String path) {
    if (path == null || path.isEmpty() || path.indexOf(0) >= 0) {
      throw new IllegalArgumentException(text + ": names no file: write a path, or file:///PATH");
    }
    String query = text.equals(path) ? "" : afterQuestion(text);
    return new InputUri(text, Kind.FILE, path, 0, options(text, query, FILE_OPTIONS)).checked();
  }

  private static InputUri demo(String text) {
    Map<String, String> options = options(text, afterQuestion(text), FILE_OPTIONS);
    return new InputUri(text, Kind.DEMO, "demo.ts", 0, options).checked();
  }

  private static InputUri web(String text) {
    try {
      URI uri = new URI(text);
      if (uri.getHost() == null || uri.getHost().isEmpty()) {
        throw new IllegalArgumentException(text + ": names no host: write http://HOST/PATH");
      }
      return new InputUri(text, Kind.HTTP, text, uri.getPort(), Map.of());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          text + ": not a web address: " + e.getReason() + " at character " + e.getIndex(), e);
    }
  }

  private static InputUri network(String text, Kind kind, String rest) {
    int question = rest.indexOf('?');
    String where = question < 0 ? rest : rest.substring(0, question);
    where = where.endsWith("/") ? where.substring(0, where.length() - 1) : where;
    // VLC and ffmpeg write udp://@239.1.1.1:5000
    where = where.startsWith("@") ? where.substring(1) : where;
    int colon = where.lastIndexOf(':');
    String host = colon < 0 ? where : where.substring(0, colon);
    if (colon < 0 || (host.contains(":") && !host.startsWith("["))) {
      throw new IllegalArgumentException(
          text
              + ": write "
              + kind.name().toLowerCase(Locale.ROOT)
              + "://ADDRESS:PORT, an IPv6 address in [ ]");
    }
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    int port = number(text, "port", where.substring(colon + 1), 0, 65_535);
    Map<String, String> options = options(text, afterQuestion(rest), NET_OPTIONS);
    return new InputUri(text, kind, host, port, options).checked();
  }

  private static String afterQuestion(String text) {
    int question = text.lastIndexOf('?');
    return question < 0 ? "" : text.substring(question + 1);
  }

  private static Map<String, String> options(String text, String query, Set<String> known) {
    Map<String, String> options = new TreeMap<>();
    if (query.isEmpty()) {
      return options;
    }
    for (String part : query.split("&", -1)) {
      int equals = part.indexOf('=');
      String key = equals < 0 ? part : part.substring(0, equals);
      if (!known.contains(key)) {
        throw new IllegalArgumentException(
            text + ": option " + key + " is not known here: use " + new TreeSet<>(known));
      }
      options.put(key, equals < 0 ? "" : part.substring(equals + 1));
    }
    return options;
  }

  /** Reads the options once, so that a mistake in them is told now. */
  private InputUri checked() {
    rate();
    buffer();
    loop();
    return this;
  }

  private static int number(String text, String what, String digits, int least, int most) {
    try {
      int n = Integer.parseInt(digits);
      if (n >= least && n <= most) {
        return n;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException(
        text + ": " + what + " \"" + digits + "\" is not a number from " + least + " to " + most);
  }

  /** Bits a second from text such as {@code 800k}, {@code 2M}, {@code 2500000}. */
  public static long parseRate(String text) {
    String digits = text;
    double unit = 1;
    if (text.endsWith("k") || text.endsWith("K")) {
      unit = 1_000;
    } else if (text.endsWith("M")) {
      unit = 1_000_000;
    }
    digits = unit > 1 ? text.substring(0, text.length() - 1) : digits;
    try {
      double rate = Double.parseDouble(digits) * unit;
      if (rate >= 8_000 && rate <= NullPadder.MAX_RATE) {
        return Math.round(rate);
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException(
        "rate \""
            + text
            + "\" is not a bit rate from 8k to "
            + NullPadder.MAX_RATE / 1_000_000
            + "M: write for example 800k or 2M");
  }

  /** As the user wrote it. */
  @Override
  public String toString() {
    return text;
  }

  /** What kind of place it is. */
  public Kind kind() {
    return kind;
  }

  /** Path, host or whole web address. */
  public String place() {
    return place;
  }

  /** UDP port. */
  public int port() {
    return port;
  }

  /** Whether a file starts over at its end; the demo clip always does. */
  public boolean loop() {
    String loop = options.get("loop");
    return kind == Kind.DEMO || (loop != null && !loop.equals("0") && !loop.equals("false"));
  }

  /** Bits a second to fill a file up to with null packets; 0 for none. */
  public long rate() {
    try {
      return options.containsKey("rate") ? parseRate(options.get("rate")) : 0;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(text + ": " + e.getMessage(), e);
    }
  }

  /** Bytes of socket buffer to ask the kernel for. */
  public int buffer() {
    String bytes = options.get("buffer");
    return bytes == null ? DEFAULT_BUFFER : number(text, "buffer", bytes, 4096, MAX_BUFFER);
  }

  /** Network interface to join a multicast group on; empty for the system's choice. */
  public String networkInterface() {
    return options.getOrDefault("interface", "");
  }

  /** The address to listen on; a group is multicast. An empty host or * means every address. */
  InetAddress address() throws InputException {
    try {
      if (place.isEmpty() || place.equals("*")) {
        return InetAddress.getByAddress(new byte[4]);
      }
      return InetAddress.getByName(place);
    } catch (UnknownHostException e) {
      throw InputException.passing("host " + place + " is not known: check the name");
    }
  }

  /** Whether the address is an IPv6 one. */
  static boolean isV6(InetAddress address) {
    return address instanceof Inet6Address;
  }
}
