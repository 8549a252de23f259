package tv.martlet.wire;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tv.martlet.wire.DecodedDatagram.Message;
import tv.martlet.wire.MessageReader.Outcome;

/**
 * Puts the datagrams of a capture into words, learning the format of each channel from its
 * handshakes. Give it the datagrams in their order. For people and their tools, not for the path of
 * a chunk: it allocates. Knows libswift's ways too. Remembers at most {@link #MAX_CHANNELS}
 * channels.
 */
public final class DatagramDecoder {
  /** Channels remembered; the one unused for longest is forgotten. */
  public static final int MAX_CHANNELS = 4096;

  /** A channel as its receiver numbers it (RFC 7574 §3.11). */
  private record Channel(InetSocketAddress receiver, int id) {}

  private final Map<Channel, SwarmTerms> terms = new LinkedHashMap<>(16, 0.75f, true);
  private final MessageReader reader = new MessageReader();
  private final Handshake handshake = new Handshake();

  /** Decodes the bytes between the buffer's position and limit, which stay as they are. */
  public DecodedDatagram decode(
      InetSocketAddress source, InetSocketAddress destination, ByteBuffer datagram) {
    ByteBuffer d = datagram.slice();
    if (d.limit() < MessageReader.CHANNEL_BYTES) {
      return silent(0, Outcome.TRUNCATED, "shorter than a channel ID: " + d.limit() + " bytes");
    }
    int channel = d.getInt(0);
    int length = d.limit() - MessageReader.CHANNEL_BYTES;
    SwarmTerms known = terms.get(new Channel(destination, channel));
    Outcome opening =
        MessageReader.readHandshake(d, MessageReader.CHANNEL_BYTES, length, handshake);
    if (opening == Outcome.OK) {
      known = SwarmTerms.of(handshake, known == null ? SwarmTerms.NONE : known);
      learn(new Channel(source, handshake.sourceChannel()), known);
    }
    if (known == null) {
      return length == 0 ? silent(channel, Outcome.OK, "") : unknown(d, channel);
    }
    Format format = known.format();
    return format == null
        ? silent(channel, Outcome.BAD_OPTION, "the handshake has codes that are not assigned")
        : decode(format, d);
  }

  private void learn(Channel channel, SwarmTerms learned) {
    if (channel.id() == 0) {
      return; // a closing handshake opens no channel
    }
    terms.put(channel, learned);
    if (terms.size() > MAX_CHANNELS) {
      var oldest = terms.entrySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  private static DecodedDatagram unknown(ByteBuffer d, int channel) {
    int type = d.get(MessageReader.CHANNEL_BYTES) & 0xFF;
    if (channel == 0 && type == MessageType.INTEGRITY.code()) {
      return silent(0, Outcome.UNKNOWN_TYPE, "a handshake of the protocol before RFC 7574");
    }
    if (type == MessageType.HANDSHAKE.code()) {
      return silent(channel, Outcome.BAD_OPTION, "a malformed HANDSHAKE");
    }
    return silent(
        channel,
        Outcome.UNKNOWN_TYPE,
        "no handshake of this channel was seen, so its "
            + (d.limit() - MessageReader.CHANNEL_BYTES)
            + " bytes of messages cannot be read");
  }

  private static DecodedDatagram silent(int channel, Outcome outcome, String note) {
    return new DecodedDatagram(channel, List.of(), outcome, note);
  }

  /** Decodes a datagram of a known format, between the buffer's position and limit. */
  public DecodedDatagram decode(Format format, ByteBuffer datagram) {
    ByteBuffer d = datagram.slice();
    if (d.limit() < MessageReader.CHANNEL_BYTES) {
      return silent(0, Outcome.TRUNCATED, "shorter than a channel ID: " + d.limit() + " bytes");
    }
    MessageTeller teller = new MessageTeller(format);
    int length = d.limit() - MessageReader.CHANNEL_BYTES;
    Outcome outcome = reader.read(d, MessageReader.CHANNEL_BYTES, length, format, teller);
    List<Message> told = teller.told();
    return new DecodedDatagram(d.getInt(0), told, outcome, note(outcome, told.size()));
  }

  private static String note(Outcome outcome, int before) {
    String where = "message " + (before + 1);
    return switch (outcome) {
      case OK, REFUSED -> "";
      case TRUNCATED -> "the datagram ends inside " + where;
      case UNKNOWN_TYPE -> where + " is of an unassigned type";
      case BAD_RANGE -> where + " has a malformed chunk specification";
      case BAD_OPTION -> where + " has a malformed option";
      case MISPLACED_HANDSHAKE -> where + " is a HANDSHAKE that is not first";
      case NO_SUCH_PROOF -> where + " is a proof of a kind that this swarm has not";
      case TOO_MANY -> "more than " + before + " messages";
    };
  }
}
