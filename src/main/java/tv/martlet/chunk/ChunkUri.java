package tv.martlet.chunk;

import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The URI of a swarm: {@code ppsp://TRACKER:PORT/SWARM-ID-HEX?OPTIONS}, with options only where
 * they differ from RFC 7574's defaults: {@code cs} chunk size, {@code ca} addressing, {@code ci}
 * integrity, {@code hf} hash function, {@code sa} signature algorithm, {@code len} length of static
 * content, {@code name}, {@code compat=libswift}, and as often as needed {@code tr} and {@code
 * peer} for more trackers and for bootstrap peers (HOST:PORT). The tracker may be missing ({@code
 * ppsp:///…}).
 *
 * <p>Whether a swarm is live needs no option: a static ID is a hash of 20, 28, 32, 48 or 64 bytes,
 * and no live ID, which begins with an algorithm octet, has one of these lengths. So {@code ci} and
 * {@code sa} are implied; an unprotected swarm ({@code ci=0}) is static if it has {@code len}. The
 * hash function of a static swarm is always named when it is not SHA-256.
 *
 * @param name name for people, or null
 * @param trackers addresses of trackers, unresolved
 * @param peers addresses of bootstrap peers, unresolved
 */
public record ChunkUri(
    SwarmMetadata metadata,
    String name,
    List<InetSocketAddress> trackers,
    List<InetSocketAddress> peers) {

  /** The port of a tracker whose URI names none. */
  public static final int DEFAULT_TRACKER_PORT = 6779;

  /** The port of a peer whose address names none. */
  public static final int DEFAULT_PEER_PORT = 6778;

  private static final String SCHEME = "ppsp://";
  private static final int MAX_LENGTH = 8192;
  private static final int MAX_ADDRESSES = 64;
  private static final String LIBSWIFT = "libswift";

  /** Copies the lists. */
  public ChunkUri {
    trackers = List.copyOf(trackers);
    peers = List.copyOf(peers);
  }

  /** Makes the URI of a swarm without tracker, peers or name. */
  public ChunkUri(SwarmMetadata metadata) {
    this(metadata, null, List.of(), List.of());
  }

  /**
   * Reads a URI.
   *
   * @throws IllegalArgumentException with a sentence that says what to change
   */
  public static ChunkUri parse(String uri) {
    if (uri.length() > MAX_LENGTH) {
      throw wrong("a channel URI has at most " + MAX_LENGTH + " characters, not " + uri.length());
    }
    if (!uri.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw wrong("a channel URI begins with " + SCHEME + ", but this is \"" + shorten(uri) + "\"");
    }
    int slash = uri.indexOf('/', SCHEME.length());
    if (slash < 0) {
      throw wrong(
          "a channel URI has a swarm ID after its tracker: " + SCHEME + "TRACKER:PORT/SWARM-ID");
    }
    int question = uri.indexOf('?', slash);
    int end = question < 0 ? uri.length() : question;
    Options options = new Options(question < 0 ? "" : uri.substring(question + 1));
    List<InetSocketAddress> trackers = new ArrayList<>();
    if (slash > SCHEME.length()) {
      trackers.add(address(uri.substring(SCHEME.length(), slash), DEFAULT_TRACKER_PORT));
    }
    options.trackers.forEach(each -> trackers.add(address(each, DEFAULT_TRACKER_PORT)));
    List<InetSocketAddress> peers =
        options.peers.stream().map(each -> address(each, DEFAULT_PEER_PORT)).toList();
    SwarmMetadata metadata = options.metadata(SwarmId.ofHex(uri.substring(slash + 1, end)));
    return new ChunkUri(metadata, options.values.get("name"), trackers, peers);
  }

  /** The part after the question mark. */
  private static final class Options {
    private static final String KNOWN = "known are 5, 8, 13, 14 and 15";
    private static final List<String> KEYS =
        List.of("cs", "ca", "ci", "hf", "sa", "len", "name", "compat");

    final Map<String, String> values = new LinkedHashMap<>();
    final List<String> trackers = new ArrayList<>();
    final List<String> peers = new ArrayList<>();

    Options(String query) {
      for (String each : query.split("&", -1)) {
        if (!each.isEmpty()) {
          take(each);
        }
      }
    }

    private void take(String option) {
      int equals = option.indexOf('=');
      if (equals < 0) {
        throw wrong(
            "option \""
                + shorten(option)
                + "\" of a channel URI has no value: write "
                + option
                + "=VALUE");
      }
      String key = option.substring(0, equals);
      String value = decode(option.substring(equals + 1));
      switch (key) {
        case "tr" -> trackers.add(value);
        case "peer" -> peers.add(value);
        default -> put(key, value);
      }
      if (trackers.size() + peers.size() > MAX_ADDRESSES) {
        throw wrong("a channel URI names at most " + MAX_ADDRESSES + " trackers and peers");
      }
    }

    private void put(String key, String value) {
      if (!KEYS.contains(key)) {
        throw wrong(
            "a channel URI has no option \""
                + shorten(key)
                + "\": known are cs, ca, ci, hf, sa, len, name, tr, peer,"
                + " compat");
      }
      if (values.put(key, value) != null) {
        throw wrong("option " + key + " stands twice in the channel URI");
      }
    }

    SwarmMetadata metadata(SwarmId id) {
      IntegrityMethod integrity = integrity(id);
      HashFunction hash = HashFunction.ofCode((int) number("hf", HashFunction.SHA256.code(), 0, 4));
      return new SwarmMetadata(
          id,
          integrity,
          hash,
          signature(id, integrity),
          ChunkAddressing.ofCode((int) number("ca", ChunkAddressing.CHUNKS_32.code(), 0, 4)),
          (int) number("cs", SwarmMetadata.DEFAULT_CHUNK_SIZE, 1, Integer.MAX_VALUE),
          number("len", -1, 1, Long.MAX_VALUE),
          libswift());
    }

    private IntegrityMethod integrity(SwarmId id) {
      boolean fixed = values.containsKey("len") || (isHash(id) && !values.containsKey("sa"));
      IntegrityMethod implied =
          fixed ? IntegrityMethod.MERKLE_TREE : IntegrityMethod.UNIFIED_MERKLE_TREE;
      return IntegrityMethod.ofCode((int) number("ci", implied.code(), 0, 3));
    }

    private SignatureAlgorithm signature(SwarmId id, IntegrityMethod integrity) {
      if (!integrity.isSigned() && !values.containsKey("sa")) {
        return null;
      }
      int code = (int) number("sa", id.byteAt(0), 0, 255);
      SignatureAlgorithm algorithm = SignatureAlgorithm.ofCode(code);
      if (algorithm == null) {
        throw wrong(
            values.containsKey("sa")
                ? "signature algorithm " + code + " of the channel URI is unknown: " + KNOWN
                : "the swarm ID is neither a file's hash of 20, 28, 32, 48 or 64 bytes, since it has "
                    + id.length()
                    + ", nor a key, since it begins with the unknown signature algorithm "
                    + code);
      }
      return algorithm;
    }

    private boolean libswift() {
      String compat = values.get("compat");
      if (compat != null && !compat.equals(LIBSWIFT)) {
        throw wrong(
            "compat of a channel URI can be "
                + LIBSWIFT
                + " only, not \""
                + shorten(compat)
                + "\"");
      }
      return compat != null;
    }

    private long number(String key, long otherwise, long min, long max) {
      String value = values.get(key);
      if (value == null) {
        return otherwise;
      }
      try {
        long number = Long.parseLong(value);
        if (number >= min && number <= max) {
          return number;
        }
      } catch (NumberFormatException e) {
        // told below
      }
      String most = max >= Integer.MAX_VALUE ? "" : " to " + max;
      throw wrong(
          "option "
              + key
              + " of the channel URI is a number from "
              + min
              + most
              + ", not "
              + shorten(value));
    }
  }

  private static boolean isHash(SwarmId id) {
    for (HashFunction each : HashFunction.values()) {
      if (each.length() == id.length()) {
        return true;
      }
    }
    return false;
  }

  private static InetSocketAddress address(String text, int defaultPort) {
    String host = text;
    int port = defaultPort;
    int colon = text.lastIndexOf(':');
    boolean bracketed = text.startsWith("[");
    // RFC 3986 §3.2.2: an IPv6 address stands in brackets, so that its colons are told from the
    // port's.
    if (colon > text.lastIndexOf(']')) {
      host = text.substring(0, colon);
      port = port(text.substring(colon + 1), text);
    }
    if (bracketed && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0 || bracketed) {
      throw wrong(
          "write the IPv6 address in brackets, as [2001:db8::1]:"
              + defaultPort
              + ", not "
              + shorten(text));
    }
    if (!host.matches(bracketed ? "[0-9A-Fa-f:.]{2,45}" : "[0-9A-Za-z._-]{1,253}")) {
      throw wrong("\"" + shorten(text) + "\" is no HOST:PORT");
    }
    return InetSocketAddress.createUnresolved(host, port);
  }

  private static int port(String digits, String address) {
    if (digits.matches("[0-9]{1,5}")) {
      int port = Integer.parseInt(digits);
      if (port >= 1 && port <= 65_535) {
        return port;
      }
    }
    throw wrong("the port of \"" + shorten(address) + "\" must be a number from 1 to 65535");
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\"" + shorten(text) + "\" has a % that no two hexadecimal digits follow", e);
    }
  }

  private static String shorten(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }

  private static IllegalArgumentException wrong(String sentence) {
    return new IllegalArgumentException(sentence);
  }

  /** Returns the URI, which {@link #parse} reads back to an equal one. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(SCHEME);
    if (!trackers.isEmpty()) {
      text.append(print(trackers.get(0)));
    }
    text.append('/').append(metadata.id());
    char separator = '?';
    for (Map.Entry<String, String> each : options().entrySet()) {
      text.append(separator).append(each.getKey()).append('=').append(each.getValue());
      separator = '&';
    }
    for (InetSocketAddress each : trackers.subList(Math.min(1, trackers.size()), trackers.size())) {
      text.append(separator).append("tr=").append(print(each));
      separator = '&';
    }
    for (InetSocketAddress each : peers) {
      text.append(separator).append("peer=").append(print(each));
      separator = '&';
    }
    return text.toString();
  }

  private Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    SwarmMetadata m = metadata;
    IntegrityMethod implied = m.length() >= 0 ? IntegrityMethod.MERKLE_TREE : implied(m.id());
    put(options, "cs", m.chunkSize(), SwarmMetadata.DEFAULT_CHUNK_SIZE);
    put(options, "ca", m.addressing().code(), ChunkAddressing.CHUNKS_32.code());
    put(options, "ci", m.integrity().code(), implied.code());
    put(options, "hf", m.hash().code(), HashFunction.SHA256.code());
    put(options, "len", m.length(), -1);
    if (name != null) {
      options.put("name", URLEncoder.encode(name, StandardCharsets.UTF_8));
    }
    if (m.libswift()) {
      options.put("compat", LIBSWIFT);
    }
    return options;
  }

  private static IntegrityMethod implied(SwarmId id) {
    return isHash(id) ? IntegrityMethod.MERKLE_TREE : IntegrityMethod.UNIFIED_MERKLE_TREE;
  }

  private static void put(Map<String, String> options, String key, long value, long otherwise) {
    if (value != otherwise) {
      options.put(key, Long.toString(value));
    }
  }

  private static String print(InetSocketAddress address) {
    String host = address.getHostString();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
