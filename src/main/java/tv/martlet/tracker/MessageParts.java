package tv.martlet.tracker;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The elements that requests and responses share (RFC 7846 §3.2). */
final class MessageParts {
  /** Version 1 of the protocol (RFC 7846 §3.2.1). */
  static final long VERSION = 1;

  static final String ROOT = "PPSPTrackerProtocol";
  private static final Pattern SWARM_ID = Pattern.compile("[0-9a-fA-F][0-9a-fA-F-]*");
  private static final Pattern IP = Pattern.compile("[0-9a-fA-F:.]{2,45}");
  private static final long MOST_PRIORITY = 0xFFFF_FFFFL;

  private MessageParts() {}

  static Fields root(Json message) throws MessageException {
    Fields outer = Fields.of(message, "the message");
    return Fields.of(
        outer.either(ROOT).orElseThrow(() -> MessageException.bad(ROOT + " is missing")), ROOT);
  }

  /** The transaction ID if there is a fair one, so that even an error can name it. */
  static String transactionOf(Fields root) {
    try {
      return root.word("transaction_id", MessageLimits.ID_CHARS);
    } catch (MessageException e) {
      return "";
    }
  }

  static void checkVersion(Fields root) throws MessageException {
    OptionalLong version = root.number("version", Long.MAX_VALUE);
    if (version.isEmpty()) {
      throw MessageException.bad("version is missing");
    }
    if (version.getAsLong() != VERSION) {
      throw new MessageException(ErrorCode.UNSUPPORTED_VERSION, "", "version is not 1");
    }
  }

  static String swarmId(Fields fields) throws MessageException {
    String id = fields.text("swarm_id", MessageLimits.SWARM_ID_CHARS);
    if (!SWARM_ID.matcher(id).matches()) {
      throw MessageException.bad("swarm_id is not hexadecimal");
    }
    return id;
  }

  /** One swarm whatever the case of its digits: the key to compare swarm IDs by. */
  static String key(String swarmId) {
    return swarmId.toLowerCase(Locale.ROOT);
  }

  static Optional<PeerNum> peerNum(Fields fields) throws MessageException {
    // RFC 7846 §4.1.2 calls it peer_number where §3.3.3 calls it peer_num.
    Optional<Json> value = fields.either("peer_num", "peer_number");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    Fields num = Fields.of(value.get(), "peer_num");
    return Optional.of(
        new PeerNum(
            num.smallNumber("peer_count"),
            num.optionalChoice("ability_nat", NatAbility.class),
            num.smallNumber("concurrent_links"),
            num.smallNumber("online_time"),
            num.smallNumber("upload_bandwidth")));
  }

  static List<PeerAddress> addresses(Fields fields, int most) throws MessageException {
    List<PeerAddress> all = new ArrayList<>();
    for (Fields one : fields.objects("peer_addr", most)) {
      all.add(address(one));
    }
    return all;
  }

  private static PeerAddress address(Fields fields) throws MessageException {
    long port = fields.number("port", 65536).orElse(0);
    if (port < 1 || port > 65535) {
      throw MessageException.bad("port is not from 1 to 65535");
    }
    // RFC 7846 §4.1.1.1: the RFC's own example of a response has a peer_addr without a type.
    AddressType type = fields.optionalChoice("type", AddressType.class).orElse(AddressType.HOST);
    PeerAddress.Note note =
        new PeerAddress.Note(
            connection(fields),
            fields.word("asn", MessageLimits.WORD_CHARS),
            fields.word("peer_protocol", MessageLimits.WORD_CHARS));
    InetSocketAddress socket = new InetSocketAddress(ip(fields), (int) port);
    return new PeerAddress(socket, fields.number("priority", MOST_PRIORITY).orElse(0), type, note);
  }

  private static String connection(Fields fields) throws MessageException {
    String word = fields.word("connection", MessageLimits.WORD_CHARS);
    if (!word.isEmpty() && !word.equals("wired") && !word.equals("wireless")) {
      throw MessageException.bad("connection is neither wired nor wireless");
    }
    return word;
  }

  /** An absent address is the unspecified one: the tracker fills in where it sees the peer. */
  private static InetAddress ip(Fields fields) throws MessageException {
    Optional<Json> value = fields.either("ip_address");
    if (value.isEmpty()) {
      return parseIp("0.0.0.0", "ip_address");
    }
    if (value.get() instanceof Json.Text text) {
      return parseIp(text.value(), "ip_address");
    }
    Fields address = Fields.of(value.get(), "ip_address");
    String literal = address.text("address", 45);
    String type = address.word("address_type", MessageLimits.WORD_CHARS).toLowerCase(Locale.ROOT);
    boolean ipv6 = literal.indexOf(':') >= 0;
    if (!type.isEmpty() && !type.equals(ipv6 ? "ipv6" : "ipv4")) {
      throw MessageException.bad("address_type does not fit the address");
    }
    return parseIp(literal, "address");
  }

  /** Reads an address written in numbers; a name is never looked up. */
  static InetAddress parseIp(String literal, String what) throws MessageException {
    byte[] bytes =
        IP.matcher(literal).matches() ? NetUtil.createByteArrayFromIpAddressString(literal) : null;
    if (bytes == null) {
      throw MessageException.bad(what + " is not an IP address");
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw MessageException.bad(what + " is not an IP address");
    }
  }
}
